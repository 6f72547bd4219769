"""From what people say to the true numbers of the predeclared tables: pure, and seen by nobody before the noise.

One `Person` is one participation. What it may add to a table is bounded here, whatever the person did; the noise is
made for exactly these bounds (insights/queries/policy.py).
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insights.models import Outcome, TableKind
from insights.queries.policy import ACTIVE_DAYS, RECORDS, TENTHS, Rule
from interactions.queries.mirror import Difference

Cells = list[dict[str, Any]]  # each with a `key`, what the key is about, and whole numbers by measure

COURSES = ("finished", "stopped")
DIFFERENCES = (Difference.BETTER, Difference.SAME, Difference.LESS)
TWO_SIDES = (Difference.BETTER, "not_better")
OWN_IDEAS = "eigen-ideeen"  # ideas of municipalities themselves, together
# Each sum is of tenths from the middle of its scale, so that no answer weighs more than 50.
MIDDLE = {"enjoyed": 5, "expected": 5, "positive": 5}


@dataclass(frozen=True, slots=True)
class Means:
    """How it was for one person in the life domain they tried most: means from 0 to 10."""

    domain: str
    enjoyed: float
    expected: float
    positive: float


@dataclass(frozen=True, slots=True)
class Person:
    """What one participation says, as far as any table asks. None: nothing known."""

    number: int
    active_days: int = 0
    finished: bool = False
    mirror: Difference | None = None
    barrier: str | None = None
    domain: str | None = None
    tries: tuple[tuple[str, Outcome], ...] = ()  # ideas offered, and what came of them
    means: Means | None = None
    mood: Difference | None = None

    @property
    def active(self) -> bool:
        return self.active_days >= ACTIVE_DAYS


@dataclass(frozen=True, slots=True)
class Labels:
    """The keys that a table has, decided before anybody is counted: public knowledge, never the data."""

    barriers: Sequence[str]
    domains: Sequence[str]
    ideas: Sequence[Mapping[str, str]]  # key, and what a reader wants to know of it


def tabulate(people: Iterable[Person], rule: Rule, labels: Labels) -> Cells:
    """The true numbers of one table. Only who was active counts, but in `tried`: there also who never came back."""
    people = list(people)
    if rule.table == TableKind.TRIED:
        return _tried(people, labels)
    people = [person for person in people if person.active]
    if rule.table == TableKind.SUMS:
        return _sums(people, labels)
    keys, cell_of = _one_way(rule, labels)
    counted = Counter(cell_of(person) for person in people)
    return [{"key": str(key), "people": counted[key]} for key in keys]


def records_of(person: Person) -> tuple[tuple[str, Outcome], ...]:
    """Which of somebody's tries count in the histogram: one for an idea, the last, and seven at most. Which seven
    follows from their numbers and not from how it went."""
    newest = dict(person.tries)
    chosen = sorted(newest, key=lambda idea: hashlib.sha256(f"{person.number}:{idea}".encode()).digest())
    return tuple((idea, newest[idea]) for idea in chosen[:RECORDS])


def _one_way(rule: Rule, labels: Labels) -> tuple[Sequence[Any], Callable[[Person], Any]]:
    match rule.table:
        case TableKind.ACTIVE:
            return ("active",), lambda person: "active"
        case TableKind.COURSE:
            return COURSES, lambda person: "finished" if person.finished else "stopped"
        case TableKind.MIRROR if rule.two_sided:
            return TWO_SIDES, _side
        case TableKind.MIRROR:
            return DIFFERENCES, lambda person: person.mirror
        case TableKind.BARRIER:
            return labels.barriers, lambda person: person.barrier
        case TableKind.DOMAIN:
            return labels.domains, lambda person: person.domain
        case TableKind.MOOD:
            return DIFFERENCES, lambda person: person.mood
    raise LookupError(rule.table)


def _side(person: Person) -> str | None:
    if person.mirror is None:
        return None
    return Difference.BETTER if person.mirror == Difference.BETTER else "not_better"


def _tried(people: Sequence[Person], labels: Labels) -> Cells:
    known = {idea["key"] for idea in labels.ideas}
    counted = Counter(
        (idea if idea in known else OWN_IDEAS, outcome)
        for person in people
        for idea, outcome in records_of(person)
    )
    return [
        {**idea, **{str(outcome): counted[(idea["key"], outcome)] for outcome in Outcome}}
        for idea in labels.ideas
    ]


def _sums(people: Sequence[Person], labels: Labels) -> Cells:
    cells: dict[str, dict[str, Any]] = {
        domain: {"key": domain, "people": 0, **dict.fromkeys(MIDDLE, 0)} for domain in labels.domains
    }
    for person in people:
        if person.means is None or person.means.domain not in cells:
            continue
        cell = cells[person.means.domain]
        cell["people"] += 1
        for measure, middle in MIDDLE.items():
            tenths = round((getattr(person.means, measure) - middle) * 10)
            cell[measure] += max(-TENTHS, min(TENTHS, tenths))
    return list(cells.values())
