"""`manage.py backup`: a backup as two encrypted files, beside whatever runs. `./gedag backup` gets here too."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from config.backups import key_pairs, making
from config.backups.refusals import BackupError, as_sentences


class Command(BaseCommand):
    help = "Haalt weg wat te oud is en maakt een reservekopie: gegevens en sleutels apart, op slot."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", metavar="MAP", help="waar de kopie komt (GEDAG_BACKUPS)")
        parser.add_argument(
            "--keys-to",
            metavar="MAP",
            help="een andere map voor het bestand met sleutels (GEDAG_KEY_BACKUPS)",
        )
        parser.add_argument(
            "--new-key", metavar="BESTAND", help="alleen: een nieuw sleutelpaar maken voor reservekopieën"
        )

    def handle(self, *args: object, **options: object) -> None:
        with as_sentences():
            if new_key := options["new_key"]:
                self._make_key(Path(str(new_key)))
            else:
                self._make_backup(options)

    def _make_key(self, file: Path) -> None:
        public = key_pairs.new_pair(file, now=timezone.now())
        self.stdout.write(
            f"De geheime sleutel staat in {file}. Bewaar die op een andere plek dan de kopieën, en op twee plekken: "
            f"zonder is geen kopie te lezen.\nDeze regel hoort op de machine die kopieën maakt. Op een server zet je "
            f"hem in .env; met ./gedag typ je hem in je terminal, met `export` ervoor:\n\nGEDAG_BACKUP_KEY={public}"
        )

    def _make_backup(self, options: dict[str, object]) -> None:
        to = str(options["to"] or os.environ.get("GEDAG_BACKUPS") or "")
        keys_to = str(options["keys_to"] or os.environ.get("GEDAG_KEY_BACKUPS") or to)
        if not to:
            raise BackupError("Zeg waar de kopie moet komen, met --to MAP of GEDAG_BACKUPS.")
        made = making.make(
            Path(to).absolute(),
            Path(keys_to).absolute(),
            public_key=os.environ.get("GEDAG_BACKUP_KEY", ""),
            now=timezone.now(),
        )
        data, keys, _about = made.files
        self.stdout.write(
            f"Reservekopie gemaakt.\n"
            f"  gegevens   {data}   {_size(made.sizes[0])}, 30 dagen\n"
            f"  sleutels   {keys}   {_size(made.sizes[1])}, 7 dagen\n"
            f"  op slot    met GEDAG_BACKUP_KEY; open gaan ze met het bestand van `./gedag backup --new-key`"
        )
        if made.removed:
            self.stdout.write(f"  weggehaald omdat ze te oud waren: {len(made.removed)} bestand(en)")


def _size(octets: int) -> str:
    return f"{octets / 1_000_000:.1f} MB" if octets >= 100_000 else f"{octets / 1_000:.1f} kB"
