"""The diary by month: which days had a moment or were a rest day, and which places somebody visited."""

import calendar
import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from accounts.models import Participant
from interactions.models import DayAnswer, Interaction, LifeDomain
from interactions.queries.diary import attempts_of


@dataclass(frozen=True)
class Day:
    """One square of the month. `dots` is 0, 1 or 2 (two stands for more); `rest`: "vandaag niet" and nothing tried."""

    date: dt.date
    count: int
    rest: bool
    today: bool

    @property
    def dots(self) -> int:
        return min(self.count, 2)


@dataclass(frozen=True)
class Month:
    """A month of the diary; `weeks` have seven places, None outside the month. `before` and `after` are the first
    days of the neighbouring months that may be opened."""

    first: dt.date
    weeks: list[list[Day | None]]
    count: int
    before: dt.date | None
    after: dt.date | None


def first_month(participant: Participant, *, today: dt.date) -> dt.date:
    """The first day of the month in which the diary begins; this month when nothing was tried yet."""
    oldest = attempts_of(participant).aggregate(oldest=Min("local_date"))["oldest"]
    return (oldest or today).replace(day=1)


def month_of(participant: Participant, *, first: dt.date, earliest: dt.date, today: dt.date) -> Month:
    """The month that begins on `first`, as it stands on local day `today`, in a diary that begins in `earliest`."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    counts = Counter(
        attempts_of(participant)
        .filter(local_date__range=(first, last))
        .order_by()
        .values_list("local_date", flat=True)
    )
    rests = set(
        DayAnswer.objects.filter(participant=participant, local_date__range=(first, last)).values_list(
            "local_date", flat=True
        )
    )
    weeks: list[list[Day | None]] = [
        [
            Day(date=day, count=counts[day], rest=day in rests and not counts[day], today=day == today)
            if day.month == first.month
            else None
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return Month(
        first=first,
        weeks=weeks,
        count=counts.total(),
        before=(first - dt.timedelta(days=1)).replace(day=1) if earliest < first else None,
        after=last + dt.timedelta(days=1) if last < today else None,
    )


def moments_between(participant: Participant, first: dt.date, last: dt.date) -> QuerySet[Interaction]:
    """What was tried from `first` to `last`, newest first."""
    return attempts_of(participant).filter(local_date__range=(first, last))


def places_of(participant: Participant) -> list[LifeDomain]:
    """Every life domain with `moments`, how often it was the place; own places only when they were used."""
    counts = dict(attempts_of(participant).order_by().values_list("domain").annotate(times=Count("pk")))
    places = list(LifeDomain.objects.all())
    for place in places:
        place.moments = counts.get(place.pk, 0)  # type: ignore[attr-defined]
    return [place for place in places if place.for_ideas or counts.get(place.pk)]
