"""Every address, with every method, for everybody there is: against the table in `rights.txt`.

How to read that table and how to add a row: `tests/architecture/rights_table.py`. The pages themselves are not drawn
here; whether somebody is let in is decided before that.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from accounts.access import for_staff
from accounts.permissions import Permission
from accounts.queries.cookies import cookies_of
from challenges.models import Campaign
from tests.architecture import rights, rights_world
from tests.architecture.rights import FACES, METHODS
from tests.architecture.rights_foreign import (
    intruded,
    routes_of_a_person,
    routes_of_organisation,
    swappable,
    swapped,
    touched,
)
from tests.architecture.rights_table import ACTORS, OBSERVED, TABLE, read_table, write_table
from tests.architecture.rights_world import World, browser_of, make_world
from tests.faces import OWNER
from tests.factories import AT_NOON

# A redirect, and forms of other people's classes: they answer any method, and change nothing by it.
ANSWER_ANYTHING = {("beheer", "/"), ("beheer", "/inloggen/"), ("beheer", "/inloggen/code/")}
pytestmark = pytest.mark.django_db


@for_staff(Permission.VIEW_CAMPAIGNS)
def careless(request: HttpRequest) -> HttpResponse:
    """A page that changes whatever number it is sent: what the tests below must notice."""
    asked = request.POST.get("campaign") or request.GET.get("campaign") or ""
    Campaign.objects.filter(pk=int(asked) if asked.isdigit() else 0).update(name="van een ander")
    return HttpResponse()


@for_staff(Permission.VIEW_CAMPAIGNS)
def open_door(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that fetches its campaign without asking whose it is."""
    return HttpResponse(str(Campaign.objects.get(slug=slug)))


# A staff face with two pages that forgot to look whose it is.
urlpatterns = [
    path("beheer/<slug:org>/slordig/", careless),
    path("beheer/<slug:org>/open/<slug:slug>/", open_door),
    path("", include("config.urls_beheer")),
]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Refusals are what is asked for here."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


@pytest.fixture
def cookies_set(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the cookies that any answer sets."""
    seen: set[str] = set()
    ask = Client.request

    def noted(self: Client, **request: Any) -> Any:
        response = ask(self, **request)
        seen.update(response.cookies)
        return response

    monkeypatch.setattr(Client, "request", noted)
    return seen


@pytest.fixture
def world() -> World:
    return make_world()


def on(settings: Settings, face: str) -> None:
    settings.ROOT_URLCONF = settings.URLCONF_OF[face]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF[face]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.usefixtures("_not_drawn")
def test_everybody_gets_at_every_address_what_the_table_says(
    face: str, world: World, settings: Settings, cookies_set: set[str]
) -> None:
    on(settings, face)
    observed, written = rights.observe(world, face), read_table()
    others = {row: words for row, words in read_table(OBSERVED).items() if row[0] != face}
    both = {row: words for one in FACES for row, words in (observed | others).items() if row[0] == one}
    write_table(both, OBSERVED)
    advice = "then `python3 -m tests.architecture.rights_table`, and read the new rows"
    of_face = {row for row in written if row[0] == face}
    assert sorted(observed.keys() - of_face) == [], f"routes without a row: {advice}"
    assert sorted(of_face - observed.keys()) == [], f"rows without a route: {advice}"
    wrong = [
        f"{' '.join(row)}: {actor} should get {expected}, and got {got}"
        for row, words in observed.items()
        for actor, expected, got in zip(ACTORS, written[row], words, strict=True)
        if expected != got
    ]
    assert wrong == []
    # In tests both faces read the settings of one: the name of the cookie against forgery is the same.
    named = {cookie.name for cookie in cookies_of(face, "nl")} | {settings.CSRF_COOKIE_NAME}
    assert (sorted(cookies_set - named), bool(cookies_set)) == ([], True)


def test_the_table_names_every_actor_and_nothing_twice() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert lines[1].split()[3:] == list(ACTORS)
    rows = [tuple(line.split()[:3]) for line in lines[2:]]
    assert len(rows) == len(set(rows))
    assert {method for _face, method, _route in rows} == set(METHODS)


def test_no_page_of_staff_lets_in_who_is_no_staff() -> None:
    """Read from the table alone, so that a wrong row cannot pass a review unseen."""
    for (face, method, route), words in read_table().items():
        if face == "beheer" and "<slug:org>" in route:
            got = dict(zip(ACTORS, words, strict=True))
            assert {got[actor] for actor in ("anoniem", "deelnemer", "daglink", "gewist")} == {"login"}
            assert got["elders"] == "404", (method, route)
            assert got["geen2e"] == "2e", (method, route)
            assert got["twee"] == got["beheerder"], (method, route)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.usefixtures("_not_drawn")
def test_looking_without_a_body_is_looking_and_other_methods_open_nothing(
    face: str, world: World, settings: Settings
) -> None:
    """What GET gives stands in the table, which the test above holds against the pages."""
    on(settings, face)
    wrong, written = [], read_table()
    for actor in ("anoniem", "deelnemer" if face == "deelnemer" else "beheerder"):
        client = browser_of(world, face, actor)
        for route in rights.routes_of(face):
            address = rights.address_of(route, world, world.side_of(actor), actor)
            words = {
                method: rights.word_for(rights.ask(client, method, address))
                for method in ("HEAD", "PUT", "DELETE", "PATCH")
            }
            looked = written[face, "GET", route][ACTORS.index(actor)]
            opened = {method for method in ("PUT", "DELETE", "PATCH") if words[method] == "ok"}
            if words["HEAD"] != looked or (opened and (face, route) not in ANSWER_ANYTHING):
                wrong.append((actor, route, looked, words))
    assert wrong == []


@pytest.mark.usefixtures("_not_drawn")
def test_what_is_anothers_does_not_exist_under_ones_own_address(world: World, settings: Settings) -> None:
    on(settings, "beheer")
    assert any(swappable(route) for route in routes_of_organisation())
    assert list(swapped(world)) == []


@pytest.mark.usefixtures("_not_drawn")
def test_what_another_participant_wrote_does_not_exist(world: World, settings: Settings) -> None:
    on(settings, "deelnemer")
    assert len(routes_of_a_person()) > 15
    assert list(intruded(world)) == []


@pytest.fixture
def _no_row_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a careless page does is seen here, and not kept from it by the database."""
    monkeypatch.setattr(rights_world, "LOGIN_OF", dict.fromkeys(FACES, OWNER))


@pytest.mark.usefixtures("_not_drawn", "_no_row_is_hidden")
def test_a_door_that_forgets_whose_it_is_is_noticed(world: World, settings: Settings) -> None:
    on(settings, "beheer")
    settings.URLCONF_OF = {**settings.URLCONF_OF, "beheer": __name__}
    settings.ROOT_URLCONF = __name__
    assert {(method, address) for _actor, method, address, _word in swapped(world)} == {
        (method, f"/beheer/{org}/open/ander-campagne/")
        for method in METHODS
        for org in ("eigen", "instituut")
    }


def test_what_is_sent_to_ones_own_address_never_reaches_anothers_rows(
    world: World, settings: Settings
) -> None:
    on(settings, "beheer")
    assert list(touched(world)) == []


@pytest.mark.usefixtures("_no_row_is_hidden")
def test_a_page_that_trusts_a_number_it_is_sent_is_noticed(world: World, settings: Settings) -> None:
    on(settings, "beheer")
    settings.URLCONF_OF = {**settings.URLCONF_OF, "beheer": __name__}
    settings.ROOT_URLCONF = __name__
    assert dict(touched(world)) == {"/beheer/eigen/slordig/": {"challenges_campaign"}}


@pytest.mark.usefixtures("_not_drawn")
def test_an_unknown_parameter_says_where_to_add_it(world: World) -> None:
    with pytest.raises(LookupError, match=r"<wat>.*rights_world\.py"):
        rights.address_of("/beheer/<slug:org>/<int:wat>/", world, world.own, "beheerder")
