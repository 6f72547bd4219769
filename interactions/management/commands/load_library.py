"""`manage.py load_library`: brings the stored library in line with interactions/library/."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from interactions.services.library import load_library


class Command(BaseCommand):
    help = "Laadt de bibliotheek uit interactions/library/; nog een keer draaien verandert niets."

    def handle(self, *args: object, **options: object) -> None:
        report = load_library(now=timezone.now())
        if report.changed:
            self.stdout.write(
                f"Bibliotheek: {report.new_ideas} nieuwe ideeën, {report.new_versions} nieuwe teksten, "
                f"{report.archived} gearchiveerd."
            )
        if report.kept_for_editors:
            self.stdout.write(f"{report.kept_for_editors} teksten van de redactie zijn zo gelaten.")
