"""The web server's entry; GEDAG_FACE says which face it serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from accounts.events import ERROR, Event, note
from config.log_lines import take_over_from_python

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

take_over_from_python()
_django = get_wsgi_application()
_PLAIN = b"Er ging iets mis bij ons. Probeer het zo nog eens.\nSomething went wrong. Please try again in a moment.\n"

from config.capacity import AT_WORK, WAITING  # noqa: E402 (after Django is ready)
from config.gate import Gate  # noqa: E402
from config.shelf import Shelf  # noqa: E402

_inside = Shelf(Gate(_django, at_work=AT_WORK, waiting=WAITING))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Ours. What goes wrong outside of Django's reach is written down here, before the web server writes down the words
    of the error, and what somebody typed with them."""
    try:
        return _inside(environ, start_response)
    except Exception as fault:
        note(Event.REQUEST_LOST, level=ERROR, fault=fault)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        start_response("500 Internal Server Error", headers)
        return [_PLAIN]
