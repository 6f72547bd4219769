"""Keeping an infographic: every save is a new version, and one from before comes back as a new one again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import User
from insights.models import Infographic, Release


class InfographicChangedError(Exception):
    """Somebody else saved a version since the page was made."""

    def __init__(self, newest: Infographic) -> None:
        super().__init__(newest.number)
        self.newest = newest


@dataclass(frozen=True)
class Choices:
    """What staff decide about an infographic: words around figures, and never a figure."""

    headline: str
    introduction: str
    blocks: Sequence[str]
    quotes: Sequence[int] = ()
    helped: Sequence[int] = ()
    logbook: Sequence[Mapping[str, Any]] = ()
    english: Mapping[str, str] = field(default_factory=dict)


def save_infographic(
    *, release: Release, choices: Choices, public: bool, seen: int, by: User, now: dt.datetime
) -> Infographic:
    """A new version after number `seen` (0: there was none). The same again is the version that is there. Raises
    InfographicChangedError when there is a newer one, ValidationError for words that do not fit."""
    with transaction.atomic():
        newest = _newest(release)
        made = Infographic(
            release=release,
            number=newest.number + 1 if newest else 1,
            headline=choices.headline,
            introduction=choices.introduction,
            blocks=list(choices.blocks),
            quotes=list(choices.quotes),
            helped=list(choices.helped),
            logbook=[dict(row) for row in choices.logbook],
            english={name: text for name, text in choices.english.items() if text},
            public=public,
            made_by=by,
            made_at=now,
        )
        if newest and _same(newest, made):
            return newest
        if newest and newest.number != seen:
            raise InfographicChangedError(newest)
        if len(set(made.blocks)) != len(made.blocks):
            raise ValidationError({"blocks": "a block twice"})
        made.full_clean(exclude=["quotes", "helped", "logbook"], validate_unique=False)
        made.save(force_insert=True)
    return made


def restore_infographic(*, release: Release, number: int, by: User, now: dt.datetime) -> Infographic:
    """An earlier version as the newest one, not public until somebody says so. Raises Infographic.DoesNotExist."""
    with transaction.atomic():
        newest = _newest(release)
        earlier = Infographic.objects.get(release=release, number=number)
        choices = Choices(
            headline=earlier.headline,
            introduction=earlier.introduction,
            blocks=earlier.blocks,
            quotes=earlier.quotes,
            helped=earlier.helped,
            logbook=earlier.logbook,
            english=earlier.english,
        )
        seen = newest.number if newest else 0
        return save_infographic(release=release, choices=choices, public=False, seen=seen, by=by, now=now)


def _newest(release: Release) -> Infographic | None:
    """The newest version, with everybody else who saves this release waiting until we are done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('gedag infographic'), %s::integer)", [release.pk]
        )
    return Infographic.objects.filter(release=release).order_by("-number").first()


_TOLD = ("headline", "introduction", "blocks", "quotes", "helped", "logbook", "english", "public")


def _same(one: Infographic, other: Infographic) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _TOLD)
