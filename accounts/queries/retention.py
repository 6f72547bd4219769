"""The privacy register, for the page that shows it (config/retention.yaml)."""

from dataclasses import dataclass
from functools import cache

import yaml
from django.conf import settings


@dataclass(frozen=True)
class Purpose:
    """One thing that is kept about participants: what, why, on which ground, how long."""

    title: str
    what: str
    purpose: str
    ground: str
    retention: str


@cache
def kept_of_participants() -> list[Purpose]:
    """The groups of the register that are about participants, in its order."""
    register = yaml.safe_load(settings.RETENTION_REGISTER.read_text(encoding="utf-8"))
    return [
        Purpose(**{name: group[name] for name in ("title", "what", "purpose", "ground", "retention")})
        for group in register["groups"]
        if group["about"] == "participants"
    ]
