"""What a reader gets of a release: blocks with a plain sentence, and figures that know how sure they are.

Every figure comes from a release and from nothing else. The interval (95 %) holds both: that other people could have
taken part, and our own noise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Amount:
    """A number of people: about `value`, give or take `margin` (95 %, our own noise). Below `SHOWN_FROM` it is not
    `shown`: the page says "minder dan 10"."""

    value: int
    margin: int
    shown: bool


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1, of about `answers` answers, with its 95 % interval."""

    value: float
    low: float
    high: float
    answers: int


@dataclass(frozen=True)
class Mean:
    """A mean from 0 to 10, over about `people` people, with its 95 % interval."""

    value: float
    low: float
    high: float
    people: int


class Verdict(StrEnum):
    """What may be said of an idea, a form, an act, a step or a domain; the rule is in verdicts.py."""

    WORKS = "works"
    DOES_NOT = "does_not"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Bar:
    """One line of a block: a cell of a table, with whatever is known of it."""

    key: str
    label: str
    amount: Amount | None = None
    share: Share | None = None
    mean: Mean | None = None
    verdict: Verdict | None = None
    more: "Sequence[Bar]" = field(
        default_factory=tuple
    )  # what is beside it, such as expected beside happened


class BlockKey(StrEnum):
    """The blocks, in the order in which they are read."""

    PEOPLE = "people"  # how many took part, and until the end
    MIRROR = "mirror"  # better, as or less than expected
    FEAR = "fear"  # expected beside happened, beside published figures
    BARRIERS = "barriers"
    DOMAINS = "domains"  # where
    WORKS = "works"  # ideas with a verdict
    KINDS = "kinds"  # form, act, step and domain with a verdict
    PLEASANT = "pleasant"  # per domain how pleasant, and how much better than feared
    MOOD = "mood"


@dataclass(frozen=True)
class Block:
    """One subject: what it says in one sentence, the bars under it, and what must be known to read it well."""

    key: BlockKey
    title: str
    sentence: str
    bars: Sequence[Bar]
    note: str = ""
