"""`manage.py sign_out_everyone`: for when sessions or cookies may be in the wrong hands (docs/incidenten.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.services.everyones_sessions import sign_out_all_participants, sign_out_all_staff


class Command(BaseCommand):
    help = (
        "Logt alle medewerkers uit, of alle deelnemers. Een deelnemer zonder startlink, papieren code of e-mailadres "
        "komt daarna niet meer bij het eigen dagboek."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--staff", action="store_true", help="alle medewerkers")
        who.add_argument("--participants", action="store_true", help="alle deelnemers")

    def handle(self, *args: object, **options: Any) -> None:
        if options["staff"]:
            sign_out_all_staff()
            self.stdout.write("Alle medewerkers zijn uitgelogd.")
        else:
            sign_out_all_participants()
            self.stdout.write(
                "Geen enkele browser kent nog een deelnemer. Startlinks en codes werken gewoon."
            )
