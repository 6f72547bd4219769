"""What ends things past their term. Each app says in its `apps.py` how, under the name that the register
(config/retention.yaml) gives it; the register says after how long.

Looking ahead and carrying out ask the same question of the database, so that they cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

AT_ONCE = 500  # rows in one transaction


@dataclass(frozen=True)
class Due:
    """What a remover is asked: it is `now`, and what is from before `before` is past its term."""

    now: dt.datetime
    before: dt.datetime


@dataclass(frozen=True)
class Remover:
    """`count` says how many things are past their term and changes nothing; `steps` removes them, a transaction at a
    time, and gives how many went in each. What `takes_along` other things goes last, so that those are counted by
    themselves when they are past their own term."""

    what: str  # in Dutch, for who runs Gedag
    count: Callable[[Due], int]
    steps: Callable[[Due], Iterator[int]]
    takes_along: bool = False


class LeftBehindError(Exception):
    """So many things were past their term and could not be removed; the cause is the last trouble met."""


def of_rows(
    *,
    what: str,
    past: Callable[[Due], "QuerySet[Any, Any]"],
    remove: Callable[["QuerySet[Any, Any]"], int] | None = None,
    at_once: int = AT_ONCE,
    takes_along: bool = False,
) -> Remover:
    """A remover of the rows that `past` gives. A row that cannot be removed does not stand in the way of the others,
    and one that is no longer past its term by then stays."""
    end = remove or _delete

    def end_those(keys: list[Any], due: Due) -> int:
        with transaction.atomic():
            return end(past(due).filter(pk__in=keys))

    def steps(due: Due) -> Iterator[int]:
        left: list[Any] = []
        trouble: Exception | None = None
        failed = 0
        while keys := list(
            past(due).exclude(pk__in=left).order_by("pk").values_list("pk", flat=True)[:at_once]
        ):
            try:
                yield end_those(keys, due)
            except Exception:
                for key in keys:
                    try:
                        yield end_those([key], due)
                    except Exception as error:
                        trouble, failed = error, failed + 1
            # Somebody else holds it, or it cannot go: another night.
            left += past(due).filter(pk__in=keys).values_list("pk", flat=True)
        if trouble:
            raise LeftBehindError(failed) from trouble

    return Remover(what, lambda due: past(due).count(), steps, takes_along)


def _delete(rows: "QuerySet[Any, Any]") -> int:
    return rows.delete()[1].get(rows.model._meta.label, 0)


_registered: dict[str, Remover] = {}


def register(*, name: str, remover: Remover) -> None:
    """Registers what ends one kind of thing; a second registration of the same name replaces it."""
    _registered[name] = remover


def registered() -> dict[str, Remover]:
    """Every remover by name, in the order in which a night goes: what takes other things along comes last."""
    return dict(sorted(_registered.items(), key=lambda item: item[1].takes_along))
