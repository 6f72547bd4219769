import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from accounts.services.delivery_reports import LARGEST, read_report

_PIECE = 64 * 1024


class Command(BaseCommand):
    """Ends as mail servers expect of a pipe: 0 is done, 75 is "try again later". Never a refusal: that would be a
    bounce of a bounce."""

    help = (
        "Leest één bericht over bezorging van een mailserver (RFC 3464 of RFC 5965) van de standaardinvoer."
    )
    requires_system_checks: list[str] = []  # a pipe for every mail: quick

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST)
        while sys.stdin.buffer.read(_PIECE):
            pass  # to the end: a pipe that is not read out is a fault to the mail server
        try:
            outcome = read_report(raw=raw, now=timezone.now())
        except (OperationalError, InterfaceError):
            self.stderr.write("De database is er even niet.")
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(outcome.value)
