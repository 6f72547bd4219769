"""Places and barriers of the library as the editors write them, each in one row: the database keeps what it was.

What they touch is theirs from then on (`edited_at`): the files leave it alone. Nothing is deleted, because moments
and answers point at it.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify

from interactions.models import Barrier, LifeDomain
from interactions.queries.stamps import FIELDS, row_stamp

Row = TypeVar("Row", LifeDomain, Barrier)


class RowGoneError(Exception):
    """There is no such row."""


class RowChangedError(Exception):
    """Somebody else changed it after it came on the screen; `row` is how it is now."""

    def __init__(self, row: LifeDomain | Barrier) -> None:
        super().__init__("row changed")
        self.row = row


class BarrierNeededError(Exception):
    """The last barrier that asks whether somebody is all right cannot be put away."""


def change_domain(*, key: str, seen: str, wished: Mapping[str, Any], now: dt.datetime) -> bool:
    """Other names, another place or description. Returns whether anything differed. Raises RowGoneError,
    RowChangedError, ValidationError."""
    return _change(LifeDomain, key, seen, wished, now)


def change_barrier(*, key: str, seen: str, wished: Mapping[str, Any], now: dt.datetime) -> bool:
    """Other words, or another next offer; who chose it before reads the new words. Returns whether anything differed.
    Raises RowGoneError, RowChangedError, ValidationError."""
    return _change(Barrier, key, seen, wished, now)


def make_barrier(*, client_id: uuid.UUID, wished: Mapping[str, Any], now: dt.datetime) -> Barrier:
    """A new barrier, at the end. The same form sent twice is one. Raises ValidationError."""
    key = f"{slugify(wished['label'])[:24].strip('-') or 'drempel'}-{client_id.hex[:12]}"
    with transaction.atomic():
        rows = {row.key: row for row in _locked()}
        if key in rows:
            return rows[key]
        last = max((row.position for row in rows.values()), default=0)
        row = Barrier(key=key, position=last + 1, edited_at=now, **_of(Barrier, wished))
        row.clean_fields(exclude=["archived_at"])
        row.save(force_insert=True)
    return row


def archive_barrier(*, key: str, archived: bool, now: dt.datetime) -> None:
    """Puts a barrier away, or back: it cannot be chosen any more, answers that chose it keep it. Raises RowGoneError,
    BarrierNeededError."""
    with transaction.atomic():
        rows = _locked()
        row = next((row for row in rows if row.key == key), None)
        if row is None:
            raise RowGoneError
        if archived and row.asks_safety and not row.archived_at:
            others = [one for one in rows if one.asks_safety and not one.archived_at and one.key != key]
            if not others:
                raise BarrierNeededError
        if bool(row.archived_at) != archived:
            Barrier.objects.filter(pk=key).update(archived_at=now if archived else None, edited_at=now)


def move_barrier(*, key: str, up: bool, now: dt.datetime) -> None:
    """Changes places with the one above or below it in the list that people choose from; at the end nothing happens.
    Raises RowGoneError."""
    with transaction.atomic():
        shown = [row for row in _locked() if not row.archived_at]
        at = next((place for place, row in enumerate(shown) if row.key == key), None)
        if at is None:
            raise RowGoneError
        to = at - 1 if up else at + 1
        if not 0 <= to < len(shown):
            return
        positions = sorted(row.position for row in shown)
        if len(set(positions)) < len(positions):  # two in one place: give every one its own
            positions = list(range(1, len(shown) + 1))
        shown[at], shown[to] = shown[to], shown[at]
        for row, position in zip(shown, positions, strict=True):
            if row.position != position:
                Barrier.objects.filter(pk=row.pk).update(position=position, edited_at=now)


def _change(model: type[Row], key: str, seen: str, wished: Mapping[str, Any], now: dt.datetime) -> bool:
    with transaction.atomic():
        row = model._default_manager.select_for_update(no_key=True).filter(pk=key).first()
        if row is None:
            raise RowGoneError
        if row_stamp(row) != seen:
            raise RowChangedError(row)
        fields: dict[str, Any] = _of(model, wished)
        if all(getattr(row, name) == value for name, value in fields.items()):
            return False
        for name, value in fields.items():
            setattr(row, name, value)
        row.edited_at = now
        row.clean_fields(exclude=["archived_at"])
        row.save(update_fields=[*fields, "edited_at"])
    return True


def _of(model: type[LifeDomain] | type[Barrier], wished: Mapping[str, Any]) -> dict[str, Any]:
    return {name: wished[name] for name in FIELDS[model]}


def _locked() -> list[Barrier]:
    """Every barrier in its order, until the end of the transaction."""
    return list(Barrier.objects.select_for_update(no_key=True))
