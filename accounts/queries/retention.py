"""The register of what is kept (config/retention.yaml): for the page that shows it and for the night that follows it,
and what was done in those nights."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from django.conf import settings

from accounts.models import Heartbeat, Language, RetentionRun
from accounts.queries.terms import Term, read_term

# A night comes every 23, 24 or 25 hours; one that did not come by the morning is missed.
TIDIED_LATE = dt.timedelta(hours=30)


@dataclass(frozen=True)
class Purpose:
    """One thing that is kept about participants: what, why, on which ground, how long."""

    title: str
    what: str
    purpose: str
    ground: str
    retention: str


@dataclass(frozen=True)
class Ending:
    """One term of the register that is carried out by itself: of which group, by which remover."""

    group: str
    title: str
    remover: str
    term: Term


_TEXTS = ("title", "what", "purpose", "ground", "retention")


@cache
def register_groups() -> list[dict[str, Any]]:
    """Every group of the register, as it stands there."""
    register = yaml.safe_load(settings.RETENTION_REGISTER.read_text(encoding="utf-8"))
    return list(register["groups"])


@cache
def kept_of_participants(language: str) -> list[Purpose]:
    """The groups of the register that are about participants, in its order and in this language."""
    groups = {group["key"]: group for group in register_groups() if group["about"] == "participants"}
    if language == Language.ENGLISH:
        english = yaml.safe_load(settings.RETENTION_REGISTER_ENGLISH.read_text(encoding="utf-8"))
        groups = {key: english[key] for key in groups}
    return [Purpose(**{name: group[name] for name in _TEXTS}) for group in groups.values()]


@cache
def endings() -> dict[str, Ending]:
    """What ends by itself, by the name of its remover and in the register's order."""
    found = [
        Ending(group["key"], group["title"], end["remover"], read_term(end["term"]))
        for group in register_groups()
        for end in group.get("ends", [])
    ]
    return {ending.remover: ending for ending in found}


def retention_nights(*, most: int) -> list[RetentionRun]:
    """What the last `most` nights did, the newest first and within a night as it went."""
    nights = RetentionRun.objects.order_by("-night_on").values_list("night_on", flat=True).distinct()[:most]
    return list(RetentionRun.objects.filter(night_on__in=list(nights)).order_by("-night_on", "began_at"))


def tidied(beat: Heartbeat | None, now: dt.datetime) -> bool | None:
    """Whether all that was past its term went in one of the last nights; None when no night came yet."""
    if beat is None or (beat.tidied_at is None and beat.untidied_at is None):
        return None
    on_time = beat.tidied_at is not None and now - beat.tidied_at <= TIDIED_LATE
    return beat.untidied_at is None and on_time
