"""How long something is kept, as the register writes it: a duration of ISO 8601."""

import datetime as dt
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"P(?:(?P<years>\d+)Y)?(?:(?P<days>\d+)D)?(?:T(?P<hours>\d+)H)?")


@dataclass(frozen=True)
class Term:
    """So many years of the calendar, days of 24 hours and hours."""

    years: int = 0
    days: int = 0
    hours: int = 0

    def before(self, moment: dt.datetime) -> dt.datetime:
        """The moment that lies this term earlier, in UTC: what the clocks of a country do makes no difference. Years
        count as PostgreSQL counts them: a year before the 29th of February is the 28th."""
        moment = moment.astimezone(dt.UTC)
        try:
            earlier = moment.replace(year=moment.year - self.years)
        except ValueError:
            earlier = moment.replace(year=moment.year - self.years, day=28)
        return earlier - dt.timedelta(days=self.days, hours=self.hours)


def read_term(written: str) -> Term:
    """Reads P30D, P3Y, PT1H and what can be made of those. Raises ValueError."""
    found = _WRITTEN.fullmatch(written)
    if not found or not any(found.groupdict().values()):
        raise ValueError(f"{written!r} is no term: write it as P30D, P3Y or PT1H")
    return Term(**{unit: int(number or 0) for unit, number in found.groupdict().items()})
