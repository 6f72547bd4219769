"""What each participation says: moments, days, drempels and moods, brought back to one `Person` each."""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery

from challenges.models import Assignment, Offer, Participation
from insights.models import Outcome
from insights.queries.tabulation import Means, Person
from interactions.models import Barrier, DayAnswer, Interaction, LifeDomain, Mood, local_date
from interactions.queries.mirror import KNOWN, Difference, Pair, mirror_of_pairs

MOODS_FROM = 4  # answers, so that a second half can be laid beside the first
MOOD_NAMED_FROM = 0.5  # of a mark, between the means of the halves
LAST_PART = 3  # finished: a sign of life in the last third of the days


class Moment(NamedTuple):
    """One day of an assignment, or a loose moment: what was offered and what came of it."""

    local_date: dt.date
    offered: str | None
    tried: str | None
    status: str | None
    response: str | None
    unsafe: bool
    enjoyed: int | None
    predicted_yes: int | None
    domain: str | None
    outcome_at: dt.datetime | None

    @property
    def attempt(self) -> bool:
        return self.status in Interaction.ATTEMPTS


@dataclass
class _Answers:
    participation: Participation
    moments: list[Moment]
    barriers: Counter[str]
    not_today: list[dt.date]
    moods: list[int]


def answers_of(
    taking_part: Sequence[Participation],
    *,
    before: dt.date,
    national: bool,
    progress: Callable[[int], None] = lambda step: None,
) -> list[Person]:
    """What these participations say about local days before `before`, in a fixed number of queries."""
    found = {one.pk: _Answers(one, [], Counter(), [], []) for one in taking_part}
    progress(2)
    _read_days(found, before)
    if national:
        _read_loose_moments(found, before)
    progress(3)
    _read_day_answers(found, before)
    _read_moods(found, before)
    progress(4)
    domains = {key: place for place, key in enumerate(LifeDomain.objects.values_list("key", flat=True))}
    barriers = {key: place for place, key in enumerate(Barrier.objects.values_list("key", flat=True))}
    return [_person(answers, domains, barriers, before) for answers in found.values()]


_MOMENT = ("status", "response", "unsafe", "enjoyed", "predicted_yes", "domain_id", "outcome_at")


def _read_days(found: dict[int, _Answers], before: dt.date) -> None:
    offered = Offer.objects.filter(assignment=OuterRef("pk")).order_by("-position")
    rows = (
        Assignment.objects.filter(participation__in=found, local_date__lt=before)
        .annotate(offered=Subquery(offered.values("idea_version__idea__key")[:1]))
        .order_by("participation_id", "local_date")
        .values_list(
            "participation_id",
            "local_date",
            "offered",
            "interaction__idea_version__idea__key",
            *(f"interaction__{name}" for name in _MOMENT),
        )
    )
    for participation, *row in rows.iterator(chunk_size=5_000):
        found[participation].moments.append(Moment(*row))


def _read_loose_moments(found: dict[int, _Answers], before: dt.date) -> None:
    """Moments without an assignment, nationally: on somebody's first participation of these."""
    first: dict[int, _Answers] = {}
    for answers in found.values():
        first.setdefault(answers.participation.participant_id, answers)
    rows = (
        Interaction.objects.filter(
            participant__in=first, assignment__isnull=True, local_date__lt=before, idea_version__isnull=False
        )
        .attempts()
        .order_by("participant_id", "local_date")
        .values_list(
            "participant_id", "local_date", F("idea_version__idea__key"), F("idea_version__idea__key"), *_MOMENT
        )
    )
    for participant, *row in rows.iterator(chunk_size=5_000):
        first[participant].moments.append(Moment(*row))


def _read_day_answers(found: dict[int, _Answers], before: dt.date) -> None:
    for day, barrier, answers in _within(
        found,
        DayAnswer.objects.filter(local_date__lt=before).values_list(
            "participant_id", "local_date", "barriers"
        ),
    ):
        answers.not_today.append(day)
        if barrier is not None:
            answers.barriers[barrier] += 1


def _read_moods(found: dict[int, _Answers], before: dt.date) -> None:
    for _day, score, answers in _within(
        found,
        Mood.objects.filter(local_date__lt=before)
        .order_by("participant_id", "local_date")
        .values_list("participant_id", "local_date", "score"),
    ):
        answers.moods.append(score)


def _within(found, rows):  # type: ignore[no-untyped-def]
    """Rows of a participant, for each of their participations that had begun by then."""
    of_participant: dict[int, list[_Answers]] = defaultdict(list)
    for answers in found.values():
        of_participant[answers.participation.participant_id].append(answers)
    for participant, day, value in rows.filter(participant__in=of_participant).iterator(chunk_size=5_000):
        for answers in of_participant[participant]:
            if local_date(answers.participation.joined_at) <= day:
                yield day, value, answers


def _person(
    answers: _Answers, domains: dict[str, int], barriers: dict[str, int], before: dt.date
) -> Person:
    attempts = [moment for moment in answers.moments if moment.attempt]
    pairs = _pairs(attempts)
    mirror = mirror_of_pairs(pairs)
    domain = _most(Counter(moment.domain for moment in attempts if moment.domain), domains)
    return Person(
        number=answers.participation.pk,
        active_days=len({moment.local_date for moment in attempts}),
        finished=_finished(answers, attempts, before),
        mirror=mirror.difference if mirror else None,
        barrier=_most(answers.barriers, barriers),
        domain=domain,
        tries=tuple(
            (moment.tried or moment.offered, _outcome(moment))
            for moment in answers.moments
            if moment.tried or moment.offered
        ),
        means=_means(attempts, domain),
        mood=_mood(answers.moods),
    )


def _outcome(moment: Moment) -> Outcome:
    if moment.status not in (Interaction.Status.DONE, Interaction.Status.DIFFERENT):
        return Outcome.NOT_TRIED  # something else was done: this idea was not
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
    known.sort(key=lambda moment: moment.outcome_at or dt.datetime.min.replace(tzinfo=dt.UTC), reverse=True)
    return [Pair(moment.predicted_yes or 0, moment.response == Interaction.Response.POSITIVE) for moment in known]


def _most(counted: Counter[str], places: dict[str, int]) -> str | None:
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
    """Whether the second half of somebody's marks is higher than the first, on average."""
    if len(scores) < MOODS_FROM:
        return None
    half = len(scores) // 2
    change = math.fsum(scores[-half:]) / half - math.fsum(scores[:half]) / half
    if change >= MOOD_NAMED_FROM:
        return Difference.BETTER
    return Difference.LESS if change <= -MOOD_NAMED_FROM else Difference.SAME


def _finished(answers: _Answers, attempts: Sequence[Moment], before: dt.date) -> bool:
    """Whether somebody took part until the end: it went by itself, or there is a sign in the last third of the days."""
    participation = answers.participation
    if participation.graduated:
        return True
    if participation.left_at is not None and local_date(participation.left_at) < before:
        return False
    campaign = participation.campaign
    signs = [*(moment.local_date for moment in attempts), *answers.not_today]
    if not signs:
        return False
    if campaign.starts_on and campaign.ends_on:
        length = (campaign.ends_on - campaign.starts_on).days + 1
        return max(signs) > campaign.ends_on - dt.timedelta(days=math.ceil(length / LAST_PART))
    last = max(moment.local_date for moment in answers.moments) if answers.moments else max(signs)
    first = local_date(participation.joined_at)
    length = (last - first).days + 1
    return max(signs) > last - dt.timedelta(days=math.ceil(length / LAST_PART))
