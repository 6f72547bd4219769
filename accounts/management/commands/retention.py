"""`manage.py retention`: what the night would remove now, what the last nights did, or doing it now."""

from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.queries.retention import endings, retention_nights
from accounts.services.removers import registered
from accounts.services.retention import carry_out_retention, look_ahead


class Command(BaseCommand):
    help = (
        "De termijnen van config/retention.yaml: wat er nu weg zou gaan (--dry-run), wat er de laatste nachten wegging "
        "(--report), of het nu doen (--run). Zonder dit commando gebeurt het elke nacht om tien voor half vijf."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--dry-run", action="store_true", help="kijken wat er nu weg zou gaan")
        what.add_argument("--report", action="store_true", help="lezen wat de laatste nachten deden")
        what.add_argument("--run", action="store_true", help="het nu doen, zoals elke nacht")
        parser.add_argument("--nights", type=int, default=7, help="hoeveel nachten (7)")

    def handle(self, *args: object, **options: Any) -> None:
        if options["dry_run"]:
            self._look_ahead()
        elif options["run"]:
            self._carry_out()
        else:
            self._report(options["nights"])

    def _look_ahead(self) -> None:
        self.stdout.write("Dit zou er nu weggaan. Er is niets veranderd.")
        for ahead in look_ahead(now=timezone.now()):
            self.stdout.write(
                f"{ahead.count:>8}  {ahead.what}, van vóór {_moment(ahead.before)} ({ahead.title})"
            )

    def _carry_out(self) -> None:
        done = carry_out_retention(now=timezone.now())
        for run in done:
            self.stdout.write(f"{run.removed:>8}  {_what(run.remover)}{_failed(run.failure)}")
        if any(run.failure for run in done):
            raise CommandError("Niet alles lukte. Wat er misging, staat in het logboek.")

    def _report(self, nights: int) -> None:
        rows = retention_nights(most=nights)
        if not rows:
            self.stdout.write("Er is nog geen nacht geweest.")
        for night, runs in groupby(rows, key=lambda run: run.night_on):
            self.stdout.write(f"Nacht van {night:%d-%m-%Y}")
            for run in runs:
                self.stdout.write(
                    f"{run.removed:>8}  {_what(run.remover)}, van vóór {_moment(run.kept_from_at)}, "
                    f"{run.milliseconds} ms{_failed(run.failure)}"
                )


def _what(remover: str) -> str:
    known = registered().get(remover)
    return known.what if known and remover in endings() else remover


def _failed(failure: str) -> str:
    return f"  MISLUKT ({failure})" if failure else ""


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment):%d-%m-%Y %H:%M}"
