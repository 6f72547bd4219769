"""The participants' face with a clock that a test can move. Only tests start it; the product has no such door.

A file `clock` in the folder where it is started holds the seconds that it runs ahead of the machine.
"""

import datetime as dt
from pathlib import Path

from django.utils import timezone

_AHEAD = Path("clock").resolve()
_machine_now = timezone.now


def _now() -> dt.datetime:
    return _machine_now() + dt.timedelta(seconds=float(_AHEAD.read_text()))


timezone.now = _now

from config.wsgi import application  # noqa: E402  # after the clock: the whole app reads the moved one

__all__ = ["application"]
