"""What makes a row of the library the editors' own.

The library comes from files, which have a history of their own, until the editors change a row. From then on it is
theirs (`edited_at`): the files leave it alone (`services/library.py`), and the database writes down what they change.
"""

from typing import Any

import pghistory
import pgtrigger
from django.db import models

EDITED = "NEW.edited_at IS NOT NULL"
CHANGED = "OLD.* IS DISTINCT FROM NEW.*"
AS_IN_FILES = "as_in_files"  # the label of what a row was until its first change by the editors


def edited_at_field() -> "models.DateTimeField[Any, Any]":
    return models.DateTimeField(
        null=True, blank=True, help_text="when the editors last changed it; null: it is as the files have it"
    )


def first_change(also: str = "TRUE") -> pghistory.RowEvent:
    """Keeps what a row was in the files, beside the first change of the editors. Triggers go in the order of their
    names, so this event is the earlier one of the two."""
    return pghistory.UpdateEvent(
        AS_IN_FILES,
        row=pghistory.Old,
        condition=pgtrigger.Condition(f"OLD.edited_at IS NULL AND {EDITED} AND {also}"),
    )


BY_EDITORS = (
    pghistory.InsertEvent(condition=pgtrigger.Condition(EDITED)),
    pghistory.UpdateEvent(condition=pgtrigger.Condition(f"{CHANGED} AND {EDITED}")),
    first_change(),
)
