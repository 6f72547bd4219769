"""What writing an idea is, whoever's idea it is: an organisation's own, or one of the library (organisation None).

Words are only ever added, as a new version; what somebody got stays as it was. Two people who change one idea do not
overwrite each other: who saves last is told first.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Organisation
from interactions.models import Idea, IdeaVersion
from interactions.queries.stamps import PLACE, place_stamp


class NotOwnIdeaError(Exception):
    """The idea is not of whom it was asked for: of the library, or of somebody else."""


class WordsChangedError(Exception):
    """Somebody else wrote newer words, or gave the idea another place, than what was on the screen; `version` holds
    the newest words with the idea as it is now."""

    def __init__(self, version: IdeaVersion) -> None:
        super().__init__("words changed")
        self.version = version


def make_idea(
    *,
    organisation: Organisation | None,
    author: str,
    client_id: uuid.UUID,
    place: Mapping[str, Any],
    texts: Mapping[str, str],
    english: Mapping[str, str],
    now: dt.datetime,
    more: Mapping[str, Any],
) -> Idea:
    """A new idea with its first words and `more` fields. The same form sent twice is one idea."""
    key = f"{slugify(texts['title'])[:40].strip('-') or 'idee'}-{client_id.hex[:12]}"
    with transaction.atomic():
        idea, created = Idea.objects.get_or_create(
            key=key, organisation=organisation, defaults={**{name: place[name] for name in PLACE}, **more}
        )
        if created:
            add_words(idea=idea, number=1, author=author, texts=texts, english=english, now=now)
    return idea


def change_idea(
    *,
    idea: Idea,
    organisation: Organisation | None,
    author: str,
    seen: int,
    seen_place: str,
    place: Mapping[str, Any],
    texts: Mapping[str, str],
    english: Mapping[str, str],
    now: dt.datetime,
    more: Mapping[str, Any],
) -> bool:
    """Another place, and new words where they differ from those of version `seen`. Returns whether anything differed;
    only then `more` fields are written too. An empty `seen_place` was not on the screen. Raises NotOwnIdeaError,
    WordsChangedError."""
    with transaction.atomic():
        locked = lock_idea(idea=idea, organisation=organisation)
        newest = locked.versions.order_by("-number").first()
        if newest is None:
            raise NotOwnIdeaError
        if newest.number != seen or seen_place not in ("", place_stamp(locked)):
            newest.idea = locked
            raise WordsChangedError(newest)
        wished = {name: place[name] for name in (*PLACE, *(["credit"] if "credit" in place else []))}
        moved = any(getattr(locked, name) != value for name, value in wished.items())
        old = {name: getattr(newest, name) for name in IdeaVersion.TEXTS}
        reworded = old != dict(texts) or newest.english != dict(english)
        if moved or reworded:
            Idea.objects.filter(pk=locked.pk).update(**wished, **more)
        if reworded:
            number = newest.number + 1
            add_words(idea=locked, number=number, author=author, texts=texts, english=english, now=now)
    return moved or reworded


def archive_idea(
    *,
    idea: Idea,
    organisation: Organisation | None,
    archived: bool,
    now: dt.datetime,
    more: Mapping[str, Any],
) -> None:
    """Puts an idea away, or back: it cannot be chosen any more, days that have it keep it. Raises NotOwnIdeaError."""
    with transaction.atomic():
        locked = lock_idea(idea=idea, organisation=organisation)
        if bool(locked.archived_at) != archived:
            Idea.objects.filter(pk=locked.pk).update(archived_at=now if archived else None, **more)


def lock_idea(*, idea: Idea, organisation: Organisation | None) -> Idea:
    """The idea as it is now, until the end of the transaction; who points at it meanwhile does not wait. Raises
    NotOwnIdeaError."""
    mine = Idea.objects.select_for_update(no_key=True)
    locked = mine.filter(pk=idea.pk, organisation=organisation).first()
    if locked is None:
        raise NotOwnIdeaError
    return locked


def add_words(
    *,
    idea: Idea,
    number: int,
    author: str,
    texts: Mapping[str, str],
    english: Mapping[str, str],
    now: dt.datetime,
) -> None:
    """Version `number`. Raises ValidationError for a text that does not fit."""
    version = IdeaVersion(
        idea=idea,
        number=number,
        author=author,
        created_at=now,
        english=dict(english),
        **{name: texts[name] for name in IdeaVersion.TEXTS},
    )
    version.clean_fields()
    version.save()
