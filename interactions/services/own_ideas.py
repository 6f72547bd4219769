"""Ideas that an organisation makes for its own campaigns. The library's own ideas are never touched here."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from accounts.models import Organisation
from interactions.models import Idea, IdeaVersion
from interactions.services import ideas
from interactions.services.ideas import NotOwnIdeaError, WordsChangedError

__all__ = ["NotOwnIdeaError", "WordsChangedError", "archive_own_idea", "change_own_idea", "make_own_idea"]


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
    return ideas.make_idea(
        organisation=organisation,
        author=IdeaVersion.Author.STAFF,
        client_id=client_id,
        place=place,
        texts=texts,
        english=english,
        now=now,
        more={},
    )


def change_own_idea(
    *,
    idea: Idea,
    organisation: Organisation,
    seen: int,
    place: Mapping[str, Any],
    texts: Mapping[str, str],
    english: Mapping[str, str],
    now: dt.datetime,
    seen_place: str = "",
) -> None:
    """What kind of idea it is, and new words where they differ from the words of version `seen`; earlier words stay
    with who got them. Raises NotOwnIdeaError, WordsChangedError."""
    ideas.change_idea(
        idea=idea,
        organisation=organisation,
        author=IdeaVersion.Author.STAFF,
        seen=seen,
        seen_place=seen_place,
        place=place,
        texts=texts,
        english=english,
        now=now,
        more={},
    )


def archive_own_idea(*, idea: Idea, organisation: Organisation, archived: bool, now: dt.datetime) -> None:
    """Puts an idea away, or back: it cannot be chosen any more, days that have it keep it. Raises NotOwnIdeaError."""
    ideas.archive_idea(idea=idea, organisation=organisation, archived=archived, now=now, more={})
