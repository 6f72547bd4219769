"""`manage.py simulate`: made-up people in a campaign, by COPY."""

import datetime as dt
import time

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from challenges.models import Campaign
from interactions.models import local_date
from simulation import by_copy
from simulation.behaviour import simulate
from simulation.staging import NoChallengesError, NotADemoError, clock, stage


class Command(BaseCommand):
    help = "Laat verzonnen mensen meedoen met een campagne: hun dagen tot en met gisteren, in één keer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--campaign", required=True, metavar="SLUG", help="het adres van de campagne")
        parser.add_argument("--participants", required=True, type=int, metavar="N", help="hoeveel mensen")
        parser.add_argument("--seed", required=True, help="zelfde seed, zelfde mensen")
        parser.add_argument("--days", type=int, default=14, help="hoeveel dagen (14)")

    def handle(self, *args: object, **options: object) -> None:
        slug, people, days = (
            str(options["campaign"]),
            int(str(options["participants"])),
            int(str(options["days"])),
        )
        if people < 1 or days < 1:
            raise CommandError("Kies minstens één mens en één dag.")
        campaign = Campaign.objects.filter(slug=slug, status=Campaign.Status.PUBLISHED).first()
        if campaign is None:
            raise CommandError(f"Er is geen gepubliceerde campagne {slug}.")
        today = local_date(timezone.now())
        if campaign.starts_on and campaign.starts_on >= today:
            raise CommandError(
                f"{campaign.name} begint op {campaign.starts_on:%d-%m-%Y}: er zijn nog geen dagen geweest."
            )
        began = time.monotonic()
        try:
            ready = stage(campaign, begins_on=today - dt.timedelta(days=days))
            days = min(
                days, (today - ready.begins_on).days, len(ready.plan.days) if campaign.is_fixed else days
            )
            report = by_copy.write(
                stage=ready,
                lives=simulate(plan=ready.plan, people=people, days=days, seed=f"{slug}|{options['seed']}"),
                until=clock(today, 0, 4 * 3600),
            )
        except (NotADemoError, NoChallengesError, by_copy.AlreadyThereError) as refusal:
            raise CommandError(str(refusal)) from None
        moments = report.rows["interactions_interaction"]
        self.stdout.write(
            f"{report.people} mensen, {days} dagen, {moments} momenten in {time.monotonic() - began:.1f} s."
        )
