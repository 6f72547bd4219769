"""`manage.py load_library`: brings the stored library in line with interactions/library/."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from interactions.services.library import LibraryFileError, load_library


class Command(BaseCommand):
    help = "Laadt de bibliotheek uit interactions/library/; nog een keer draaien verandert niets."

    def handle(self, *args: object, **options: object) -> None:
        try:
            report = load_library(now=timezone.now())
        except LibraryFileError as error:
            raise CommandError(str(error)) from None
        if report.changed:
            self.stdout.write(
                f"Bibliotheek bijgewerkt. Nieuwe ideeën: {report.new_ideas}, nieuwe teksten: {report.new_versions}, "
                f"gearchiveerd: {report.archived}."
            )
        else:
            self.stdout.write("De bibliotheek is bij.")
        if report.kept:
            self.stdout.write(f"Van de redactie, en zo gelaten: {', '.join(report.kept)}.")
