"""The library's ideas as the editors write them. What they touch is theirs from then on: the files leave it alone
(`services/library.py`), and the history keeps it. Ideas of one organisation are never touched here."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from interactions.models import Idea, IdeaVersion
from interactions.queries.stamps import PLACE
from interactions.services import ideas
from interactions.services.ideas import NotOwnIdeaError, WordsChangedError


def make_library_idea(
    *,
    client_id: uuid.UUID,
    place: Mapping[str, Any],
    texts: Mapping[str, str],
    english: Mapping[str, str],
    credit: str,
    now: dt.datetime,
) -> Idea:
    """A new idea in the library with its first words, and where it came from (`credit`, plain text such as "Uit
    Enschede"; may be empty). The same form sent twice is one idea. Raises ValidationError for what does not fit."""
    wished = {name: place[name] for name in PLACE}
    Idea(credit=credit, **wished).clean_fields(exclude=["key", "archived_at"])
    return ideas.make_idea(
        organisation=None,
        author=IdeaVersion.Author.EDITOR,
        client_id=client_id,
        place=place,
        texts=texts,
        english=english,
        now=now,
        more={"credit": credit, "edited_at": now},
    )


def change_library_idea(
    *,
    idea: Idea,
    seen: int,
    seen_place: str,
    place: Mapping[str, Any],
    texts: Mapping[str, str],
    english: Mapping[str, str],
    now: dt.datetime,
) -> bool:
    """Another place (with its credit, where `place` has one) and new words; earlier words stay with who got them.
    Returns whether anything differed. Raises NotOwnIdeaError, WordsChangedError."""
    return ideas.change_idea(
        idea=idea,
        organisation=None,
        author=IdeaVersion.Author.EDITOR,
        seen=seen,
        seen_place=seen_place,
        place=place,
        texts=texts,
        english=english,
        now=now,
        more={"edited_at": now},
    )


def take_over_words(*, idea: Idea, number: int, seen: int, now: dt.datetime) -> None:
    """Earlier words become the newest ones again, as a new version: nothing that was said in between is lost. Words
    that are the newest already stay. Raises NotOwnIdeaError (also without a version `number`), WordsChangedError."""
    with transaction.atomic():
        locked = ideas.lock_idea(idea=idea, organisation=None)
        versions = {version.number: version for version in locked.versions.all()}
        newest, wanted = versions.get(max(versions, default=0)), versions.get(number)
        if newest is None or wanted is None:
            raise NotOwnIdeaError
        if newest.number != seen:
            raise WordsChangedError(newest)
        texts, english = _words(wanted)
        if (texts, english) != _words(newest):
            Idea.objects.filter(pk=locked.pk).update(edited_at=now)
            ideas.add_words(
                idea=locked,
                number=newest.number + 1,
                author=IdeaVersion.Author.EDITOR,
                texts=texts,
                english=english,
                now=now,
            )


def archive_library_idea(*, idea: Idea, archived: bool, now: dt.datetime) -> None:
    """Puts an idea away, or back: it cannot be chosen any more, days that have it keep it. Raises NotOwnIdeaError."""
    ideas.archive_idea(idea=idea, organisation=None, archived=archived, now=now, more={"edited_at": now})


def _words(version: IdeaVersion) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of a version and its English."""
    return {name: getattr(version, name) for name in IdeaVersion.TEXTS}, dict(version.english)
