"""The parts of an infographic, as plain data: the sheet and the web page are written from the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from insights.models import InfographicBlock
from insights.queries.blocks import Verdict


class Shape(StrEnum):
    """How a part looks."""

    MEETING = "meeting"  # two bubbles that meet
    CARDS = "cards"
    BARS = "bars"
    WORDS = "words"
    QUOTES = "quotes"
    DID = "did"  # words, with the places beside them
    NONE = "none"  # a sentence


@dataclass(frozen=True)
class Side:
    """What stands in one bubble, or where two meet. `people`: of ten, drawn."""

    label: str
    text: str
    small: str = ""
    people: int | None = None


@dataclass(frozen=True)
class Item:
    """A bar: as parts of the longest, `value` between `low` and `high`."""

    label: str
    text: str
    small: str
    value: float
    low: float
    high: float
    icon: str = ""

    @property
    def places(self) -> dict[str, str]:
        """As SVG reads them: a point, whatever the language."""
        return {name: f"{100 * getattr(self, name):.1f}%" for name in ("value", "low", "high")}


@dataclass(frozen=True)
class CardLine:
    title: str
    small: str = ""


@dataclass(frozen=True)
class Card:
    kind: Verdict
    title: str
    items: Sequence[CardLine]
    empty: str = ""


@dataclass(frozen=True)
class Said:
    """Words of somebody, and where they were said. They are Dutch, whatever the reader's language."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Part:
    """One part in the order that was chosen. `tag`: whose figures these are when they are not its own."""

    key: InfographicBlock
    title: str
    shape: Shape
    sentence: str = ""
    note: str = ""
    tag: str = ""
    left: Side | None = None
    middle: Side | None = None
    right: Side | None = None
    cards: Sequence[Card] = ()
    items: Sequence[Item] = ()
    said: Sequence[Said] = ()
    places: Sequence[tuple[str, str]] = ()  # icon and name

    @property
    def sides(self) -> list[Side]:
        """The bubbles in the order in which they are read."""
        return [side for side in (self.left, self.middle, self.right) if side]

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole width of a sheet."""
        return self.shape in (Shape.MEETING, Shape.CARDS, Shape.DID, Shape.NONE)


@dataclass(frozen=True)
class Content:
    """A whole infographic in one language. `many`: how many took part, empty where that is not known or not chosen."""

    headline: str
    introduction: str
    headline_language: str
    introduction_language: str
    name: str
    period: str
    many: str
    people: str
    parts: Sequence[Part]
    method: Sequence[str]
    version: Sequence[str]
    quotes_gone: int = 0  # chosen, and taken back since
    few: bool = False


def in_rows(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts in rows of a sheet: a wide one alone, two narrow ones that follow each other together."""
    rows: list[list[Part]] = []
    for part in parts:
        last = rows[-1] if rows else []
        if len(last) == 1 and not last[0].is_wide and not part.is_wide:
            last.append(part)
        else:
            rows.append([part])
    return rows
