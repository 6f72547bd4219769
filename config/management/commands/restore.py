"""`manage.py restore`: puts a backup back. `./gedag restore` gets here too."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from config.backups import key_pairs
from config.backups.refusals import BackupError, as_sentences
from config.backups.restoring import Restored, Wishes, restore


class Command(BaseCommand):
    help = "Zet een reservekopie terug, met de wislijst eroverheen. Gaat er iets mis, dan verandert er niets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="BESTAND", help="…-data.age, en …-keys.age als dat er is"
        )
        parser.add_argument(
            "--identity", metavar="BESTAND", help="het bestand met de geheime sleutel (GEDAG_BACKUP_IDENTITY)"
        )
        parser.add_argument(
            "--replace", action="store_true", help="de database die er staat mag weg: die is niet leeg"
        )
        parser.add_argument(
            "--keep-old",
            action="store_true",
            help="de database die er stond blijft staan, onder een andere naam",
        )
        parser.add_argument(
            "--without-erasure-list",
            action="store_true",
            help="ook als de wislijst er niet is of niet heel is",
        )
        parser.add_argument(
            "--any-origin", action="store_true", help="ook als de kopie met een andere SECRET_KEY gemaakt is"
        )

    def handle(self, *args: object, **options: Any) -> None:
        identity = options["identity"] or os.environ.get("GEDAG_BACKUP_IDENTITY")
        wishes = Wishes(
            replace=options["replace"],
            without_erasure_list=options["without_erasure_list"],
            any_origin=options["any_origin"],
            keep_old=options["keep_old"],
        )
        with as_sentences():
            if not identity:
                raise BackupError("Wijs het bestand met de geheime sleutel aan, met --identity BESTAND.")
            restored = restore(
                [Path(file).absolute() for file in options["files"]],
                identities=key_pairs.identities(Path(identity)),
                wishes=wishes,
                now=timezone.now(),
            )
        self.stdout.write(_told(restored))


def _told(restored: Restored) -> str:
    keys = (
        "met sleutels: notities, plannen en adressen gaan open"
        if restored.with_keys
        else "zonder sleutels: notities, plannen en adressen van toen blijven dicht"
    )
    lines = [
        f"De reservekopie van {timezone.localtime(restored.made_at):%d-%m-%Y %H:%M} staat er weer, {keys}.",
        f"  deelnemers                          {restored.participants}",
        f"  opnieuw gewist                      {restored.settled.erased}",
        f"  opnieuw samengegaan                 {restored.settled.merged}",
        f"  migraties die erna kwamen           {restored.migrated}",
        "  medewerkers                         loggen opnieuw in",
        "  berichten                           gaan niet, tot je `allow_sending` geeft (docs/draaien.md)",
    ]
    if restored.old_database:
        lines.append(
            f"De database van hiervoor heet nu {restored.old_database}. Haal die weg als je klaar bent."
        )
    return "\n".join(lines)
