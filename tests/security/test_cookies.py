"""Over https every cookie is bound to its host, closed to scripts, and not sent along from elsewhere."""

from http.cookies import Morsel
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.architecture import rights
from tests.architecture.rights import FACES
from tests.architecture.rights_world import LOGIN_OF, browser_of, make_world
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import make_campaign, make_staff
from tests.security.asking import SIGNED_IN, as_on_a_server, ask

pytestmark = pytest.mark.django_db
# All there are; a new one needs a reason, and a line on the page about cookies.
COOKIES = {
    "deelnemer": {"__Host-deelname", "__Host-deelnemer-csrf", "__Host-taal", "__Host-terug"},
    "beheer": {"__Host-beheer", "__Host-beheer-csrf"},
}


def open_to(morsel: "Morsel[str]") -> list[str]:
    """What a cookie lacks."""
    wants: dict[str, Any] = {"secure": True, "path": "/", "domain": "", "samesite": "Lax"}
    lacks = [name for name, value in wants.items() if morsel[name] != value]
    taken_back = morsel["max-age"] == 0
    return lacks if morsel["httponly"] or taken_back else [*lacks, "httponly"]


def given(client: Client, face: str, method: str, address: str, body: str = "") -> HttpResponse:
    return ask(client, method, address, face=face, body=body)


@pytest.mark.parametrize("face", FACES)
def test_every_cookie_of_every_page(face: str, settings: Settings) -> None:
    as_on_a_server(settings, face)
    world = make_world()
    wrong, names = [], set()
    for actor in ("anoniem", SIGNED_IN[face]):
        client = browser_of(world, face, actor)
        for route in rights.routes_of(face):
            address = rights.address_of(route, world, world.side_of(actor), actor)
            method = "GET" if actor == "anoniem" else "POST"
            for name, morsel in given(client, face, method, address).cookies.items():
                names.add(name)
                wrong += [(actor, method, route, name, one) for one in open_to(morsel)]
    assert wrong == []
    assert names - COOKIES[face] == set()


def test_those_that_only_come_when_something_is_typed(settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    campaign, client = make_campaign(), FaceClient(DEELNEMER)
    asked = given(client, "deelnemer", "POST", "/terug/mail/", "address=ik@thuis.example")
    chosen = given(client, "deelnemer", "POST", "/taal/", "taal=en&terug=/")
    joined = given(
        client, "deelnemer", "POST", f"/{campaign.slug}/meedoen/",
        "stap=zin&akkoord=ja&join_key=0b7f7c3e-7d0c-4c56-9a3c-111111111111",
    )  # fmt: skip
    found = {**asked.cookies, **chosen.cookies, **joined.cookies}
    assert {"__Host-terug", "__Host-taal", "__Host-deelname"} <= set(found)
    assert [open_to(one) for one in found.values()] == [[]] * len(found)


def test_signing_in_as_staff(settings: Settings) -> None:
    as_on_a_server(settings, "beheer")
    staff, client = make_staff(), FaceClient(BEHEER)
    answer = given(client, "beheer", "POST", "/inloggen/", f"email={staff.email}")
    assert "__Host-beheer" in answer.cookies
    assert [open_to(one) for one in answer.cookies.values()] == [[]] * len(answer.cookies)


def test_an_open_cookie_is_noticed() -> None:
    response = HttpResponse()
    response.set_cookie("a", "b", domain="gedag.example", samesite="None")
    assert open_to(response.cookies["a"]) == ["secure", "domain", "samesite", "httponly"]


@pytest.mark.parametrize("face", FACES)
def test_the_signs_of_life_give_none(face: str, settings: Settings) -> None:
    as_on_a_server(settings, face)
    assert given(FaceClient(LOGIN_OF[face]), face, "GET", "/gezond").cookies == {}
