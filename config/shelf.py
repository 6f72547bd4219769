"""A public page that was just made, handed out again to strangers for one second.

Where many come to one page at once (a television programme, a poster at the station) it is made once a second in each
process and language, and not once for everybody. Only a page that says of itself that it is the same for everybody
without a cookie is kept (`PUBLIC`), and only for a browser without a participant's cookie. Nothing tells the shelf of a
change: whoever changes a campaign sees it everywhere after a second.

It goes out compressed. Pages of one person do not: how small they get would tell something of what is in them (BREACH).
"""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import parse_cookie
from django.utils.translation import get_language_from_request

from accounts.views.rendering import PUBLIC
from challenges.views.sharing import UNCOUNTED, is_opening

SECONDS = 1.0
RENEWING = 3.0  # seconds that others still get the old page while one visitor waits for the new one
MOST = 200  # pages; a new one takes the place of the one that was made longest ago

Meta = dict[str, Any]
Headers = list[tuple[str, str]]
Key = tuple[str, str]


@dataclass
class _Page:
    """A page on the shelf; `openings` were handed out from here and are not in the totals yet."""

    status: str
    headers: Headers
    body: bytes
    zipped: bytes
    until: float
    openings: int


class Shelf:
    """A WSGI application in front of the gate."""

    def __init__(self, application: Any, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._application = application
        self._clock = clock
        self._pages: dict[Key, _Page] = {}
        self._lock = Lock()

    def __call__(self, meta: Meta, start_response: Any) -> Any:
        key = _key(meta)
        if key is None:
            return self._application(meta, start_response)
        page = self._take(key, meta)
        if page is None:
            return self._make(key, meta, start_response)
        return _hand_out(page, _of_everybody(page.headers), meta, start_response)

    def _take(self, key: Key, meta: Meta) -> _Page | None:
        """The page while it is fresh. None for who has to make it, who counts the openings of the old one as well."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            now = self._clock()
            if now < page.until:
                page.openings += is_opening(meta)
                return page
            page.until = now + RENEWING
            meta[UNCOUNTED], page.openings = page.openings, 0
        return None

    def _make(self, key: Key, meta: Meta, start_response: Any) -> Any:
        said: list[tuple[Any, ...]] = []
        body = self._application(meta, lambda *words: said.append(words))
        status, headers, *_more = said[-1]
        made: _Page | None = None
        if meta.get(PUBLIC) and status.startswith("200 ") and _without_cookie(headers):
            whole = b"".join(body)
            made = _Page(status, headers, whole, gzip.compress(whole, 6, mtime=0), 0.0, 0)
        with self._lock:
            page = self._pages.get(key)
            openings = meta.get(UNCOUNTED, 0) + (page.openings if page else 0)
            if made:
                made.until, made.openings = self._clock() + SECONDS, openings
                if page or self._makes_room():
                    self._pages[key] = made
            elif page and status.startswith("5"):
                page.until, page.openings = 0.0, openings  # the next visitor tries again
            else:
                self._pages.pop(key, None)
        if made:
            return _hand_out(made, headers, meta, start_response)
        start_response(*said[-1])
        return body

    def _makes_room(self) -> bool:
        """Whether there is room for one more page. One with openings that are not in the totals yet stays."""
        if len(self._pages) < MOST:
            return True
        told = [key for key, page in self._pages.items() if not page.openings]
        if told:
            del self._pages[min(told, key=lambda key: self._pages[key].until)]
        return bool(told)


def _hand_out(page: _Page, headers: Headers, meta: Meta, start_response: Any) -> list[bytes]:
    body, more = page.body, [("Vary", "Accept-Encoding")]
    if "gzip" in meta.get("HTTP_ACCEPT_ENCODING", ""):
        body = page.zipped
        more.append(("Content-Encoding", "gzip"))
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    start_response(page.status, [*kept, *more, ("Content-Length", str(len(body)))])
    return [body]


def _key(meta: Meta) -> Key | None:
    """What a page may depend on: its address and the reader's language. None for what is never on the shelf."""
    if meta["REQUEST_METHOD"] != "GET" or meta.get("QUERY_STRING") or "HTTP_HX_REQUEST" in meta:
        return None
    if meta.get("HTTP_HOST") != settings.OWN_URL.netloc or not _over_its_own_scheme(meta):
        return None
    cookies = parse_cookie(meta.get("HTTP_COOKIE", ""))
    if settings.PARTICIPANT_COOKIE_NAME in cookies:
        return None
    reader: Any = SimpleNamespace(COOKIES=cookies, META=meta)
    return meta.get("PATH_INFO", ""), get_language_from_request(reader)


def _over_its_own_scheme(meta: Meta) -> bool:
    """A request over http where the address is https is for Django to send on."""
    if not settings.SECURE:
        return True
    name, value = settings.SECURE_PROXY_SSL_HEADER or ("wsgi.url_scheme", "https")
    return bool(meta.get(name) == value)


def _of_everybody(headers: Headers) -> Headers:
    """Without the number of the request that made it: whoever named it would point at somebody else's."""
    return [(name, value) for name, value in headers if name.lower() != "x-request-id"]


def _without_cookie(headers: Headers) -> bool:
    return all(name.lower() != "set-cookie" for name, _value in headers)
