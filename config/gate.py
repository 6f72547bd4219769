"""The gate of a web process: some requests are at work, some wait in line, and the others hear at once that it is busy.

Without it a server lets them queue without end: in a crowd nobody gets a page any more, and whoever gives up has left
work behind that is still done. The connections to the database belong to the places at work, not to the threads, so a
process never has more of them than places, for pages.
"""

import random
import time
from collections import deque
from collections.abc import Callable, Iterable
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.exception import response_for_exception
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from accounts.events import WARNING, Event, note
from accounts.forms.typed import path_of, to_send_again
from config.capacity import PATIENCE, PROMISE

Place = TypeVar("Place")
Meta = dict[str, Any]
GetResponse = Callable[[HttpRequest], HttpResponse]

TURNED_AWAY = "gedag.turned_away"
_TELLING_EVERY = 10.0  # seconds
_LATELY = 16  # visitors, about, that say how fast it goes
# Signs of life must be seen in a crowd too, and `/klaar` looks with connections of its own.
_ALWAYS_IN = ("/gezond", "/klaar")


class Places(Generic[Place]):
    """A fixed number of places. Who finds none free waits in line, in order.

    The line is full when it has `line` people, and also when, at the pace of the last ones, whoever joins it would
    wait longer than `promise` seconds: it is kinder to hear at once. Nobody waits longer than `patience` seconds.
    """

    def __init__(self, places: Iterable[Place], *, line: int, promise: float, patience: float) -> None:
        self._free = list(places)
        self._count = len(self._free)
        self._line: deque[SimpleQueue[Place]] = deque()
        self._longest, self._promise, self._patience = line, promise, patience
        self._stay = 0.0  # seconds that somebody keeps a place, lately
        self._lock = Lock()

    def take(self) -> Place | None:
        """A place, to be given back; None when the line is full or does not move."""
        with self._lock:
            if self._free:
                return self._free.pop()  # the last one used, so that quiet days need few connections
            ahead = len(self._line)
            if ahead >= self._longest or ahead * self._stay / self._count > self._promise:
                return None
            turn: SimpleQueue[Place] = SimpleQueue()
            self._line.append(turn)
        try:
            return turn.get(timeout=self._patience)
        except Empty:
            with self._lock:
                if turn in self._line:
                    self._line.remove(turn)
                    return None
            return turn.get()  # it came at the very last moment

    def give_back(self, place: Place, *, stayed: float) -> None:
        """To the first in line; it was kept for so many seconds."""
        with self._lock:
            self._stay += (stayed - self._stay) / _LATELY
            if self._line:
                self._line.popleft().put(place)
            else:
                self._free.append(place)


class Gate:
    """A WSGI application in front of Django's."""

    def __init__(
        self,
        application: Any,
        *,
        at_work: int,
        waiting: int,
        promise: float = PROMISE,
        patience: float = PATIENCE,
    ) -> None:
        self._application = application
        places = [_connection() for _number in range(at_work)]
        self._places = Places(places, line=waiting, promise=promise, patience=patience)
        self._telling = Lock()
        self._untold, self._told_at = 0, -_TELLING_EVERY

    def __call__(self, meta: Meta, start_response: Any) -> list[bytes]:
        path = meta.get("PATH_INFO", "")
        if path in _ALWAYS_IN or path.startswith(settings.STATIC_URL):
            meta.pop("HTTP_COOKIE", None)  # nothing here is anybody's, and its session would be looked up
            return self._without_database(meta, start_response)
        place = self._places.take()
        if place is None:
            self._tell()
            meta[TURNED_AWAY] = True
            return self._without_database(meta, start_response)
        connections[DEFAULT_DB_ALIAS] = place
        began = time.monotonic()
        try:
            return self._answer(meta, start_response)
        finally:
            del connections[DEFAULT_DB_ALIAS]
            self._places.give_back(place, stayed=time.monotonic() - began)

    def _tell(self) -> None:
        """In the log now and then, however many they are."""
        with self._telling:
            self._untold += 1
            now = time.monotonic()
            if now < self._told_at + _TELLING_EVERY:
                return
            untold, self._untold, self._told_at = self._untold, 0, now
        note(Event.BUSY, level=WARNING, count=untold)

    def _without_database(self, meta: Meta, start_response: Any) -> list[bytes]:
        connections[DEFAULT_DB_ALIAS] = _no_connection()
        try:
            return self._answer(meta, start_response)
        finally:
            del connections[DEFAULT_DB_ALIAS]

    def _answer(self, meta: Meta, start_response: Any) -> list[bytes]:
        """The whole answer: a slow reader keeps no place, and the server takes it in one piece."""
        response = self._application(meta, start_response)
        try:
            return [b"".join(response)]
        finally:
            response.close()


def _connection() -> Any:
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    connection.inc_thread_sharing()  # one thread after the other, never two at once
    return connection


def _no_connection() -> Any:
    """For who has no place: there are as many connections as places, whatever a page would ask."""
    connection: Any = connections.create_connection(DEFAULT_DB_ALIAS)
    connection.connect = _refuse
    return connection


def _refuse() -> None:
    raise OperationalError("no place at the gate, so no connection")


def turn_away(get_response: GetResponse) -> GetResponse:
    """503 for whom the gate had no place: said in words, with what was typed, and without the database. And 404 for a
    file that is not there: WhiteNoise has looked before this, and no page has such an address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if TURNED_AWAY not in request.META:
            if not request.path_info.startswith(settings.STATIC_URL):
                return get_response(request)
            with override(get_language_from_request(request)):
                return response_for_exception(request, Http404())
        with override(get_language_from_request(request)):
            response = _busy(request)
            response.headers["Content-Language"] = get_language_from_request(request)
        response._has_been_logged = True  # type: ignore[attr-defined]  # the gate says it for all of them together
        # Not all at the same moment again.
        response.headers["Retry-After"] = str(random.randint(5, 15))  # noqa: S311
        return response

    return middleware


def _busy(request: HttpRequest) -> HttpResponse:
    if "HX-Request" in request.headers:
        # The page stays as it is, with all that was typed; static/js/gedag.js says why.
        words = (
            f"{_('Het is nu even erg druk.')} {_('Wat je schreef staat er nog. Probeer het zo nog eens.')}\n"
        )
        return HttpResponse(
            words,
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            content_type="text/plain; charset=utf-8",
            headers={"HX-Reswap": "none", "HX-Push-Url": "false"},
        )
    context: dict[str, Any] = {"retry_path": path_of(request), "posted": [], "typed": []}
    if request.method == "POST" and _readable(request):
        # The form goes back with the token it came with: one that a stranger's page made up is still refused.
        context = {
            **to_send_again(request),
            "csrf_token": request.POST.get("csrfmiddlewaretoken", ""),
        }
    return render(request, "503_busy.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _readable(request: HttpRequest) -> bool:
    """Whether it is a form of text, not too large. A file goes back into its form by hand."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if (
        request.content_type != "application/x-www-form-urlencoded"
        or not length.isdigit()
        or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    ):
        return False
    try:
        return bool(request.POST)
    except SuspiciousOperation:  # more fields than any form of ours
        return False
