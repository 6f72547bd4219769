"""`manage.py seed_demo`: campaigns, staff and made-up people for a demo."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from challenges.services.campaign_files import LibraryMissingError
from config.demo import build_demo
from config.demo_results import fill_results
from simulation.staging import NotADemoError, refuse_outside_demo


class Command(BaseCommand):
    help = "Zet de democampagnes klaar, met verzonnen mensen; nog een keer draaien verandert niets."

    def handle(self, *args: object, **options: object) -> None:
        try:
            refuse_outside_demo()
            report = build_demo(now=timezone.now())
            report.made += fill_results(now=timezone.now())
        except (NotADemoError, LibraryMissingError) as refusal:
            raise CommandError(str(refusal)) from None
        for name in report.made:
            self.stdout.write(f"Demo: {name} staat klaar.")
        for name in report.begun_again:
            self.stdout.write(f"Demo: {name} was voorbij en begint opnieuw.")
