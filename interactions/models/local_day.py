"""The participant's day: it starts at four in the morning in Amsterdam, by the clock on the wall.

Somebody who logs at half past one after a night out means "today"; so the day turns at four. PostgreSQL has the
same rule as `gedag_local_date(timestamptz)`; a property test holds the two together, also on both clock-change days.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY_STARTS = dt.timedelta(hours=4)


def local_date(at: dt.datetime) -> dt.date:
    """The local day that the aware moment `at` falls in. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("local_date needs an aware datetime")
    return (at.astimezone(AMSTERDAM).replace(tzinfo=None) - DAY_STARTS).date()


def end_of_local_date(day: dt.date) -> dt.datetime:
    """The moment at which the local day `day` is over: four in the morning of the next date, in UTC."""
    over = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), AMSTERDAM) + DAY_STARTS  # on the wall
    return over.astimezone(dt.UTC)


class LocalDate(models.Func):
    """`local_date` as a database expression."""

    function = "gedag_local_date"
    output_field = models.DateField()
