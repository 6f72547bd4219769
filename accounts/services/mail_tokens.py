"""What stands in the links at the foot of a mail: whose address, and what the link is for, signed. No row and no end:
such a link works as long as that address is somebody's, and opens nothing but what it was made for. Who gets another
address takes every link in older mails away with it."""

from collections.abc import Sequence
from typing import Any

from django.core.signing import BadSignature, Signer

from accounts.models import Message


class BadTokenError(Exception):
    """Not made here, or not whole."""


def unsubscribe_token(*, contact_id: int, kind: str) -> str:
    """Stops messages of one kind, and nothing else."""
    return _signer("gedag.unsubscribe").sign_object([contact_id, kind])


def read_unsubscribe_token(*, token: str) -> tuple[int, Message.Kind]:
    """The contact's number and the kind. Raises BadTokenError."""
    number, kind = _read("gedag.unsubscribe", token)
    return int(number), Message.Kind(kind)


def preferences_token(*, contact_id: int) -> str:
    """Opens the page with which messages somebody wants, and when."""
    return _signer("gedag.preferences").sign_object([contact_id])


def read_preferences_token(*, token: str) -> int:
    """The contact's number. Raises BadTokenError."""
    (number,) = _read("gedag.preferences", token)
    return int(number)


def _signer(salt: str) -> Signer:
    return Signer(salt=salt, sep=".")  # a full stop needs no % in an address


def _read(salt: str, token: str) -> Sequence[Any]:
    try:
        said: Sequence[Any] = _signer(salt).unsign_object(token)
    except BadSignature as error:
        raise BadTokenError from error
    return said
