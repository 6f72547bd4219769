"""Ideas that an organisation makes for its own campaigns. The library's own ideas are never touched here."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Organisation
from interactions.models import Idea, IdeaVersion

_PLACE = ("domain", "form", "act", "step", "counterpart", "seconds")


class NotOwnIdeaError(Exception):
    """The idea is of the library or of somebody else."""


class WordsChangedError(Exception):
    """Somebody else wrote newer words than those that were on the screen; `version` holds them."""

    def __init__(self, version: IdeaVersion) -> None:
        super().__init__("words changed")
        self.version = version


def make_own_idea(
    *,
    organisation: Organisation,
    client_id: uuid.UUID,
    place: Mapping[str, Any],
    texts: Mapping[str, str],
    english: Mapping[str, str],
    now: dt.datetime,
) -> Idea:
    """A new idea with its first words. The same form sent twice is one idea."""
    key = f"{slugify(texts['title'])[:40].strip('-') or 'idee'}-{client_id.hex[:12]}"
    with transaction.atomic():
        idea, created = Idea.objects.get_or_create(
            key=key, organisation=organisation, defaults={name: place[name] for name in _PLACE}
        )
        if created:
            _add_words(idea, 1, texts, english, now)
    return idea


def change_own_idea(
    *,
    idea: Idea,
    organisation: Organisation,
    seen: int,
    place: Mapping[str, Any],
    texts: Mapping[str, str],
    english: Mapping[str, str],
    now: dt.datetime,
) -> None:
    """What kind of idea it is, and new words where they differ from the words of version `seen`; earlier words stay
    with who got them. Raises NotOwnIdeaError, WordsChangedError."""
    with transaction.atomic():
        locked = _locked(idea, organisation)
        newest = locked.versions.order_by("-number").first()
        if newest is None or newest.number != seen:
            raise WordsChangedError(newest) if newest else NotOwnIdeaError
        Idea.objects.filter(pk=locked.pk).update(**{name: place[name] for name in _PLACE})
        old = {name: getattr(newest, name) for name in IdeaVersion.TEXTS}
        if old != dict(texts) or newest.english != dict(english):
            _add_words(locked, newest.number + 1, texts, english, now)


def archive_own_idea(*, idea: Idea, organisation: Organisation, archived: bool, now: dt.datetime) -> None:
    """Puts an idea away, or back: it cannot be chosen any more, days that have it keep it. Raises NotOwnIdeaError."""
    with transaction.atomic():
        locked = _locked(idea, organisation)
        if bool(locked.archived_at) != archived:
            Idea.objects.filter(pk=locked.pk).update(archived_at=now if archived else None)


def _locked(idea: Idea, organisation: Organisation) -> Idea:
    locked = Idea.objects.select_for_update().filter(pk=idea.pk, organisation=organisation).first()
    if locked is None:
        raise NotOwnIdeaError
    return locked


def _add_words(
    idea: Idea, number: int, texts: Mapping[str, str], english: Mapping[str, str], now: dt.datetime
) -> None:
    version = IdeaVersion(
        idea=idea,
        number=number,
        author=IdeaVersion.Author.STAFF,
        created_at=now,
        english=dict(english),
        **{name: texts[name] for name in IdeaVersion.TEXTS},
    )
    version.clean_fields()
    version.save()
