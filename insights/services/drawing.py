"""Drawing: true numbers in, a release with noise out, written in one transaction or not at all.

The true numbers live in the memory of one worker for as long as it takes; they are never kept, logged or passed on.
Two workers at once, a worker that dies halfway, or a clock that was set back: the draw is one locked row, so it is
drawn once or it waits for the next turn, and what was not written cost nothing.
"""

import datetime as dt
import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection, transaction

from challenges.models import Campaign
from insights.models import (
    BudgetEntry,
    CountedParticipation,
    Draw,
    Outcome,
    Release,
    ReleaseKind,
    ReleaseTable,
    TableKind,
)
from insights.queries import policy
from insights.queries.people import labels_of, population_of
from insights.queries.policy import Rule
from insights.queries.tabulation import Cells, Labels, Person, tabulate
from insights.services.noise import Noise, discrete_laplace, with_noise
from interactions.models import local_date


class NotDueError(Exception):
    """Its day has not come: nothing is drawn before the announced moment."""


class Pace(Protocol):
    """Waits, knowing how many seconds have passed since the beginning."""

    def __call__(self, *, passed: float) -> None: ...


def at_once(*, passed: float) -> None:
    """Waits for nothing: where nobody looks."""


@dataclass(frozen=True)
class Drawn:
    """The tables of a release with noise, and the rules they were drawn by."""

    tables: Mapping[TableKind, Cells]
    rules: Sequence[Rule]
    large: bool | None  # None where it does not matter


def noisy_tables(
    *, people: Sequence[Person], kind: ReleaseKind, labels: Labels, noise: Noise = discrete_laplace
) -> Drawn:
    """What a release of this kind says about these people. Every number is drawn once and nothing else comes out."""

    def draw(rule: Rule) -> Cells:
        cells = tabulate(people, rule, labels)
        for part in rule.parts:
            measures = [str(outcome) for outcome in Outcome] if part.measure == "records" else [part.measure]
            cells = with_noise(cells, measures, part, noise)
        return cells

    if kind == ReleaseKind.NATIONAL:
        rules: Sequence[Rule] = policy.NATIONAL
        return Drawn({rule.table: draw(rule) for rule in rules}, rules, None)
    if kind in (ReleaseKind.INTERIM_1, ReleaseKind.INTERIM_2):
        return Drawn({rule.table: draw(rule) for rule in policy.INTERIM}, policy.INTERIM, None)
    course = draw(policy.COURSE)
    large = sum(cell["people"] for cell in course) >= policy.LARGE_FROM
    more = policy.LARGE if large else policy.SMALL
    tables = {policy.COURSE.table: course, **{rule.table: draw(rule) for rule in more}}
    return Drawn(tables, (policy.COURSE, *more), large)


def draw_release(
    *, draw: Draw, now: dt.datetime, noise: Noise = discrete_laplace, pace: Pace = at_once
) -> Release | None:
    """Draws what is due, once; None when it was drawn, called off or moved to a later day, or when another worker is
    drawing. `pace` gets the seconds that reading took and waits, so that nobody sees how long it was. Raises
    NotDueError before its day."""
    if local_date(now) < draw.due_on:
        raise NotDueError(draw.pk)
    with _one_worker() as mine:
        held = _take(draw, now) if mine else None
        if held is None:
            return None
        began = time.monotonic()
        population = population_of(held)
        labels = labels_of(held)
        pace(passed=time.monotonic() - began)
        _note(held, Draw.STEPS - 1)
        with transaction.atomic():
            # The lock of the session is gone when its connection is; the row decides.
            if Draw.objects.select_for_update().get(pk=held.pk).state != Draw.State.COUNTING:
                return None
            people = _still_there(population.people)
            drawn = noisy_tables(people=people, kind=ReleaseKind(held.kind), labels=labels, noise=noise)
            release = _write(held, population.spends, drawn, now)
            if population.once:
                _remember(held, people)
            Draw.objects.filter(pk=held.pk).update(state=Draw.State.DONE, step=Draw.STEPS)
    return release


@contextmanager
def _one_worker() -> Iterator[bool]:
    """Whether this worker may draw: one at a time, because who was counted in one release is not in the next, and for
    the memory that it takes. PostgreSQL lets go when the worker dies."""
    key = "gedag draws releases"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def _take(draw: Draw, now: dt.datetime) -> Draw | None:
    """The draw as it is now, begun, so that its day moves no more; None when there is nothing left to do."""
    open_ones = Draw.objects.filter(
        pk=draw.pk, due_on__lte=local_date(now), state__in=[Draw.State.ANNOUNCED, Draw.State.COUNTING]
    )
    if not open_ones.update(state=Draw.State.COUNTING, step=1, begun_at=now):
        return None
    return Draw.objects.select_related("campaign").get(pk=draw.pk)


def _note(draw: Draw, step: int) -> None:
    """How far it is, for who looks at the page meanwhile."""
    Draw.objects.filter(pk=draw.pk, state=Draw.State.COUNTING).update(step=step)


# Whoever erases or merges somebody locks these rows first and in this order, so nobody waits in a circle.
_STILL_THERE = """
SELECT participation.id FROM challenges_participation AS participation
JOIN accounts_participant AS participant ON participant.id = participation.participant_id
WHERE participation.id = ANY(%s) ORDER BY participant.id FOR KEY SHARE OF participant
"""


def _still_there(people: Sequence[Person]) -> list[Person]:
    """Without who was erased while the others were read; until the release is written nobody else goes."""
    with connection.cursor() as cursor:
        cursor.execute(_STILL_THERE, [[person.number for person in people]])
        there = {number for (number,) in cursor.fetchall()}
    return [person for person in people if person.number in there]


def _remember(draw: Draw, people: Sequence[Person]) -> None:
    """That these participations were counted, so that no later release of this kind is about them."""
    CountedParticipation.objects.bulk_create(
        [
            CountedParticipation(
                participation_id=person.number, national=draw.kind == ReleaseKind.NATIONAL, draw=draw
            )
            for person in people
        ],
        batch_size=5_000,
    )


def canonical(body: Mapping[str, Any]) -> str:
    """The one way to write a body down: the digest is over these bytes."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _write(draw: Draw, spends: Sequence[tuple[Campaign, str]], drawn: Drawn, now: dt.datetime) -> Release:
    body = canonical(
        {
            "campaign": draw.campaign.slug if draw.campaign else None,
            "kind": draw.kind,
            "cohort": draw.cohort,
            "before": draw.due_on.isoformat(),
            "policy": policy.VERSION,
            "large": drawn.large,
            "tables": {str(kind): cells for kind, cells in drawn.tables.items()},
        }
    )
    release = Release.objects.create(
        draw=draw,
        policy=policy.VERSION,
        drawn_at=now,
        body=body,
        digest=hashlib.sha256(body.encode()).hexdigest(),
    )
    BudgetEntry.objects.bulk_create(
        BudgetEntry(
            release=release,
            campaign=campaign,
            cohort=cohort,
            kind=draw.kind,
            table=rule.table,
            epsilon_hundredths=rule.epsilon,
        )
        for campaign, cohort in spends
        for rule in drawn.rules
    )
    ReleaseTable.objects.bulk_create(
        ReleaseTable(release=release, kind=kind, cells=cells) for kind, cells in drawn.tables.items()
    )
    return release
