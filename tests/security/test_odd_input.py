"""Whatever stands in an address or in a form, a page answers in words: nothing that somebody sends breaks one."""

import logging
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from pytest_django import Settings

from tests.architecture import rights
from tests.architecture.rights import FACES, PARAMETER
from tests.architecture.rights_world import World, browser_of, make_world
from tests.factories import AT_NOON
from tests.security.asking import FORM, whole
from tests.security.forms import forms_of
from tests.security.hostile import ASKED

pytestmark = pytest.mark.django_db
ACTORS = {"deelnemer": ("deelnemer", "daglink"), "beheer": ("beheerder", "redactie")}
ODD = {
    "nothing": "",
    "a zero": "\x00",
    "a zero within": "een\x00twee",
    "half a character": "\ud83d",
    "a great number": "9" * 30,
    "a number too long to read": "9" * 5000,
    "less than nothing": "-1",
    "digits of elsewhere": "\u0663\u00b2",
    "no day": "2026-02-30",
    "a day before there were any": "0000-00-00",
    "a very late day": "9999-12-31",
    "a list": "[]",
    "very long": "a" * 20_000,
    "other lines": "a\r\nb\u2028c\x85d",
    "writing from right to left": "\u202eabc\u200f\u0301" * 20,
}
# Whoever is shown the door gets no further with another word, so one is enough.
SHUT = {302, 403, 404}
# What a converter of an address lets through, and may be anything all the same.
IN_PATH = {
    "int": ["0", "9" * 30, "9" * 400],
    "slug": ["-", "_", "a" * 300, "0", "nieuw"],
    "str": ["%00", "%ED%A0%BD", "9" * 30, "0000-00-00", "9999-12-31", "a" * 3000, "%E2%80%AE", "."],
    "uuid": ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django")


@pytest.fixture
def _not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")


def on(settings: Settings, face: str) -> World:
    settings.ROOT_URLCONF = settings.URLCONF_OF[face]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF[face]
    return make_world()


def status_of(client: Client, method: str, address: str, body: str = "") -> int:
    cache.clear()
    cookies = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
    with transaction.atomic():
        answer = whole(client.generic(method, address, body, FORM))
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code


def encoded(names: Iterator[str] | list[str] | tuple[str, ...], value: str) -> str:
    return urlencode(dict.fromkeys(names, value), errors="surrogatepass")


@pytest.mark.parametrize("face", FACES)
def test_nothing_that_is_asked_or_sent_breaks_a_page(face: str, settings: Settings) -> None:
    world = on(settings, face)
    broken = []
    for actor in ACTORS[face]:
        client = browser_of(world, face, actor)
        for route in rights.routes_of(face):
            if route == "/klaar":  # its 503 is how the rest of the installation is
                continue
            address = rights.address_of(route, world, world.side_of(actor), actor)
            page = client.get(address)
            content = whole(page).content
            is_page = page.status_code == 200 and page["Content-Type"].startswith("text/html")
            html = content.decode() if is_page else ""
            names = {name for form in forms_of(html, address) for name, _value in form.fields}
            names |= set(re.findall(r'<(?:input|select|button)[^>]* name="([^"]+)"', html))
            shut = {page.status_code, status_of(client, "POST", address)} <= SHUT
            for what, value in [*ODD.items()][1:2] if shut else ODD.items():
                said = encoded(sorted({*names, *ASKED} - {"csrfmiddlewaretoken"}), value)
                if status_of(client, "GET", f"{address}?{said}") >= 500:
                    broken.append((actor, "GET", route, what))
                if names and status_of(client, "POST", address, said) >= 500:
                    broken.append((actor, "POST", route, what))
    assert broken == []


@pytest.mark.parametrize("face", FACES)
@pytest.mark.usefixtures("_not_drawn")
def test_nothing_in_a_path_breaks_a_page(face: str, settings: Settings) -> None:
    world = on(settings, face)
    broken = []
    for actor in ACTORS[face]:
        client = browser_of(world, face, actor)
        for route in rights.routes_of(face):
            right = rights.address_of(route, world, world.side_of(actor), actor)
            parts = dict(zip(PARAMETER.findall(route), _parts(route, right), strict=True))
            for kind, name in re.findall(r"<(\w+):(\w+)>", route):
                for value in IN_PATH[kind]:
                    odd = route
                    for other, part in {**parts, name: value}.items():
                        odd = re.sub(rf"<\w+:{other}>", part.replace("\\", ""), odd)
                    for method in ("GET", "POST"):
                        if status_of(client, method, odd) >= 500:
                            broken.append((actor, method, route, name, value[:20]))
    assert broken == []


def _parts(route: str, address: str) -> list[str]:
    """What stands in an address in the places of a route's parameters."""
    pattern = re.sub(r"<\w+:\w+>", "([^/]+?)", re.sub(r"([.])", r"\\\1", route))
    match = re.fullmatch(pattern, address)
    assert match, (route, address)
    return list(match.groups())
