"""When releases come, decided beforehand: nobody chooses a moment by what the figures say."""

import datetime as dt
import math
from dataclasses import dataclass

from challenges.models import Campaign
from insights.models import ReleaseKind
from insights.queries.spans import AFTER_THE_END, ended

AFTER_A_QUARTER = {ReleaseKind.QUARTER: dt.timedelta(days=3), ReleaseKind.NATIONAL: dt.timedelta(days=7)}
INTERIM_FROM_DAYS = 6  # a shorter campaign has only a final release


@dataclass(frozen=True)
class Announced:
    """One release to come: its kind, its quarter if it has one, and its local day."""

    kind: ReleaseKind
    cohort: str
    due_on: dt.date


def releases_of(campaign: Campaign, today: dt.date) -> list[Announced]:
    """The releases of a published campaign: all of them with fixed dates, the one of this quarter when it is rolling.
    A rolling one that staff ended has none to come after the one that was announced for the quarter."""
    if campaign.starts_on is None or campaign.ends_on is None:
        return [] if ended(campaign) else [_of_quarter(ReleaseKind.QUARTER, today)]
    length = (campaign.ends_on - campaign.starts_on).days + 1
    final = Announced(ReleaseKind.FINAL, "", campaign.ends_on + AFTER_THE_END)
    if length < INTERIM_FROM_DAYS:
        return [final]
    first, second = (campaign.starts_on + dt.timedelta(days=math.ceil(length * part / 3)) for part in (1, 2))
    return [
        Announced(ReleaseKind.INTERIM_1, "", first),
        Announced(ReleaseKind.INTERIM_2, "", second),
        final,
    ]


def national_release(today: dt.date) -> Announced:
    """The national release of this quarter."""
    return _of_quarter(ReleaseKind.NATIONAL, today)


def _of_quarter(kind: ReleaseKind, day: dt.date) -> Announced:
    quarter = (day.month - 1) // 3 + 1
    ends = dt.date(day.year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return Announced(kind, f"{day.year}-Q{quarter}", ends + AFTER_A_QUARTER[kind])
