"""How somebody feels over time, beside their own average and nobody else's."""

import datetime as dt
import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import Participant
from interactions.models import Mood
from interactions.queries.diary import attempts_of

SHOWN = 30  # answers
AVERAGE_FROM = 5  # answers; below it one bad day would be half the figure
WEEK_FROM = 3  # answers in the last seven days
NAMED_FROM = 0.5  # of ten


class Week(StrEnum):
    """The last seven days beside one's own average."""

    ABOVE = "above"
    SAME = "same"
    BELOW = "below"


@dataclass(frozen=True)
class MoodCurve:
    """The last answers, oldest first. Averages are None below five answers; `with_moment` and `without` are over
    all answers, on days that something was tried and on other days. `week` is None without an average, and below
    three answers in the last seven days."""

    moods: Sequence[Mood]
    average: float | None
    week: Week | None
    with_moment: float | None
    without: float | None


def mood_curve(participant: Participant, *, today: dt.date) -> MoodCurve:
    """The participant's own curve on local day `today`."""
    moods = list(Mood.objects.filter(participant=participant).order_by("local_date"))
    tried = set(attempts_of(participant).order_by().values_list("local_date", flat=True))
    return curve_of(moods, tried=tried, today=today)


def curve_of(moods: Sequence[Mood], *, tried: AbstractSet[dt.date], today: dt.date) -> MoodCurve:
    """The curve of answers, oldest first, with the days on which something was tried."""
    average = _average([mood.score for mood in moods])
    week = [mood.score for mood in moods if 0 <= (today - mood.local_date).days < 7]
    return MoodCurve(
        moods=moods[-SHOWN:],
        average=average,
        week=_week(math.fsum(week) / len(week) - average) if average and len(week) >= WEEK_FROM else None,
        with_moment=_average([mood.score for mood in moods if mood.local_date in tried]),
        without=_average([mood.score for mood in moods if mood.local_date not in tried]),
    )


def _average(scores: Sequence[int]) -> float | None:
    return math.fsum(scores) / len(scores) if len(scores) >= AVERAGE_FROM else None


def _week(difference: float) -> Week:
    if difference >= NAMED_FROM:
        return Week.ABOVE
    return Week.BELOW if difference <= -NAMED_FROM else Week.SAME
