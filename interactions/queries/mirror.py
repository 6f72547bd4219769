"""The voorspelspiegel: what somebody thought beside what happened. The one definition; statistics use it too.

A pair is a prediction made before the outcome, with a response that is known ("weet ik niet" is in neither side).
gap = 10 × share positive − mean predicted, over the last ten pairs, shown from five. The size of one step out of ten
is where a difference gets a name. After Sandstrom, Boothby & Cooney (2022): fears fade by seeing one's own outcomes.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import Participant
from interactions.models import Interaction, LifeDomain

PAIRS = 10
SHOWN_FROM = 5
NAMED_FROM = 1.0  # of ten people

KNOWN = (
    Interaction.Response.POSITIVE,
    Interaction.Response.NEUTRAL,
    Interaction.Response.DECLINED,
)


class Difference(StrEnum):
    """How it went beside what was expected."""

    BETTER = "better"
    SAME = "same"
    LESS = "less"


@dataclass(frozen=True)
class Pair:
    """One prediction, 0 to 10 of ten people, and whether the other reacted positively."""

    predicted: int
    positive: bool


@dataclass(frozen=True)
class Mirror:
    """`predicted`: mean of what was thought, 0 to 10. `positive`: ten times the share that went positively."""

    pairs: int
    predicted: float
    positive: float

    @property
    def gap(self) -> float:
        return self.positive - self.predicted

    @property
    def difference(self) -> Difference:
        if self.gap >= NAMED_FROM:
            return Difference.BETTER
        return Difference.LESS if self.gap <= -NAMED_FROM else Difference.SAME


def mirror_of_pairs(pairs: Sequence[Pair]) -> Mirror | None:
    """The mirror of pairs, newest first: the first ten count; None below five."""
    last = pairs[:PAIRS]
    if len(last) < SHOWN_FROM:
        return None
    return Mirror(
        pairs=len(last),
        predicted=math.fsum(pair.predicted for pair in last) / len(last),
        positive=10 * sum(pair.positive for pair in last) / len(last),
    )


@dataclass(frozen=True)
class Row:
    """One pair as the table tells it. `domain` and `response` are for reading, the rest for drawing."""

    local_date: dt.date
    domain: LifeDomain
    pair: Pair
    response: str
    predicted_awkward: int | None
    awkward: int | None


def rows_of(participant: Participant) -> list[Row]:
    """The last ten pairs of a participant, newest first."""
    moments = (
        Interaction.objects.filter(
            participant=participant,
            predicted_yes__isnull=False,
            response__in=KNOWN,
            unsafe=False,
        )
        .attempts()
        .select_related("domain")
        .order_by("-outcome_at", "-pk")[:PAIRS]
    )
    return [
        Row(
            local_date=moment.local_date,
            domain=moment.domain,
            pair=Pair(moment.predicted_yes or 0, moment.response == Interaction.Response.POSITIVE),
            response=moment.get_response_display(),
            predicted_awkward=moment.predicted_awkward,
            awkward=moment.awkward,
        )
        for moment in moments
    ]


def mirror_of(rows: Sequence[Row]) -> Mirror | None:
    """The mirror of a participant's rows."""
    return mirror_of_pairs([row.pair for row in rows])
