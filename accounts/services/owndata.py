"""The register of what participants own: each app says in its `apps.py` where it keeps something of theirs.

Rows themselves hang on the participant and go with it; the register answers "has this person anything here?".
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

# Gives the ids of participants who have something in this kind of data at a moment.
Holders = Callable[[dt.datetime], "QuerySet[Any, Any]"]

_registered: dict[str, Holders] = {}


def register(name: str, *, holders: Holders) -> None:
    """Registers one kind of own data under `name`; a second registration of the same name replaces it."""
    _registered[name] = holders


def registered() -> dict[str, Holders]:
    """Every registered kind of own data."""
    return dict(_registered)
