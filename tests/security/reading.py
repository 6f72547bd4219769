"""What a page reads of what somebody sends. What it never looks at makes no difference to it, so only the rest need be
tried."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from django.http import QueryDict

ALL_OF_IT = "*"
_ONE = ("__getitem__", "__contains__", "getlist")  # `get` is one of these
_ALL = ("__iter__", "keys", "lists")  # and so is a copy: whatever is read of that was seen here


@contextmanager
def names_read() -> Iterator[set[str]]:
    """Gathers the names that something is looked up by, in an address or in a form; ALL_OF_IT when a page goes through
    everything there is."""
    found: set[str] = set()
    with ExitStack() as stack:
        for method in (*_ONE, *_ALL):
            stack.enter_context(mock.patch.object(QueryDict, method, _noted(method, found)))
        yield found


def _noted(method: str, found: set[str]) -> Callable[..., Any]:
    plain = getattr(QueryDict, method)

    def noted(self: QueryDict, *args: Any, **named: Any) -> Any:
        if not self._mutable:  # else it is being filled, or is a copy
            found.add(str(args[0]) if method in _ONE else ALL_OF_IT)
        return plain(self, *args, **named)

    return noted
