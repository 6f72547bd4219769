"""One line for each request: which route, how it ended, how long it took. Never the address itself: it may hold a
secret, a search word or the name of a campaign somebody looked at. Which participant it was stands in no such line:
together they would be a trail of one person's days (docs/adr/0026-logboek-zonder-mensen.md)."""

import re
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

from accounts.events import DEBUG, ERROR, INFO, WARNING, Event, begin_counting, note, note_what_was_counted
from config.gate import TURNED_AWAY

HEADER = "X-Request-Id"
_GIVEN = re.compile(r"[0-9a-f]{32}")
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
_SIGNS_OF_LIFE = {"gezond", "klaar"}
_UNKNOWN = "unknown"  # no route of ours
_STATIC = "static"


def request_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Numbers the request, tells the number in the answer, and writes the line. Comes before all other middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = _number(request)
        clear_contextvars()  # a thread serves many
        bind_contextvars(request=number)
        begin_counting()
        began = time.perf_counter()
        try:
            return _answered(request, get_response(request), number, began)
        finally:
            note_what_was_counted()
            clear_contextvars()

    return middleware


def _answered(request: HttpRequest, response: HttpResponse, number: str, began: float) -> HttpResponse:
    response.headers[HEADER] = number
    if TURNED_AWAY in request.META:  # the gate tells how many, now and then: a crowd may not fill the log
        return response
    route = _route(request)
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        note(Event.LIMIT_HIT, level=WARNING, route=route)
    note(
        Event.REQUEST,
        level=_level(route, response.status_code),
        method=request.method if request.method in _METHODS else "OTHER",
        route=route,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - began) * 1000, 1),
    )
    return response


def _number(request: HttpRequest) -> str:
    """A number of ours; of our own proxy when there is one and it gives one in exactly this form."""
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
    return given if _GIVEN.fullmatch(given) else uuid.uuid4().hex


def _route(request: HttpRequest) -> str:
    if request.resolver_match is not None:
        return request.resolver_match.route or "/"
    return _STATIC if request.path_info.startswith(settings.STATIC_URL) else _UNKNOWN


def _level(route: str, status: int) -> int:
    if status >= 500:
        return ERROR
    return DEBUG if status < 400 and route in {_STATIC, *_SIGNS_OF_LIFE} else INFO
