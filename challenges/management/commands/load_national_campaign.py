"""`manage.py load_national_campaign`: the house's themes and the permanent campaign for everybody without one."""

from django.core.management.base import BaseCommand, CommandError

from challenges.services.campaign_files import LibraryMissingError, load_national_campaign


class Command(BaseCommand):
    help = "Zet de landelijke campagne en de eigen uitstralingen klaar; nog een keer draaien verandert niets."

    def handle(self, *args: object, **options: object) -> None:
        try:
            made = load_national_campaign()
        except LibraryMissingError as error:
            raise CommandError(str(error)) from None
        if made:
            self.stdout.write("De landelijke campagne staat klaar.")
