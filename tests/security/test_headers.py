"""Every answer of both faces carries its headers, whoever asks and whatever comes of it.

The addresses come from the urlconfs, as in `tests/architecture/test_rights.py`: a page that is added tomorrow is asked
too. What differs for one route stands in the tables below, with why; a row that is not true any more fails as well.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from accounts.access import for_everyone
from tests.architecture import rights
from tests.architecture.rights import FACES, METHODS
from tests.architecture.rights_world import LOGIN_OF, World, browser_of, make_world
from tests.faces import FaceClient
from tests.security.asking import HOSTS, SIGNED_IN, as_on_a_server, ask, policy_of

pytestmark = pytest.mark.django_db
NOTHING, OURS = ["'none'"], ["'self'"]
OF_CAMPAIGN = "/beheer/<slug:org>/campagnes/<slug:slug>/"
# Shown in a frame on our own staff pages.
FRAMED = {
    f"{OF_CAMPAIGN}voorbeeld/",
    f"{OF_CAMPAIGN}voorbeeld/dag/<int:number>/",
    f"{OF_CAMPAIGN}bericht/voorbeeld/",
}
# Made to stand on pages of others: the picture beside a link, and open data.
OF_OTHERS_TOO = {"/<slug:slug>/beeld-<slug:version>.png", "/open-data/<slug:cohort>/<str:name>"}
# Published, of nobody: a browser may keep it, or keeps it and asks whether it is still so; everything else is kept
# nowhere.
KEPT = {
    "/thema/<slug:key>-<int:version>.css",
    "/thema/<slug:key>-<str:digest>.png",
    "/<slug:slug>/beeld-<slug:version>.png",
    "/resultaten/",
    "/resultaten/van/<slug:slug>/",
    "/resultaten/<slug:digest>/",
    "/resultaten/<slug:digest>/cijfers.<slug:sort>",
    "/resultaten/<slug:digest>/infographic/",
    "/resultaten/<slug:digest>/infographic.<slug:sort>",
    "/open-data/",
    "/open-data/<slug:cohort>/<str:name>",
}
ACTORS = {
    "deelnemer": ("anoniem", "deelnemer", "daglink"),
    "beheer": ("anoniem", "beheerder", "redactie"),
}
ALIKE = {
    "X-Content-Type-Options": re.compile("nosniff"),
    "Referrer-Policy": re.compile("same-origin"),
    "Cross-Origin-Opener-Policy": re.compile("same-origin"),
    "Cross-Origin-Resource-Policy": re.compile("same-origin|cross-origin"),
    "Permissions-Policy": re.compile(
        r"(?=.*camera=\(\))(?=.*geolocation=\(\))(?=.*microphone=\(\))[a-z-]+=\(\)(, [a-z-]+=\(\))*"
    ),
    "X-Frame-Options": re.compile("DENY|SAMEORIGIN"),
    "Cache-Control": re.compile(".+"),
    "Strict-Transport-Security": re.compile("max-age=31536000; includeSubDomains; preload"),
}


@for_everyone
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("stuk")


@for_everyone
def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("weg")


@for_everyone
def bare(request: HttpRequest) -> HttpResponse:
    """A page that took the headers off that it can reach."""
    response = HttpResponse("hoi")
    response._csp_exempt = True  # type: ignore[attr-defined]
    response.xframe_options_exempt = True
    return response


urlpatterns_of_trouble = [path("stuk/", broken), path("weg/", away), path("kaal/", bare)]
urlpatterns = [*urlpatterns_of_trouble, path("", include("config.urls_deelnemer"))]


@pytest.fixture
def world() -> World:
    return make_world()


def lacking(response: HttpResponse, route: str = "") -> list[str]:
    """What is not as it should be in the headers of an answer."""
    found = [
        f"{name}: {response.get(name)}"
        for name, right in ALIKE.items()
        if not right.fullmatch(response.get(name, ""))
    ]
    policy = policy_of(response)
    sources = {source for name, said in policy.items() if name != "style-src" for source in said}
    framed = route in FRAMED and response.status_code == 200 and "HX-Redirect" not in response
    if policy.get("default-src") != NOTHING or not sources <= {"'none'", "'self'"}:
        found.append("policy")
    if policy.get("script-src") not in (NOTHING, OURS) or not _styles_are_ours(policy.get("style-src", [])):
        found.append("script and style")
    if any(policy.get(name) != NOTHING for name in ("object-src", "base-uri")):
        found.append("object and base")
    if policy.get("form-action") not in (NOTHING, OURS):
        found.append("form-action")
    if policy.get("frame-ancestors") != (OURS if framed else NOTHING):
        found.append(f"frame-ancestors: {policy.get('frame-ancestors')}")
    if response.get("X-Frame-Options") != ("SAMEORIGIN" if framed else "DENY"):
        found.append(f"X-Frame-Options: {response.get('X-Frame-Options')}")
    return [*found, *(f"{name}: {response[name]}" for name in ("Server", "X-Powered-By") if name in response)]


def _styles_are_ours(said: list[str]) -> bool:
    """Style sheets of ours, or digests of what stands in a mail; never whatever somebody writes."""
    digest = re.compile(r"'unsafe-hashes'|'sha256-[\w+/]{43}='")
    return said in (NOTHING, OURS) or (bool(said) and all(digest.fullmatch(one) for one in said))


@pytest.mark.parametrize("face", FACES)
@pytest.mark.usefixtures("_not_drawn")
def test_every_route_for_everybody(face: str, settings: Settings) -> None:
    as_on_a_server(settings, face)
    world = make_world()
    wrong, kept, of_others, asked = [], set(), set(), 0
    for actor in ACTORS[face]:
        side, client = world.side_of(actor), browser_of(world, face, actor)
        for route in rights.routes_of(face):
            address = rights.address_of(route, world, side, actor)
            for method, headers in (("GET", {}), ("POST", {}), ("GET", {"HX-Request": "true"})):
                response = ask(client, method, address, face=face, headers=headers)
                asked += 1
                wrong += [
                    (actor, method, route, response.status_code, one) for one in lacking(response, route)
                ]
                if "no-store" not in response["Cache-Control"]:
                    kept.add(route)
                if response["Cross-Origin-Resource-Policy"] == "cross-origin":
                    of_others.add(route)
    assert wrong == []
    assert asked >= len(ACTORS[face]) * len(METHODS) * 70
    assert (kept - KEPT, of_others - OF_OTHERS_TOO) == (set(), set())


TROUBLE: dict[str, tuple[int, Callable[[Client], HttpResponse]]] = {
    "a host name that is not ours": (
        400,
        lambda one: ask(one, "GET", "/", face="deelnemer", HTTP_HOST="kwaad.example"),
    ),
    "the same over http": (
        400,
        lambda one: ask(one, "GET", "/", face="deelnemer", HTTP_HOST="kwaad.example", secure=False),
    ),
    "over http": (301, lambda one: ask(one, "GET", "/", face="deelnemer", secure=False)),
    "no such page": (404, lambda one: ask(one, "GET", "/is/er/niet/", face="deelnemer")),
    "no such static file": (404, lambda one: ask(one, "GET", "/static/niet.css", face="deelnemer")),
    "the address of a button": (405, lambda one: ask(one, "GET", "/taal/", face="deelnemer")),
    "without a slash": (301, lambda one: ask(one, "GET", "/ideeen", face="deelnemer")),
    "a method that nobody has": (405, lambda one: ask(one, "TRACE", "/privacy/", face="deelnemer")),
    "more than anybody types": (
        413,
        lambda one: ask(one, "POST", "/taal/", face="deelnemer", body="a=" + "a" * 300_000),
    ),
    "a length that is no number": (
        413,
        lambda one: ask(one, "POST", "/taal/", face="deelnemer", CONTENT_LENGTH="\u00b2"),
    ),
    "half a body": (
        400,
        lambda one: ask(
            one, "POST", "/taal/", face="deelnemer", body="onzin", content_type="multipart/form-data"
        ),
    ),
    "a page that breaks": (500, lambda one: ask(one, "GET", "/stuk/", face="deelnemer")),
    "a database that is away": (503, lambda one: ask(one, "GET", "/weg/", face="deelnemer")),
    "not signed in": (302, lambda one: ask(one, "GET", "/dagboek/", face="deelnemer")),
}


@pytest.mark.parametrize("what", TROUBLE)
def test_whatever_goes_wrong(what: str, settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    settings.ROOT_URLCONF = __name__
    status, asking = TROUBLE[what]
    response = asking(FaceClient(LOGIN_OF["deelnemer"], raise_request_exception=False))
    assert response.status_code == status
    over_http = what in ("over http", "the same over http")  # browsers believe this header over https only
    assert [one for one in lacking(response) if not (over_http and "Strict" in one)] == []
    assert response["Cache-Control"] == "no-store"


def test_a_form_without_its_token(settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    client = FaceClient(LOGIN_OF["deelnemer"], enforce_csrf_checks=True)
    response = ask(client, "POST", "/terug/", face="deelnemer")
    assert (response.status_code, lacking(response)) == (403, [])


def test_a_page_that_took_its_headers_off_is_noticed(settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    settings.ROOT_URLCONF = __name__
    response = ask(FaceClient(LOGIN_OF["deelnemer"]), "GET", "/kaal/", face="deelnemer")
    assert "policy" in lacking(response)
    assert "X-Frame-Options: None" in lacking(response)


@pytest.mark.parametrize("face", FACES)
def test_static_files_too(face: str, settings: Settings, tmp_path: Path) -> None:
    for name in ("a.css", "a.js", "a.svg", "a.woff2"):
        (tmp_path / name).write_text("a", encoding="utf-8")
    as_on_a_server(settings, face)
    settings.STATIC_ROOT = tmp_path
    client = FaceClient(LOGIN_OF[face])
    for name in ("a.css", "a.js", "a.svg", "a.woff2"):
        response = ask(client, "GET", f"/static/{name}", face=face)
        assert (response.status_code, response["Cache-Control"]) == (200, "max-age=3600, public")
        assert lacking(response) == []
        since = {"If-Modified-Since": response["Last-Modified"]}
        again = ask(client, "GET", f"/static/{name}", face=face, headers=since)
        assert (again.status_code, lacking(again)) == (304, [])
        no = ask(client, "POST", f"/static/{name}", face=face)
        assert (no.status_code, lacking(no)) == (405, [])


@pytest.mark.parametrize("face", FACES)
def test_a_browser_believes_the_sort_that_is_said(face: str, world: World, settings: Settings) -> None:
    """Every answer with something in it says what it is, text with its alphabet."""
    as_on_a_server(settings, face)
    sorts = set()
    for actor in ("anoniem", SIGNED_IN[face]):
        client = browser_of(world, face, actor)
        for route in rights.routes_of(face):
            address = rights.address_of(route, world, world.side_of(actor), actor)
            response = ask(client, "GET", address, face=face)
            if response.content:
                assert "Content-Type" in response, route
                sorts.add(response["Content-Type"])
    with_alphabet = {sort for sort in sorts if sort.startswith("text/")}
    assert {sort for sort in with_alphabet if not sort.endswith("charset=utf-8")} == set()
    assert sorts - with_alphabet <= {
        "application/json",
        "application/json; charset=utf-8",
        "application/manifest+json",
        "application/pdf",
        "application/zip",
        "image/png",
    }


def test_the_two_faces_have_two_names() -> None:
    """3.5.4: what one may do, a page of the other cannot."""
    assert len(set(HOSTS.values())) == len(FACES)
