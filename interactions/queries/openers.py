"""Openers of the library, and the ones somebody keeps; favourites."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.models import Participant
from interactions.models import Favourite, Opener, OwnOpener

AT_A_TIME = 3


def openers_for(domain: str, character: str, *, turn: int = 0) -> Sequence[Opener]:
    """Three openers for a place and a character; the next `turn` gives others, and begins again at the end."""
    rows = list(Opener.objects.filter(domain=domain, character=character).order_by("position"))
    if len(rows) <= AT_A_TIME:
        return rows
    start = turn * AT_A_TIME % len(rows)
    return (rows + rows)[start : start + AT_A_TIME]


def opener(key: str) -> Opener | None:
    """One opener of the library."""
    return Opener.objects.select_related("domain").filter(pk=key).first()


def own_openers(participant: Participant) -> QuerySet[OwnOpener]:
    """What somebody keeps, newest first."""
    return participant.own_openers.select_related("domain")  # each knows whose key opens its words


def own_opener(participant: Participant, client_id: uuid.UUID) -> OwnOpener | None:
    """The participant's own opener with this client id; somebody else's is None."""
    return own_openers(participant).filter(client_id=client_id).first()


def favourite_ideas(participant: Participant | None) -> set[int]:
    """Ids of the ideas that somebody keeps; a stranger keeps none."""
    if not participant:
        return set()
    return set(Favourite.objects.filter(participant=participant).values_list("idea_id", flat=True))
