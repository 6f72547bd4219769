"""Asking a face as it stands on a server, over https, with nothing left behind; and reading what comes along with an
answer."""

import os
import re
import runpy
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any, cast
from unittest import mock

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from pytest_django import Settings

from tests.architecture.sources import ROOT

FORM = "application/x-www-form-urlencoded"
HOSTS = {"deelnemer": "gedag.example", "beheer": "beheer.gedag.example"}
# Who knows their way about a face, of the actors of `tests/architecture/rights_world.py`.
SIGNED_IN = {"deelnemer": "deelnemer", "beheer": "beheerder"}
# What follows from the scheme of the addresses, and from the face.
_FOLLOWS = re.compile(r"SECURE.*|CSRF_.*|SESSION_COOKIE_.*|\w+_COOKIE_NAME|URL_\w+|OWN_URL|ALLOWED_HOSTS")


def as_on_a_server(settings: Settings, face: str) -> None:
    """The settings of a face that has https addresses, as they are worked out of its environment."""
    environment = {
        "GEDAG_FACE": face,
        "GEDAG_URL_DEELNEMER": f"https://{HOSTS['deelnemer']}",
        "GEDAG_URL_BEHEER": f"https://{HOSTS['beheer']}",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    if face == "beheer":
        environment["GEDAG_PRIVATE_KEYS"] = ""  # it refuses to have them
    with mock.patch.dict(os.environ, environment):
        read = runpy.run_path(str(ROOT / "config" / "settings.py"))
    for name, value in read.items():
        if _FOLLOWS.fullmatch(name):
            setattr(settings, name, value)
    settings.ROOT_URLCONF = settings.URLCONF_OF[face]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF[face]


def ask(
    client: Client,
    method: str,
    address: str,
    *,
    face: str,
    body: str | bytes = "",
    content_type: str = FORM,
    secure: bool = True,
    headers: Mapping[str, str] | None = None,
    **environ: Any,
) -> HttpResponse:
    """One request of which nothing stays behind, in the database or in the browser; its answer is read to the end."""
    cache.clear()  # who tries often is slowed down; here everybody tries everything
    before = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
    with transaction.atomic():
        environ = {"HTTP_HOST": HOSTS[face], **environ}
        response = client.generic(
            method, address, body, content_type, secure=secure, headers=headers, **environ
        )
        transaction.set_rollback(True)
    client.cookies = before
    return whole(response)


def whole(response: Any) -> HttpResponse:
    """An answer that was read to its end, so that no file stays open."""
    if isinstance(response, StreamingHttpResponse):
        read = HttpResponse(b"".join(cast(Any, response.streaming_content)), status=response.status_code)
        read.headers, read.cookies = response.headers, response.cookies
        response.close()
        return read
    return cast(HttpResponse, response)


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    """The content security policy of an answer, by directive."""
    parts = [part.split() for part in response.get("Content-Security-Policy", "").split(";") if part.strip()]
    return {name: sources for name, *sources in parts}
