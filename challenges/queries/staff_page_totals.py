"""How often a campaign's page was opened, for staff: per week and in all. Times, never people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import TruncWeek

from challenges.models import Campaign, PageTotal

WEEKS = 12


@dataclass(frozen=True)
class Week:
    """One week from its Monday on, with how often; the bars are shares of the busiest number, 0 to 100."""

    monday: dt.date
    visits: int
    scans: int
    visits_bar: int
    scans_bar: int

    @property
    def sunday(self) -> dt.date:
        return self.monday + dt.timedelta(days=6)


@dataclass(frozen=True)
class PageTotals:
    """Everything counted so far, and the last weeks of it, the newest first."""

    visits: int
    scans: int
    weeks: Sequence[Week]


def page_totals(campaign: Campaign, on: dt.date) -> PageTotals:
    """The totals of `campaign`, and of its last twelve weeks up to local day `on`; a quiet week in between is zero."""
    rows = (
        PageTotal.objects.filter(campaign=campaign)
        .annotate(monday=TruncWeek("local_date"))
        .values_list("monday", "kind")
        .annotate(total=Sum("times"))
    )
    counted = {(monday, kind): total for monday, kind, total in rows}
    return PageTotals(
        visits=sum(total for (_, kind), total in counted.items() if kind == PageTotal.Kind.VISIT),
        scans=sum(total for (_, kind), total in counted.items() if kind == PageTotal.Kind.SCAN),
        weeks=_weeks(counted, on - dt.timedelta(days=on.weekday())),
    )


def _weeks(counted: dict[tuple[dt.date, str], int], this: dt.date) -> list[Week]:
    if not counted:
        return []
    first = max(min(monday for monday, _ in counted), this - dt.timedelta(weeks=WEEKS - 1))
    mondays = [this - dt.timedelta(weeks=back) for back in range((this - first).days // 7 + 1)]
    pairs = [
        (
            monday,
            counted.get((monday, PageTotal.Kind.VISIT), 0),
            counted.get((monday, PageTotal.Kind.SCAN), 0),
        )
        for monday in mondays
    ]
    most = max((max(visits, scans) for _, visits, scans in pairs), default=0)
    return [
        Week(monday, visits, scans, _share(visits, most), _share(scans, most))
        for monday, visits, scans in pairs
    ]


def _share(number: int, most: int) -> int:
    """`number` in hundredths of `most`; what is there at all can be seen."""
    return max(1, round(100 * number / most)) if number else 0
