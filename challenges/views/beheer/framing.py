"""Which staff pages may show another page of ours in a frame, and which may be shown in one. No other may."""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any, TypeVar, cast

from csp.constants import NONE, SELF, UNSAFE_HASHES
from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

View = TypeVar("View", bound=Callable[..., HttpResponse])


def shows_preview(view: View) -> View:
    """A page with the phone beside it."""
    return cast(View, csp_update({"frame-src": [SELF]})(cast(Any, view)))


def is_preview(view: View) -> View:
    """What stands in the phone: framed by our own pages only, and nothing in it runs or goes anywhere."""
    policy = {"frame-ancestors": [SELF], "script-src": [NONE], "form-action": [NONE]}
    return cast(View, xframe_options_sameorigin(csp_replace(policy)(cast(Any, view))))


def mail_to_look_at(request: HttpRequest, html: str) -> HttpResponse:
    """A mail in a frame of our own pages. Its colours stand on its elements, as mail programs want it: those, each by
    its digest, and nothing else."""
    styles = _Styles()
    styles.feed(html)
    digests = sorted({b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in styles.found})
    nothing = (
        "script-src",
        "img-src",
        "connect-src",
        "font-src",
        "manifest-src",
        "worker-src",
        "form-action",
    )
    policy = {
        **{name: [NONE] for name in nothing},
        "style-src": [UNSAFE_HASHES, *(f"'sha256-{digest}'" for digest in digests)],
        "frame-ancestors": [SELF],
        "sandbox": True,
    }
    return cast(HttpResponse, csp_replace(policy)(lambda _request: HttpResponse(html))(request))


class _Styles(HTMLParser):
    """Every style attribute of a page, as a browser reads it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "style" and value]
