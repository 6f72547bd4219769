"""The register of what participants own: each app says in its `apps.py` where it keeps something of theirs, how to
give it to them, how two participants become one, and what to erase that does not hang on the participant.

Rows that hang on the participant go with the participant.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from accounts.models import Participant


@dataclass(frozen=True)
class Column:
    """One column of a sheet, with what it means, and its unit or values."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Sheet:
    """One table of somebody's own data. Rows hold plain values: text, numbers, dates, times, None."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


# Gives the ids of participants who have something in this kind of data at a moment.
Holders = Callable[[dt.datetime], "QuerySet[Any, Any]"]


@dataclass(frozen=True)
class OwnData:
    """One kind of own data. `keeps_alive` gives who has something here: they are not empty. `merge` moves the
    source's rows to the target; `erase` removes what would stay behind when the participant goes; `address_gone` does
    what follows from an address that was forgotten."""

    export: Callable[[Participant], list[Sheet]]
    merge: Callable[..., None]  # (*, source, target, now)
    keeps_alive: Sequence[Holders] = field(default_factory=tuple)
    erase: Callable[..., None] = lambda *, participant: None
    address_gone: Callable[..., None] = lambda *, participant: None


_registered: dict[str, OwnData] = {}


def register(name: str, own_data: OwnData) -> None:
    """Registers an app's own data under `name`; a second registration of the same name replaces it."""
    _registered[name] = own_data


def registered() -> dict[str, OwnData]:
    """Every registered kind of own data."""
    return dict(_registered)


def sheets_of(participant: Participant) -> list[Sheet]:
    """Everything of a participant that they can take along."""
    return [sheet for own_data in _registered.values() for sheet in own_data.export(participant)]
