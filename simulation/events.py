"""What made-up people do, as plain values. Pure: no Django, no clock, nothing read or written."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Challenge:
    """What decides how an idea goes: its step, act and counterpart, and its key to find it back."""

    idea: str
    step: str
    act: str
    counterpart: str


@dataclass(frozen=True)
class Plan:
    """A campaign as the model sees it: per day number (from 1) the challenge for each step size. An empty mapping
    is a day without challenge. `rolling`: everybody has day 1 when they join; otherwise day 0 is day 1 for all."""

    days: Sequence[Mapping[str, Challenge]]
    rolling: bool = False

    def challenge(self, number: int, step: str) -> Challenge | None:
        """The challenge of day `number`, or None outside the campaign and on an empty day."""
        return self.days[number - 1].get(step) if 1 <= number <= len(self.days) else None


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person does on simulated day `day` at `second` after midnight."""

    day: int
    second: int


@dataclass(frozen=True, slots=True)
class Joined(Event):
    pass


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """Sees the today page; `number` is the campaign day that is on it, None when there is no challenge."""

    number: int | None


@dataclass(frozen=True, slots=True)
class Swapped(Event):
    """Asks for another idea than the one at place `shown` of today's offers."""

    shown: int


@dataclass(frozen=True, slots=True)
class Began(Event):
    """The tap "ik ga het proberen", or the first tap of who did it already."""

    client_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Predicted(Event):
    """Of ten people how many react positively, and how awkward it will feel (None is skipped)."""

    yes: int
    awkward: int | None


@dataclass(frozen=True, slots=True)
class Tried(Event):
    status: str  # done | different


@dataclass(frozen=True, slots=True)
class Answered(Event):
    response: str  # positive | neutral | declined | unknown


@dataclass(frozen=True, slots=True)
class Felt(Event):
    awkward: int
    enjoyed: int


@dataclass(frozen=True, slots=True)
class WasUnsafe(Event):
    """It did not feel pleasant or safe."""


@dataclass(frozen=True, slots=True)
class Rated(Event):
    """How they feel today, 1 to 10; `asked_in` as in `Mood.AskedIn`."""

    score: int
    asked_in: str


@dataclass(frozen=True, slots=True)
class Wrote(Event):
    text: str


@dataclass(frozen=True, slots=True)
class SaidNotToday(Event):
    barriers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paused(Event):
    """From tomorrow, `days` days without a challenge."""

    days: int


@dataclass(frozen=True, slots=True)
class Left(Event):
    pass


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    join_key: uuid.UUID
    kind: str
    step: str


@dataclass(frozen=True, slots=True)
class Life:
    """One person with everything they do, in order of time; the first event is joining."""

    person: Person
    events: tuple[Event, ...]
