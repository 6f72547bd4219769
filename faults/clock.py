"""A clock that the harness can move, in every process that sends. The product has no such door.

A file `clock` in the folder of the run holds the seconds that it runs ahead of the machine.
"""

import datetime as dt
import time
from pathlib import Path

from django.utils import timezone

_machine_now = timezone.now


def install(folder: Path) -> None:
    """From now on `timezone.now` of this process is the moved clock."""
    file = folder / "clock"

    def now() -> dt.datetime:
        return _machine_now() + dt.timedelta(seconds=float(file.read_text()))

    timezone.now = now


def set_clock(folder: Path, moment: dt.datetime) -> None:
    """It is now `moment`, for everybody who looks; from there the clock runs on."""
    fresh = folder / "clock.new"
    fresh.write_text(str(moment.timestamp() - time.time()))
    fresh.replace(folder / "clock")  # in one step: anybody may read at any time
