"""The privacy register, for the page that shows it (config/retention.yaml)."""

from dataclasses import dataclass
from functools import cache

import yaml
from django.conf import settings

from accounts.models import Language


@dataclass(frozen=True)
class Purpose:
    """One thing that is kept about participants: what, why, on which ground, how long."""

    title: str
    what: str
    purpose: str
    ground: str
    retention: str


_TEXTS = ("title", "what", "purpose", "ground", "retention")


@cache
def kept_of_participants(language: str) -> list[Purpose]:
    """The groups of the register that are about participants, in its order and in this language."""
    register = yaml.safe_load(settings.RETENTION_REGISTER.read_text(encoding="utf-8"))
    groups = {group["key"]: group for group in register["groups"] if group["about"] == "participants"}
    if language == Language.ENGLISH:
        english = yaml.safe_load(settings.RETENTION_REGISTER_ENGLISH.read_text(encoding="utf-8"))
        groups = {key: english[key] for key in groups}
    return [Purpose(**{name: group[name] for name in _TEXTS}) for group in groups.values()]
