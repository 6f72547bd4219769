"""What somebody has on the screen, in a few characters: two that differ have another stamp."""

import hashlib
import json

from django.db import models

from interactions.models import Barrier, Idea, LifeDomain

# Where an idea belongs, and what an editor changes of a place and of a barrier.
PLACE = ("domain", "form", "act", "step", "counterpart", "seconds")
FIELDS: dict[type[LifeDomain] | type[Barrier], tuple[str, ...]] = {
    LifeDomain: (*LifeDomain.TEXTS, "english"),
    Barrier: (*Barrier.TEXTS, "english", "offers"),
}


def place_stamp(idea: Idea) -> str:
    """Where an idea belongs and came from, as it is now."""
    return _stamp(idea, *PLACE, "credit")


def row_stamp(row: LifeDomain | Barrier) -> str:
    """What a place or a barrier holds now."""
    return _stamp(row, *FIELDS[type(row)])


def _stamp(row: models.Model, *names: str) -> str:
    held = [row.serializable_value(name) for name in names]
    return hashlib.sha256(json.dumps(held, default=str, sort_keys=True).encode()).hexdigest()[:16]
