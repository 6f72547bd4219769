"""From what one participation wrote down to one `Person`: pure, and the same rules as people see in their own diary."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from challenges.models import Participation
from insights.models import Outcome
from insights.queries.spans import Span
from insights.queries.tabulation import Means, Person
from interactions.models import Interaction
from interactions.queries.mirror import KNOWN, Difference, Pair, mirror_of_pairs

MOODS_FROM = 4  # answers, so that a second half can be laid beside the first
MOOD_NAMED_FROM = 0.5  # of a mark, between the means of the halves
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


class Moment(NamedTuple):
    """One day of an assignment, or a moment without one: the idea that was done or else offered, what came of it."""

    local_date: dt.date
    offered: str | None
    done: str | None
    status: str | None
    response: str | None
    unsafe: bool | None
    enjoyed: int | None
    predicted_yes: int | None
    domain: str | None
    outcome_at: dt.datetime | None

    @property
    def attempt(self) -> bool:
        return self.status in Interaction.ATTEMPTS

    @property
    def idea(self) -> str | None:
        return self.done or self.offered


@dataclass(slots=True)
class Answers:
    """Everything that one participation says, as it was read."""

    participation: Participation
    span: Span
    moments: list[Moment] = field(default_factory=list)
    barriers: Counter[str] = field(default_factory=Counter)
    not_today: list[dt.date] = field(default_factory=list)
    moods: list[int] = field(default_factory=list)


def person_of(answers: Answers, *, domains: Mapping[str, int], barriers: Mapping[str, int]) -> Person:
    """What these answers come to; `domains` and `barriers` give the place in the library, which breaks ties."""
    attempts = [moment for moment in answers.moments if moment.attempt]
    mirror = mirror_of_pairs(_pairs(attempts))
    domain = _most(Counter(moment.domain for moment in attempts if moment.domain), domains)
    return Person(
        number=answers.participation.pk,
        active_days=len({moment.local_date for moment in attempts}),
        finished=_finished(answers, attempts),
        mirror=mirror.difference if mirror else None,
        barrier=_most(answers.barriers, barriers),
        domain=domain,
        tries=_tries(answers.moments),
        means=_means(attempts, domain),
        mood=_mood(answers.moods),
    )


def _tries(moments: Iterable[Moment]) -> tuple[tuple[str, Outcome], ...]:
    """Ideas with what came of them, so that of one idea the last counts: the last attempt, or none at all."""
    known = [(moment.idea, outcome_of(moment), moment.local_date) for moment in moments if moment.idea]
    known.sort(key=lambda one: (one[1] != Outcome.NOT_TRIED, one[2]))
    return tuple((idea, outcome) for idea, outcome, _day in known)


def outcome_of(moment: Moment) -> Outcome:
    """What came of the idea of a moment. Who did something else did not try it."""
    if moment.status not in (Interaction.Status.DONE, Interaction.Status.DIFFERENT):
        return Outcome.NOT_TRIED
    if moment.unsafe or moment.response in (Interaction.Response.NEUTRAL, Interaction.Response.DECLINED):
        return Outcome.NOT_POSITIVE
    return Outcome.POSITIVE if moment.response == Interaction.Response.POSITIVE else Outcome.UNKNOWN


def _pairs(attempts: Iterable[Moment]) -> list[Pair]:
    """A person's pairs, newest first, as the voorspelspiegel defines them."""
    known = [
        moment
        for moment in attempts
        if moment.predicted_yes is not None and moment.response in KNOWN and not moment.unsafe
    ]
    known.sort(key=lambda moment: moment.outcome_at or _LONG_AGO, reverse=True)
    return [
        Pair(moment.predicted_yes or 0, moment.response == Interaction.Response.POSITIVE) for moment in known
    ]


def _most(counted: Counter[str], places: Mapping[str, int]) -> str | None:
    """What is named most; of equals the one that comes first in the library."""
    return min(counted, key=lambda key: (-counted[key], places.get(key, len(places))), default=None)


def _means(attempts: Sequence[Moment], domain: str | None) -> Means | None:
    here = [moment for moment in attempts if moment.domain == domain]
    pairs = _pairs(here)
    enjoyed = [moment.enjoyed for moment in here if moment.enjoyed is not None]
    if domain is None or not pairs or not enjoyed:
        return None
    return Means(
        domain=domain,
        enjoyed=math.fsum(enjoyed) / len(enjoyed),
        expected=math.fsum(pair.predicted for pair in pairs) / len(pairs),
        positive=10 * sum(pair.positive for pair in pairs) / len(pairs),
    )


def _mood(scores: Sequence[int]) -> Difference | None:
    """Whether the second half of somebody's marks is higher than the first, on average; a middle one is in neither."""
    if len(scores) < MOODS_FROM:
        return None
    half = len(scores) // 2
    change = math.fsum(scores[-half:]) / half - math.fsum(scores[:half]) / half
    if change >= MOOD_NAMED_FROM:
        return Difference.BETTER
    return Difference.LESS if change <= -MOOD_NAMED_FROM else Difference.SAME


def _finished(answers: Answers, attempts: Sequence[Moment]) -> bool:
    """Whether somebody took part until the end: it went by itself, or there is a sign of life in the last third of
    the days, be it "vandaag niet"."""
    if answers.participation.graduated:
        return True
    if answers.span.left:
        return False
    signs = [*(moment.local_date for moment in attempts), *answers.not_today]
    return any(day >= answers.span.last_part for day in signs)
