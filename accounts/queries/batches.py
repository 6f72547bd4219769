"""What is the same for many messages: looked up once for a batch of them, and forgotten after it."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")
_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known_in_batch", default=None)


@contextmanager
def one_batch() -> Iterator[None]:
    """What `once_a_batch` finds inside is known until the end of it, in this thread alone."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once_a_batch(key: Hashable, look_up: Callable[[], Found]) -> Found | None:
    """What `look_up` gives, asked once a batch; None outside one, where who needs little had better ask for little.

    Only for what decides nothing about whether a message is wanted: that is looked up for every message.
    """
    known = _known.get()
    if known is None:
        return None
    if key not in known:
        known[key] = look_up()
    found: Found = known[key]
    return found
