"""Filling what is empty on the board of days: a proposal, always the same one for the same board and seed.

An empty day gets one place of daily life, and an idea there for each step size. Pure: days and a pool in, ideas out.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from challenges.queries.staff_days import Placed, PlannedDay
from interactions.models.library import Act, Form, Step

_MOST_ATTEMPTS, _DAYS_TO_TRY = 24, 400  # the best try is taken; a long board gets fewer, so that nobody waits


class Scope(StrEnum):
    """What is filled: days without any idea, or every open step size too."""

    DAYS = "dagen"
    ALL = "alles"


@dataclass(frozen=True)
class PoolIdea:
    """An idea that may be placed, in the slot of its own step size."""

    idea: int
    step: str
    domain: str
    act: str
    form: str

    def placed(self) -> Placed:
        return Placed(step=self.step, idea=self.idea, domain=self.domain, act=self.act, form=self.form)


@dataclass(frozen=True)
class Fill:
    """The idea that is proposed for the slot of its step size on day `number`."""

    number: int
    placed: Placed


@dataclass(frozen=True)
class Filling:
    """A proposal with what it is like. `favoured` are places that got more days than others because they were rare;
    `repeated` counts ideas that had to come twice, `neighbours` days whose place is that of the day before."""

    fills: tuple[Fill, ...]
    favoured: tuple[str, ...]
    repeated: int
    neighbours: int
    left_open: int

    @property
    def days(self) -> tuple[int, ...]:
        return tuple(sorted({fill.number for fill in self.fills}))


def fill_days(
    days: Sequence[PlannedDay],
    pool: Sequence[PoolIdea],
    *,
    seed: int,
    scope: Scope = Scope.DAYS,
    changeable: Collection[int] | None = None,
) -> Filling:
    """The proposal for `seed`. Only days in `changeable` are filled (None: all of them), and only what is open."""
    wanted = [
        day
        for day in days
        if (changeable is None or day.number in changeable)
        and day.open_steps
        and (scope == Scope.ALL or not day.placed)
    ]
    tries = max(4, min(_MOST_ATTEMPTS, _DAYS_TO_TRY // max(1, len(wanted))))
    attempts = [_Attempt(days, pool, f"{seed}/{attempt}").fill(wanted) for attempt in range(tries)]
    best = min(attempts, key=lambda attempt: attempt.score())
    return best.filling(wanted)


class _Attempt:
    """One try, day after day, each time the best place and the best ideas there. Equal ones are told apart by lot."""

    def __init__(self, days: Sequence[PlannedDay], pool: Sequence[PoolIdea], lot: str) -> None:
        self.lot = lot
        self.before = days
        self.days = {day.number: day for day in days}
        self.by_step = {step: [one for one in pool if one.step == step] for step in Step}
        self.domains = sorted({one.domain for one in pool})
        self.uses = Counter(idea for day in days for idea in (one.idea for one in day.placed))
        self.counts = Counter(domain for day in days for domain in day.domains)
        placed = [one for day in days for one in day.placed]
        self.acts = Counter(one.act for one in placed)
        self.forms = Counter(one.form for one in placed)
        self.fills: list[Fill] = []
        self.repeated = 0
        self._lots: dict[str, bytes] = {}

    def fill(self, wanted: Sequence[PlannedDay]) -> "_Attempt":
        for day in wanted:
            self._fill_day(day.number)
        return self

    def _fill_day(self, number: int) -> None:
        steps = self.days[number].open_steps
        own = self.days[number].domains
        wish = min(own, key=lambda key: self._domain_key(key, number, steps)) if own else None
        if wish is None and self.domains:
            wish = min(self.domains, key=lambda key: self._domain_key(key, number, steps))
        for step in steps:
            if idea := self._idea(step, number, wish):
                self._place(number, idea.placed())

    def _domain_key(self, domain: str, number: int, steps: Sequence[Step]) -> tuple[object, ...]:
        lacking = sum(
            not any(one.domain == domain and not self.uses[one.idea] for one in self.by_step[step])
            for step in steps
        )
        return (domain in self._around(number), lacking, self.counts[domain], self._turn(domain))

    def _idea(self, step: Step, number: int, wish: str | None) -> PoolIdea | None:
        ideas = self.by_step[step]
        here = {one.idea for one in self.days[number].placed}
        around = self._around(number)

        def key(one: PoolIdea) -> tuple[object, ...]:
            return (
                one.idea in here,
                self.uses[one.idea],
                one.domain != wish,
                one.domain in around,
                self.counts[one.domain] if one.domain != wish else 0,
                self.acts[one.act] + self.forms[one.form] / 2,
                self._turn(str(one.idea)),
            )

        return min(ideas, key=key, default=None)

    def _place(self, number: int, placed: Placed) -> None:
        day = self.days[number]
        self.repeated += self.uses[placed.idea] > 0
        self.counts[placed.domain] += placed.domain not in day.domains
        self.uses[placed.idea] += 1
        self.acts[placed.act] += 1
        self.forms[placed.form] += 1
        self.days[number] = PlannedDay(number, (*day.placed, placed))
        self.fills.append(Fill(number, placed))

    def _around(self, number: int) -> frozenset[str]:
        """The places of the day before and the day after."""
        beside = (self.days.get(number - 1), self.days.get(number + 1))
        return frozenset(domain for day in beside if day for domain in day.domains)

    def _turn(self, name: str) -> bytes:
        if name not in self._lots:
            self._lots[name] = hashlib.sha256(f"{self.lot}/{name}".encode()).digest()
        return self._lots[name]

    def _neighbours(self) -> int:
        filled = {fill.number for fill in self.fills}
        return sum(
            bool(day.domains & self.days[number - 1].domains)
            for number, day in self.days.items()
            if number - 1 in self.days and filled & {number, number - 1}
        )

    def score(self) -> tuple[int, ...]:
        """Lower is better: nothing twice, no neighbours, then evenly over places, acts and forms."""
        return (
            self.repeated,
            self._neighbours(),
            _spread(self.counts[domain] for domain in self.domains),
            _spread(self.acts[act] for act in Act),
            _spread(self.forms[form] for form in Form),
        )

    def filling(self, wanted: Sequence[PlannedDay]) -> Filling:
        before = Counter(domain for day in self.before for domain in day.domains)
        gained = {domain: self.counts[domain] - before[domain] for domain in self.domains}
        most = max(gained.values(), default=0)
        favoured = tuple(domain for domain in self.domains if gained[domain] == most > 0)
        asked = sum(len(day.open_steps) for day in wanted)
        return Filling(
            fills=tuple(
                sorted(self.fills, key=lambda fill: (fill.number, list(Step).index(Step(fill.placed.step))))
            ),
            favoured=favoured if len(favoured) < len(self.domains) else (),
            repeated=self.repeated,
            neighbours=self._neighbours(),
            left_open=asked - len(self.fills),
        )


def _spread(counts: Iterable[int]) -> int:
    numbers = list(counts)
    return max(numbers) - min(numbers) if numbers else 0
