"""The history as staff read it: per moment who and what, per field what it was and what it became."""

import datetime as dt
import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from challenges.queries.staff_history import SYSTEM, Event, Moment
from challenges.queries.staff_history_words import IN_PARTS, NOT_SHOWN, POINTERS, WORDS, Kind, Names

SHORT = 60  # a text up to here is read at one glance; in a longer one the words that differ are marked
_NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Piece:
    """Some words of a text, and whether they are what differs."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Line:
    """One field: its name, and what it was and became, each in pieces; empty: there was nothing."""

    name: str
    before: list[Piece]
    after: list[Piece]
    long: bool


@dataclass(frozen=True)
class Change:
    """One row that was made, changed or deleted. `unknown`: what it was before is not kept any more."""

    label: str
    what: str
    happened: str
    lines: list[Line] = field(default_factory=list)
    unknown: bool = False


@dataclass(frozen=True)
class Told:
    """What one person did in one go."""

    at: dt.datetime
    who: str
    changes: list[Change]
    more: int


def told(moments: list[Moment], names: Names) -> list[Told]:
    """Moments in plain Dutch."""
    return [
        Told(
            moment.at,
            "Systeem" if moment.by == SYSTEM else names.member(moment.by),
            [_change(event, names) for event in moment.events],
            moment.more,
        )
        for moment in moments
    ]


def _change(event: Event, names: Names) -> Change:
    kind = WORDS[event.kind]
    what, happened = kind.what(event, names), kind.happened.get(event.label, event.label)
    unknown = event.label == "update" and event.before is None and "insert" in kind.happened
    if unknown:
        return Change(event.label, what, happened, unknown=True)
    before = {} if event.label == "insert" or event.before is None else _flat(event.before)
    after = _flat(event.after)
    if event.label == "delete":
        before, after = after, {}
    differ = [key for key in dict.fromkeys((*after, *before)) if before.get(key) != after.get(key)]
    if event.label != "update":
        differ = [key for key in differ if key not in kind.said]
    order = list(kind.fields)
    lines = []
    for key in sorted(differ, key=lambda key: (order.index(key) if key in order else len(order), key)):
        if (named := _named(event.kind, kind, key)) is not None:
            was, is_ = (_said(kind, key, row.get(key), names) for row in (before, after))
            if was != is_:
                lines.append(compared(named, was, is_))
    return Change(event.label, what, happened, lines)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what the trigger adds, its parts each under a name of their own."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if key in IN_PARTS and isinstance(value, dict):
            flat |= {f"{key}.{part}": one for part, one in value.items()}
        elif not key.startswith("pgh_"):
            flat[key] = value
    return flat


def _named(place: str, kind: Kind, key: str) -> str | None:
    whole, _, part = key.partition(".")
    if part:
        named = kind.fields.get(part, part)
        return f"{IN_PARTS[whole]}: {named if isinstance(named, str) else named[0]}"
    if key in NOT_SHOWN[place] or key in IN_PARTS:
        return None
    named = kind.fields.get(key, key)
    return named if isinstance(named, str) else named[0]


def _said(kind: Kind, key: str, value: Any, names: Names) -> str:
    if value in _NOTHING:
        return ""
    if key in POINTERS:
        return POINTERS[key](names, value)
    named = kind.fields.get(key)
    return named[1](value) if isinstance(named, tuple) else str(value)


def compared(name: str, before: str, after: str) -> Line:
    """What a text was beside what it became; in a long one the words that differ are marked."""
    long = max(len(before), len(after)) > SHORT
    if not (long and before and after):
        return Line(name, [Piece(before)] if before else [], [Piece(after)] if after else [], long)
    words = before.split(" "), after.split(" ")
    steps = difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes()
    return Line(
        name,
        list(_pieces(words[0], [(tag, start, end) for tag, start, end, _, _ in steps])),
        list(_pieces(words[1], [(tag, start, end) for tag, _, _, start, end in steps])),
        long,
    )


def _pieces(words: list[str], steps: list[tuple[str, int, int]]) -> Iterator[Piece]:
    for tag, start, end in steps:
        if start < end:
            yield Piece(" ".join(words[start:end]), tag != "equal")
