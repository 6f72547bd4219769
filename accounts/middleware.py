"""What every request passes: headers, who it is, whether the page declared its audience, a database that is away."""

import re
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

import pghistory
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.access import declared_audience
from accounts.events import ERROR, WARNING, Event, note
from accounts.forms.typed import FRESH_EACH_TIME, to_send_again
from accounts.models import Participant, WordsLockedError
from accounts.queries.row_security import as_nobody
from accounts.services.limits import TooOftenError
from accounts.services.sessions import recognise
from accounts.services.staff_sessions import is_over

GetResponse = Callable[[HttpRequest], HttpResponse]


def refuse_large_bodies(get_response: GetResponse) -> GetResponse:
    """413 for a body larger than anything typed here, before any of it is read or written to disk."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > _largest_body(request.path_info):
            note(Event.TOO_LARGE, level=WARNING)
            advice = _("Dit is te veel in één keer. Ga terug, maak je tekst korter en probeer het opnieuw.")
            return HttpResponse(f"{advice}\n", status=413, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware


def _largest_body(path: str) -> int:
    limits = (limit for pattern, limit in settings.LARGE_BODIES.items() if re.match(pattern, path))
    return next(limits, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


# What a page may ask of a device: nothing of this. (Copying a text, which pages do ask, is not in it.)
_NOT_ASKED = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip


def response_headers(get_response: GetResponse) -> GetResponse:
    """Headers that Django has no setting for, and those that it only gives to answers that it made itself: a host name
    that is refused, a way over http and a static file get them all too. A view that says something else is left alone.
    """
    always = {
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _NOT_ASKED),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in always.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def wrong_method(get_response: GetResponse) -> GetResponse:
    """Words for who opens the address of a button: Django's answer is an empty page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            response.content = render(request, "405.html").content
        return response

    return middleware


def participant(get_response: GetResponse) -> GetResponse:
    """Sets `request.participant` (None for a stranger), looked up only when asked, and keeps the cookie rolling."""

    def middleware(request: HttpRequest) -> HttpResponse:
        secret = request.COOKIES.get(settings.PARTICIPANT_COOKIE_NAME, "")
        found: list[Participant | None] = []

        def look_up() -> Participant | None:
            found.append(recognise(secret=secret, now=timezone.now()))
            return found[0]

        request.participant = SimpleLazyObject(look_up)  # type: ignore[attr-defined]
        response = get_response(request)
        known = bool(found and found[0])
        if known and request.method == "GET" and settings.PARTICIPANT_COOKIE_NAME not in response.cookies:
            keep_participant_cookie(response, secret)
        return response

    return middleware


_TIMES = "times"  # key in a staff session: when it began and when it was last used, in Unix time
_NOTED_EVERY = 60  # seconds; a page that follows within them writes nothing


def staff_session(get_response: GetResponse) -> GetResponse:
    """Ends a session of staff an hour after its last request, and twelve hours after its beginning. `ended_for` tells
    the page whose it was, so that what they had written can wait for them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            with suppress(Error):  # the page will meet the same trouble, and says it in words
                _keep_time(request)
        return get_response(request)

    return middleware


def _keep_time(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        return
    now = timezone.now()
    began, seen = request.session.get(_TIMES) or (now.timestamp(), 0.0)
    if seen and is_over(began_at=began, seen_at=seen, now=now):
        request.ended_for = request.user.pk  # type: ignore[attr-defined]
        note(Event.SESSION_OVER, user=request.user.pk)
        logout(request)
    elif now.timestamp() - seen >= _NOTED_EVERY:
        request.session[_TIMES] = [began, now.timestamp()]


def keep_participant_cookie(response: HttpResponse, secret: str) -> None:
    """Gives this browser the participant's secret, for another 400 days."""
    response.set_cookie(
        settings.PARTICIPANT_COOKIE_NAME,
        secret,
        max_age=settings.PARTICIPANT_COOKIE_AGE,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def history(get_response: GetResponse) -> GetResponse:
    """Opens room for who is behind what this request changes; the door fills it in (`accounts/access.py`). It travels
    in front of each statement that writes, for the length of its transaction: no query of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"}:  # these change nothing
            return get_response(request)
        with pghistory.context():
            return get_response(request)

    return middleware


def row_security(get_response: GetResponse) -> GetResponse:
    """A request begins as nobody, for whom the database shows no row of anybody; the doors say who it is. Stands inside
    `history`, whose words travel in front of the same statements."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with as_nobody():
            return get_response(request)

    return middleware


class AudienceMiddleware:
    """Closed by default: a view without a declared audience answers nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        if declared_audience(view) is None:
            raise ImproperlyConfigured(f"{request.resolver_match} declares no audience (accounts/access.py)")


class NotKeptMiddleware:
    """A database that cannot be reached, or words that cannot be locked away, is said in plain words: it gives back
    what was typed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError) or _connection_lost(exception):
            note(Event.DATABASE_AWAY, level=ERROR, fault=exception)
            return _not_kept(request, "503.html")
        if isinstance(exception, WordsLockedError):
            note(Event.WORDS_LOCKED, level=ERROR, fault=exception)
            return _not_kept(request, "503_words.html")
        return None


class TooOftenMiddleware:
    """What somebody did too often is said in plain words, with when it can be done again; what was typed is there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooOftenError):
            return None
        context = {
            "minutes": -(-exception.seconds // 60),
            "hours": -(-exception.seconds // 3600),
            **to_send_again(request, without=FRESH_EACH_TIME),
        }
        response = render(request, "429.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(exception.seconds)
        return response


def _connection_lost(exception: Exception) -> bool:
    """psycopg reports some lost connections as a plain DatabaseError."""
    return (
        isinstance(exception, DatabaseError)
        and connection.connection is not None
        and connection.connection.closed
    )


def _not_kept(request: HttpRequest, template: str) -> HttpResponse:
    """503 without touching the database: gives back what was posted, in a form that sends it again."""
    response = render(request, template, to_send_again(request), status=503)
    response["Retry-After"] = "10"
    return response
