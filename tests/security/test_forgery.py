"""What another site sends in somebody's name does nothing, at every address of both faces; and where a session turns
out to be over, no sign-in page ends up inside another page."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Language, Participant
from tests.architecture import rights
from tests.architecture.rights import FACES
from tests.architecture.rights_world import World, browser_of, make_world
from tests.faces import FaceClient
from tests.security.asking import HOSTS, SIGNED_IN, as_on_a_server, ask

pytestmark = pytest.mark.django_db
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# Goes without a token, because it changes a language and nothing else: see `accounts/views/language.py`.
WITHOUT_TOKEN = {("deelnemer", "/taal/")}
ELSEWHERE = "https://kwaad.example"


def guarded(world: World, face: str) -> Client:
    """Somebody's own browser, on a face that looks at tokens as on a server."""
    client = browser_of(world, face, SIGNED_IN[face])
    client.handler.enforce_csrf_checks = True
    return client


@pytest.mark.parametrize("face", FACES)
@pytest.mark.usefixtures("_not_drawn")
def test_without_a_token_nothing_is_taken(face: str, settings: Settings) -> None:
    as_on_a_server(settings, face)
    world = make_world()
    client, side = guarded(world, face), world.side_of(SIGNED_IN[face])
    taken, asked = [], 0
    for route in rights.routes_of(face):
        address = rights.address_of(route, world, side, SIGNED_IN[face])
        for method in UNSAFE:
            answer = ask(client, method, address, face=face)
            asked += 1
            no_such_way = method != "POST" and answer.status_code == 405
            if answer.status_code != 403 and not no_such_way and (face, route) not in WITHOUT_TOKEN:
                taken.append((method, route, answer.status_code))
    assert taken == []
    assert asked > 200


@pytest.mark.parametrize("face", FACES)
def test_a_token_of_another_browser_or_site_is_none(face: str, settings: Settings) -> None:
    as_on_a_server(settings, face)
    world = make_world()
    address = {"deelnemer": "/van-mij/uitloggen/elders/", "beheer": "/beheer/eigen/ideeen/nieuw/"}[face]
    client = guarded(world, face)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    ours = f"https://{HOSTS[face]}"
    for token, origin, status in (
        ("b" * 32, ours, {403}),
        ("a" * 32, ELSEWHERE, {403}),
        ("a" * 32, "null", {403}),
        ("a" * 32, ours.replace("https", "http"), {403}),
        ("a" * 32, ours, {302, 422}),
    ):
        body, headers = f"csrfmiddlewaretoken={token}", {"Origin": origin}
        answer = ask(client, "POST", address, face=face, body=body, headers=headers)
        assert answer.status_code in status, (token, origin)


def test_a_language_is_all_that_another_site_could_change(settings: Settings) -> None:
    """Its form comes without the participant's cookie (SameSite), so it is a stranger's."""
    as_on_a_server(settings, "deelnemer")
    world = make_world()
    client = FaceClient("gedag_deelnemer", enforce_csrf_checks=True)
    answer = ask(client, "POST", "/taal/", face="deelnemer", body="taal=en", headers={"Origin": ELSEWHERE})
    assert (answer.status_code, list(answer.cookies)) == (302, [settings.LANGUAGE_COOKIE_NAME])
    assert browser_of(world, "deelnemer", "deelnemer").cookies  # whose language is as it was
    assert set(Participant.objects.values_list("language", flat=True)) == {Language.DUTCH}


@pytest.mark.parametrize("face", FACES)
def test_a_refused_form_is_a_whole_page_without_a_way_to_sign_in(face: str, settings: Settings) -> None:
    """htmx gets the page whole; `gedag.js` shows what is in its main in the place of the page that was there
    (`tests/security/test_fragments.py`)."""
    as_on_a_server(settings, face)
    world = make_world()
    address = {"deelnemer": "/van-mij/uitloggen/", "beheer": "/beheer/eigen/ideeen/nieuw/"}[face]
    answer = ask(guarded(world, face), "POST", address, face=face, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert (answer.status_code, "<html" in html, "<form" in html.partition("<main")[2]) == (403, True, False)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.usefixtures("_not_drawn")
def test_htmx_is_never_led_to_signing_in_inside_a_page(face: str, settings: Settings) -> None:
    """An answer that says "go there" is followed by a browser without htmx noticing: the page would stand inside."""
    as_on_a_server(settings, face)
    world = make_world()
    wrong, led = [], 0
    for actor in ("anoniem", "geen2e" if face == "beheer" else "gewist"):
        client = browser_of(world, face, actor)
        for route in rights.routes_of(face):
            address = rights.address_of(route, world, world.own, actor)
            for method, body in (("GET", ""), ("POST", "note=Mijn+verhaal&name=Iets+moois")):
                answer = ask(client, method, address, face=face, body=body, headers={"HX-Request": "true"})
                target = answer.get("Location", "")
                if target.startswith(("/inloggen/", "/?wie=")) and not route.startswith(
                    ("/inloggen", "/uit")
                ):
                    wrong.append((actor, method, route, target))
                led += "HX-Redirect" in answer
    assert wrong == []
    assert led > 50
