"""Reading what participations say: moments, and what else a table of this draw asks for. Nothing else is read."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from challenges.models import Assignment, Participation
from insights.queries.persons import Answers, Moment, person_of
from insights.queries.spans import Span
from insights.queries.tabulation import Person
from interactions.models import Barrier, DayAnswer, Interaction, LifeDomain, Mood, local_date

_MOMENT = (
    "idea_version__idea__key", "status", "response", "unsafe", "enjoyed", "predicted_yes", "domain_id", "outcome_at",
)  # fmt: skip
_Found = Mapping[int, Answers]


def answers_of(
    taking_part: Sequence[tuple[Participation, Span]], *, before: dt.date, national: bool
) -> list[Person]:
    """What these participations say about local days before `before`, in a fixed number of queries.

    Of a campaign only its own assignments count; nationally also the moments without one, and how people felt.
    """
    found = {one.pk: Answers(one, span) for one, span in taking_part}
    _read_days(found, before)
    if national:
        _read_moods(found, before)
        _read_loose_moments(found, before)
    else:
        _read_day_answers(found, before)
    domains = {key: place for place, key in enumerate(LifeDomain.objects.values_list("key", flat=True))}
    barriers = {key: place for place, key in enumerate(Barrier.objects.values_list("key", flat=True))}
    return [person_of(answers, domains=domains, barriers=barriers) for answers in found.values()]


def _read_days(found: _Found, before: dt.date) -> None:
    """Every day that something was offered, also where nothing came of it. The last offer is what it was."""
    rows = (
        Assignment.objects.filter(participation__in=list(found), local_date__lt=before)
        .order_by("participation_id", "local_date", "offers__position")
        .values_list(
            "participation_id",
            "local_date",
            "offers__idea_version__idea__key",
            *(f"interaction__{name}" for name in _MOMENT),
        )
    )
    for (participation, _day), offers in groupby(rows, key=itemgetter(0, 1)):
        *_earlier, (_participation, *last) = offers
        found[participation].moments.append(Moment(*last))


def _read_loose_moments(found: _Found, before: dt.date) -> None:
    """Moments without an assignment, each on the participation that had begun last by then: never on two."""
    began = _began(found)
    rows = (
        Interaction.objects.filter(
            participant__in=list(began), assignment__isnull=True, local_date__lt=before
        )
        .order_by("participant_id", "local_date", "pk")
        .values_list("participant_id", "local_date", *_MOMENT)
    )
    for participant, day, *row in rows:
        begun = [pk for first, pk in began[participant] if first <= day]
        answers = found.get(begun[-1] if begun else began[participant][0][1])
        if answers is not None:
            answers.moments.append(Moment(day, None, *row))


def _began(found: _Found) -> Mapping[int, list[tuple[dt.date, int]]]:
    """Of these participants every participation, also outside this draw, with the day it began; the oldest first."""
    began: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    participants = list({answers.participation.participant_id for answers in found.values()})
    rows = Participation.objects.filter(participant__in=participants).values_list(
        "participant_id", "joined_at", "pk"
    )
    for participant, joined_at, pk in rows.order_by("participant_id", "joined_at", "pk"):
        began[participant].append((local_date(joined_at), pk))
    return began


def _read_day_answers(found: _Found, before: dt.date) -> None:
    rows = DayAnswer.objects.filter(local_date__lt=before).order_by("participant_id", "local_date", "pk")
    for day, barrier, answers in _within(found, rows, "barriers"):
        answers.not_today.append(day)
        if barrier is not None:
            answers.barriers[barrier] += 1


def _read_moods(found: _Found, before: dt.date) -> None:
    rows = Mood.objects.filter(local_date__lt=before).order_by("participant_id", "local_date")
    for _day, score, answers in _within(found, rows, "score"):
        answers.moods.append(score)


def _within(found: _Found, rows: "QuerySet[Any]", field: str) -> Iterator[tuple[dt.date, Any, Answers]]:
    """What somebody said on a day, for each of their participations that this day is in."""
    of_participant = _by_participant(found.values())
    asked = rows.filter(participant__in=list(of_participant))
    for participant, day, value in asked.values_list("participant_id", "local_date", field):
        for first, answers in of_participant[participant]:
            if first <= day <= answers.span.last:
                yield day, value, answers


def _by_participant(answers: Iterable[Answers]) -> Mapping[int, list[tuple[dt.date, Answers]]]:
    """Participations with their first day. Who left and came back began when something was first offered to them."""
    of_participant: dict[int, list[tuple[dt.date, Answers]]] = defaultdict(list)
    for one in answers:
        first = min([one.span.first, *(moment.local_date for moment in one.moments[:1])])
        of_participant[one.participation.participant_id].append((first, one))
    return of_participant
