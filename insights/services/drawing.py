"""Drawing: true numbers in, a release with noise out, written in one transaction or not at all.

The true numbers live in the memory of one worker for as long as it takes; they are never kept, logged or passed on.
Two workers at once, a worker that dies halfway, or a clock that was set back: the draw is one locked row, so it is
drawn once or it waits for the next turn, and what was not written cost nothing.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

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
from insights.queries.people import Population, labels_of, population_of
from insights.queries.policy import Rule
from insights.queries.tabulation import Cells, Labels, Person, tabulate
from insights.services.noise import Noise, discrete_laplace, with_noise
from interactions.models import local_date


class NotDueError(Exception):
    """Its day has not come: nothing is drawn before the announced moment."""


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


def draw_release(*, draw: Draw, now: dt.datetime, noise: Noise = discrete_laplace) -> Release | None:
    """Draws what is due, once; None when it is drawn, called off, or another worker has it in hand. Raises
    NotDueError before its day."""
    if local_date(now) < draw.due_on:
        raise NotDueError(draw.pk)
    with _in_hand(draw) as mine:
        if not mine or _state(draw) in _OVER:
            return None
        population = population_of(draw, progress=lambda step: _note(draw, step, now))
        labels = labels_of(draw)
        with transaction.atomic():
            # The session's lock is gone when its connection is; the row decides.
            held = Draw.objects.select_for_update(of=("self",)).get(pk=draw.pk)
            if held.state in _OVER:
                return None
            drawn = noisy_tables(
                people=population.people, kind=ReleaseKind(held.kind), labels=labels, noise=noise
            )
            release = _write(held, population, drawn, now)
            Draw.objects.filter(pk=held.pk).update(state=Draw.State.DONE, step=Draw.STEPS)
    return release


_OVER = (Draw.State.DONE, Draw.State.CALLED_OFF)


@contextmanager
def _in_hand(draw: Draw) -> Iterator[bool]:
    """Whether this worker has the draw to itself. PostgreSQL lets go when the worker dies."""
    key = f"gedag draw {draw.pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def _state(draw: Draw) -> str:
    return Draw.objects.values_list("state", flat=True).get(pk=draw.pk)


def _note(draw: Draw, step: int, now: dt.datetime) -> None:
    """How far it is, for who looks at the page meanwhile."""
    Draw.objects.filter(pk=draw.pk).update(state=Draw.State.COUNTING, step=step, begun_at=now)


def canonical(body: Mapping[str, Any]) -> str:
    """The one way to write a body down: the digest is over these bytes."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _write(draw: Draw, population: Population, drawn: Drawn, now: dt.datetime) -> Release:
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
        for campaign, cohort in population.spends
        for rule in drawn.rules
    )
    ReleaseTable.objects.bulk_create(
        ReleaseTable(release=release, kind=kind, cells=cells) for kind, cells in drawn.tables.items()
    )
    CountedParticipation.objects.bulk_create(
        CountedParticipation(
            participation_id=number, national=draw.kind == ReleaseKind.NATIONAL, draw=draw
        )
        for number in population.counted_once
    )
    return release


