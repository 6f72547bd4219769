"""When somebody took part: their own local days, and whether those are over."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from challenges.models import Campaign, Participation
from interactions.models import local_date

# Two local days after somebody's end: the last day may still be written down on the next one.
AFTER_THE_END = dt.timedelta(days=3)
LAST_PART = 3  # who gives a sign of life in the last third of the days, took part until the end
_ENDED = (Campaign.Status.CLOSED, Campaign.Status.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Span:
    """The local days of one participation, first and last included. `last_part` is where the last third of the whole
    calendar begins, and `left` says that somebody stopped before that calendar was over."""

    first: dt.date
    last: dt.date
    last_part: dt.date
    left: bool

    def over_on(self, day: dt.date) -> bool:
        """Whether everything of it could be written down before local day `day`."""
        return self.last + AFTER_THE_END <= day


def span_of(participation: Participation, *, length: int, pauses: Sequence[tuple[dt.date, dt.date]]) -> Span:
    """The days of a participation. Only a rolling campaign needs its `length` in days, and somebody's `pauses`."""
    campaign, joined = participation.campaign, local_date(participation.joined_at)
    if campaign.starts_on and campaign.ends_on:
        days = _days(campaign.starts_on, (campaign.ends_on - campaign.starts_on).days + 1, frozenset())
        first = max(campaign.starts_on, joined)
    else:
        days = _days(participation.first_day, max(length, 1), _paused(pauses))
        first = min(participation.first_day, joined)
    last, last_part = days[-1], days[-math.ceil(len(days) / LAST_PART)]
    left_on = local_date(participation.left_at) if participation.left_at else last
    return Span(first=first, last=min(last, left_on), last_part=last_part, left=left_on < last)


def ended(campaign: Campaign) -> bool:
    """Whether staff ended it, so that nobody in it has days to come."""
    return campaign.status in _ENDED


def _paused(pauses: Sequence[tuple[dt.date, dt.date]]) -> frozenset[dt.date]:
    return frozenset(
        first + dt.timedelta(days=offset)
        for first, last in pauses
        for offset in range((last - first).days + 1)
    )


def _days(first: dt.date, length: int, paused: frozenset[dt.date]) -> list[dt.date]:
    """`length` local days from `first` on, without the paused ones."""
    days: list[dt.date] = []
    day = first
    while len(days) < length:
        if day not in paused:
            days.append(day)
        day += dt.timedelta(days=1)
    return days
