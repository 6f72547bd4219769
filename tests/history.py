"""What tests of the history share."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.apps import apps
from django.db import connection

EVENT_MODELS: list[Any] = [model for model in apps.get_models() if model.__name__.endswith("Event")]


def events_of(row: Any) -> list[tuple[str, dict[str, Any] | None]]:
    """The label and the context of every event of a row, oldest first."""
    return list(row.events.order_by("pgh_id").values_list("pgh_label", "pgh_context"))


def everything_happened(at: dt.datetime) -> None:
    """Events that carry the time of this test's own transaction get another; only the owner can do that."""
    with connection.cursor() as cursor:
        for model in EVENT_MODELS:
            table = model._meta.db_table
            cursor.execute(f"UPDATE {table} SET pgh_created_at = %s WHERE pgh_created_at = now()", [at])  # noqa: S608


def nobody() -> None:
    """What follows is done by the system again: in a test everything is one transaction, which keeps the context."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")


@contextmanager
def by(user: Any, organisation: Any) -> Iterator[None]:
    """What is inside is done by this member of staff; afterwards nobody does it."""
    with pghistory.context(user=user.pk, organisation=organisation.pk):
        yield
    nobody()
