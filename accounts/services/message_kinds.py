"""The register of kinds of messages: each app says in its `apps.py` what its messages are.

The outbox moves messages on and knows nothing of what is in them. A kind decides, at the very moment of sending,
whether a message is still wanted, and makes its words then.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from accounts.emails import Letter
from accounts.models import Message


class NothingToSayError(Exception):
    """There turns out to be nothing to write; `reason` is a slug, as a refusal is."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotNowError(Exception):
    """It is still wanted, but not before `until`: the message waits till then, as if it was never claimed."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class MessageKind:
    """What the outbox asks of a kind, both inside the transaction that sets `sending`.

    `refusal(message, now)` gives why the message is not needed any more, as a slug; empty when it is. It may raise
    NotNowError.
    `render(message, now)` gives what to mail, and to whom. It may write (the challenge of today is made by who comes
    first) and may raise NothingToSayError; the message is then cancelled too.
    """

    refusal: Callable[[Message, dt.datetime], str]
    render: Callable[[Message, dt.datetime], Letter]


_registered: dict[str, MessageKind] = {}


def register(name: str, kind: MessageKind) -> None:
    """Registers what messages of kind `name` (one of `Message.Kind`) are; a second one replaces the first."""
    _registered[Message.Kind(name)] = kind


def kind_of(name: str) -> MessageKind:
    """The kind registered under `name`. Raises LookupError when no app knows it."""
    return _registered[name]


def refusal_of_contact(*, message: Message) -> str:
    """Why a participant cannot be reached by e-mail (`no_address`, `undeliverable`) or does not want to be
    (`unsubscribed`); empty when they can and do.

    Reads the contact that the outbox already fetched with the message.
    """
    contact = getattr(message.participant, "contact", None)
    if contact is None:
        return "no_address"
    if contact.undeliverable_at:
        return "undeliverable"
    return "unsubscribed" if message.kind in contact.refused_kinds else ""
