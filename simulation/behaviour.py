"""How made-up people take part, day by day. Pure: no Django, no clock, nothing read or written.

The same seed gives the same people and the same days, and person 7 is the same whether ten or ten thousand take
part: each has a random generator of their own. Days are counted from 0, the first simulated day; times are seconds
on the wall clock of that day, always between `WAKES` and `SLEEPS`, so a local day never turns halfway.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulation import kinds
from simulation.events import (
    Answered,
    Began,
    Challenge,
    Event,
    Felt,
    Joined,
    Left,
    Life,
    Opened,
    Paused,
    Person,
    Plan,
    Predicted,
    Rated,
    SaidNotToday,
    Swapped,
    Tried,
    WasUnsafe,
    Wrote,
)
from simulation.kinds import KINDS, NOTES, STEPS, Kind

MINUTE, HOUR = 60, 3600
WAKES, SLEEPS = 6 * HOUR + 30 * MINUTE, 23 * HOUR + 30 * MINUTE
LAST_OPENING, LAST_TRY = 21 * HOUR + 30 * MINUTE, 23 * HOUR
EVENING = 18 * HOUR  # who joins a rolling campaign from now on has day 1 tomorrow


def simulate(*, plan: Plan, people: int, days: int, seed: str) -> Iterator[Life]:
    """`people` people over `days` simulated days. Raises ValueError for fewer than one day or no people."""
    if people < 1 or days < 1:
        raise ValueError("simulate needs at least one person and one day")
    for number in range(1, people + 1):
        yield _Living(plan, days, _generator(seed, number), number).live()


def join_key(*, seed: str, number: int) -> uuid.UUID:
    """The join key of person `number` (from 1): how a simulated person is known again in the database."""
    return _uuid(_generator(seed, number))


def chance_positive(challenge: Challenge, *, different: bool) -> float:
    """The chance that the other reacts positively, 0 to 1."""
    chance = (
        kinds.POSITIVE_BY_STEP[challenge.step]
        + kinds.POSITIVE_BY_ACT[challenge.act]
        + kinds.POSITIVE_BY_COUNTERPART[challenge.counterpart]
        + (kinds.POSITIVE_WHEN_DIFFERENT if different else 0)
    )
    return _between(chance, 0, 1)


def chance_to_open(kind: Kind, *, days_since_joining: int) -> float:
    """The chance that somebody opens the app that many days after joining (1 is the day after), 0 to 1."""
    return kind.opens * kind.keeps ** (days_since_joining - 1)


def chance_to_try(kind: Kind, *, step: str, expects: float) -> float:
    """The chance that somebody who sees a challenge of this step goes for it, 0 to 1."""
    lift = kinds.TRIES_PER_EXPECTED * (expects - kind.expects)
    return _between(kind.tries + kinds.TRIES_BY_STEP[step] + lift, 0, 1)


@dataclass
class _Living:
    """One person while they live: what they expect now, and what they have done."""

    plan: Plan
    days: int
    rng: random.Random
    number: int
    events: list[Event] = field(default_factory=list)
    first: int = 0  # the day on which a rolling campaign shows day 1
    paused: frozenset[int] = frozenset()
    left: bool = False

    def live(self) -> Life:
        key = _uuid(self.rng)
        self.kind = self.rng.choices(KINDS, [kind.share for kind in KINDS])[0]
        self.step = self.rng.choices(STEPS, [self.kind.steps[step] for step in STEPS])[0]
        self.habit = self.rng.randint(WAKES + HOUR, LAST_OPENING)
        self.falls_back_to = self.expects = _between(
            self.rng.gauss(self.kind.expects, kinds.EXPECTS_SPREAD), 0, 10
        )
        joined = self._joins()
        for day in range(joined + 1, self.days):
            self.expects -= kinds.CREEPS_BACK * (self.expects - self.falls_back_to)
            if self.left or day in self.paused:
                continue
            if self.rng.random() < chance_to_open(self.kind, days_since_joining=day - joined):
                self._opens(day, self._opening_time())
        return Life(Person(self.number, key, self.kind.name, self.step), tuple(self.events))

    def _joins(self) -> int:
        """Joining, and the first look at today. Returns the day."""
        open_days = self.days if self.plan.rolling else min(self.days, len(self.plan.days))
        window = range((open_days + 1) // 2)
        day = self.rng.choices(window, [kinds.JOINS_LATER**late for late in window])[0]
        second = self.rng.randint(WAKES + 30 * MINUTE, LAST_OPENING)
        self.first = day + 1 if second >= EVENING else day
        self.events.append(Joined(day, second))
        self._opens(day, second + self.rng.randint(3, 12))
        return day

    def _opening_time(self) -> int:
        return round(_between(self.rng.gauss(self.habit, 75 * MINUTE), WAKES, LAST_OPENING))

    def _day_number(self, day: int) -> int:
        if not self.plan.rolling:
            return day + 1
        return day - self.first + 1 - sum(self.first <= paused <= day for paused in self.paused)

    def _opens(self, day: int, second: int) -> None:
        number = self._day_number(day)
        challenge = self.plan.challenge(number, self.step)
        if challenge is None and number >= 1:
            return  # over: nobody comes back for an empty page
        self.events.append(Opened(day, second, number if challenge else None))
        if challenge is not None:
            second = self._looks_for_another(day, second + self.rng.randint(15, 120))
            if self.rng.random() < chance_to_try(self.kind, step=challenge.step, expects=self.expects):
                second = self._goes_for_it(day, second, challenge)
            elif self.rng.random() < kinds.SAYS_NOT_TODAY:
                self.events.append(SaidNotToday(day, second, self._barriers()))
                second = self._rates(day, second, "not_today")
        second += self.rng.randint(5, 40)
        if self.rng.random() < self.kind.leaves:
            self.left = True
            self.events.append(Left(day, second))
        elif not self.paused and self.rng.random() < kinds.PAUSES:
            length = self.rng.randint(*kinds.PAUSE_DAYS)
            self.paused = frozenset(range(day + 1, day + 1 + length))
            self.events.append(Paused(day, second, length))

    def _looks_for_another(self, day: int, second: int) -> int:
        """Ander voorstel, now and then twice."""
        for shown, chance in ((1, kinds.SWAPS), (2, kinds.SWAPS_AGAIN)):
            if self.rng.random() >= chance:
                break
            self.events.append(Swapped(day, second, shown))
            second += self.rng.randint(8, 40)
        return second

    def _rates(self, day: int, second: int, asked_in: str) -> int:
        if self.rng.random() < kinds.RATES_MOOD:
            second += self.rng.randint(3, 15)
            middle = kinds.MOOD + kinds.MOOD_PER_NERVES * self.kind.nerves
            score = round(_between(self.rng.gauss(middle, kinds.MOOD_SPREAD), 1, 10))
            self.events.append(Rated(day, second, score, asked_in))
        return second

    def _goes_for_it(self, day: int, second: int, challenge: Challenge) -> int:
        """Planning (with a prediction or not), doing it later; or telling at once that it was done."""
        self.events.append(Began(day, second, _uuid(self.rng)))
        if self.rng.random() < kinds.PLANS_FIRST:
            if self.rng.random() < kinds.PREDICTS:
                second += self.rng.randint(4, 30)
                yes, awkward = self._on_scale(self.expects), self._on_scale(self.kind.nerves)
                skips_awkward = self.rng.random() >= kinds.ANSWERS_FEELINGS
                self.events.append(Predicted(day, second, yes, None if skips_awkward else awkward))
            if self.rng.random() >= kinds.FOLLOWS_A_PLAN:
                return second
            second = self.rng.randint(second + 5 * MINUTE, max(LAST_TRY, second + 10 * MINUTE))
        return self._tells_how_it_went(day, second, challenge)

    def _tells_how_it_went(self, day: int, second: int, challenge: Challenge) -> int:
        different = self.rng.random() < kinds.GOES_DIFFERENTLY
        self.events.append(Tried(day, second, "different" if different else "done"))
        response = self._reaction(challenge, different=different)
        self._learns(response)
        answered = self.rng.random() < kinds.ANSWERS_RESPONSE
        if answered:
            second += self.rng.randint(3, 20)
            self.events.append(Answered(day, second, response))
        if self.rng.random() < kinds.ANSWERS_FEELINGS:
            second += self.rng.randint(4, 20)
            awkward = self._on_scale(self.kind.nerves - kinds.LESS_AWKWARD_THAN_FEARED)
            self.events.append(Felt(day, second, awkward, self._on_scale(kinds.ENJOYED[response])))
        second = self._rates(day, second, "after_moment")
        if self.rng.random() < kinds.FELT_UNSAFE[response]:
            second += self.rng.randint(5, 30)
            self.events.append(WasUnsafe(day, second))
        if self.rng.random() < kinds.WRITES_A_NOTE:
            second += self.rng.randint(20, 120)
            self.events.append(Wrote(day, second, self.rng.choice(NOTES)))
        return second

    def _reaction(self, challenge: Challenge, *, different: bool) -> str:
        if self.rng.random() < chance_positive(challenge, different=different):
            return "positive"
        return self.rng.choices(list(kinds.NOT_POSITIVE), list(kinds.NOT_POSITIVE.values()))[0]

    def _learns(self, response: str) -> None:
        """Somebody who could not tell how the other reacted learns nothing."""
        if response == "unknown":
            return
        happened = 10.0 if response == "positive" else 0.0
        self.falls_back_to += kinds.KEEPS_FOR_GOOD * (happened - self.falls_back_to)
        self.expects += kinds.LEARNS * (happened - self.expects)

    def _barriers(self) -> tuple[str, ...]:
        if self.rng.random() >= kinds.NAMES_A_BARRIER:
            return ()
        keys, weights = list(self.kind.barriers), list(self.kind.barriers.values())
        count = 2 if self.rng.random() < kinds.NAMES_A_SECOND else 1
        return tuple(dict.fromkeys(self.rng.choices(keys, weights, k=count)))

    def _on_scale(self, middle: float) -> int:
        return round(_between(self.rng.gauss(middle, kinds.SCALE_SPREAD), 0, 10))


def _generator(seed: str, number: int) -> random.Random:
    return random.Random(f"{seed}|{number}")


def _uuid(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def _between(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
