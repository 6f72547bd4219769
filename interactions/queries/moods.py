"""How somebody feels over time, beside their own average and nobody else's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Participant
from interactions.models import Mood
from interactions.queries.diary import attempts_of

SHOWN = 30  # answers
AVERAGE_FROM = 5  # answers; below it one bad day would be half the figure


@dataclass(frozen=True)
class MoodCurve:
    """The last answers, oldest first. Averages are None below five answers; `with_moment` and `without` are over
    all answers, on days that something was tried and on other days."""

    moods: Sequence[Mood]
    average: float | None
    with_moment: float | None
    without: float | None


def mood_curve(participant: Participant) -> MoodCurve:
    """The participant's own curve."""
    moods = list(Mood.objects.filter(participant=participant).order_by("local_date"))
    tried = set(attempts_of(participant).order_by().values_list("local_date", flat=True))
    return MoodCurve(
        moods=moods[-SHOWN:],
        average=_average([mood.score for mood in moods]),
        with_moment=_average([mood.score for mood in moods if mood.local_date in tried]),
        without=_average([mood.score for mood in moods if mood.local_date not in tried]),
    )


def _average(scores: Sequence[int]) -> float | None:
    return math.fsum(scores) / len(scores) if len(scores) >= AVERAGE_FROM else None
