"""What staff see beforehand is the participants' own page, on which nothing can be pressed."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import get_urlconf, reverse

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Campaign, Theme
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea, make_organisation, make_staff

pytestmark = pytest.mark.django_db
LANDING = "/beheer/vaartstad/campagnes/vaartwijk/voorbeeld/"
PAGES = [LANDING, f"{LANDING}dag/1/", f"{LANDING}dag/2/"]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="vaartstad")


@pytest.fixture
def draft(organisation: Organisation) -> Campaign:
    day = {"knik": make_idea(step="knik", say="Hoi."), "zin": make_idea(say="Is lijn 3 al geweest?")}
    return make_campaign(
        organisation=organisation,
        slug="vaartwijk",
        status="draft",
        starts_on=TODAY + dt.timedelta(days=5),
        days=[day, {}],
        length=2,
    )


@pytest.fixture
def browser(beheer_face: Client, draft: Campaign) -> Client:
    beheer_face.force_login(make_staff(organisation=draft.organisation))
    return beheer_face


def test_the_campaigns_page_is_there_before_it_is_public(browser: Client) -> None:
    response = browser.get(LANDING)
    html = response.content.decode()
    assert response.templates[0].name == "challenges/landing.html"
    assert "Zeg eens gedag." in html
    assert "Ik doe straks mee" in html


def test_a_draft_whose_dates_are_past_still_shows_itself_as_new(browser: Client) -> None:
    Campaign.objects.update(starts_on=TODAY - dt.timedelta(days=50), ends_on=TODAY - dt.timedelta(days=40))
    assert "Ik doe straks mee" in browser.get(LANDING).content.decode()


def test_what_is_not_written_yet_says_what_it_will_be(browser: Client) -> None:
    Campaign.objects.update(headline="", reply="", intro="", people=[])
    html = browser.get(LANDING).content.decode()
    assert "Hier komt je kop." in html
    assert Campaign.objects.get().headline == ""


def test_a_day_as_somebody_finds_it_in_the_morning(browser: Client) -> None:
    response = browser.get(f"{LANDING}dag/1/")
    html = response.content.decode()
    assert "challenges/today.html" in [template.name for template in response.templates]
    assert "Is lijn 3 al geweest?" in html
    assert "maandag 19 oktober, dag 1 van 2" in html
    assert "Hoi." in browser.get(f"{LANDING}dag/1/?stap=knik").content.decode()


def test_an_empty_day_shows_as_a_rest_day(browser: Client) -> None:
    assert "Vandaag een rustdag" in browser.get(f"{LANDING}dag/2/").content.decode()


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_day_that_is_not_in_it_is_not_there(browser: Client, number: int) -> None:
    assert browser.get(f"{LANDING}dag/{number}/").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_nothing_in_it_can_be_pressed(browser: Client, path: str) -> None:
    response = browser.get(path)
    html = response.content.decode()
    assert re.findall(r"<a\b[^>]*href", html) == []
    assert "<script" not in html
    policy = response["Content-Security-Policy"]
    assert "form-action 'none'" in policy
    assert "script-src 'none'" in policy


@pytest.mark.parametrize("path", PAGES)
def test_only_our_own_pages_may_frame_it(browser: Client, path: str) -> None:
    response = browser.get(path)
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_no_other_page_may_be_framed(browser: Client, draft: Campaign) -> None:
    for path in (
        "/beheer/vaartstad/",
        "/beheer/vaartstad/campagnes/vaartwijk/",
        "/beheer/vaartstad/campagnes/nieuw/",
    ):
        response = browser.get(path)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert "frame-src" not in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


def test_it_has_the_campaigns_look_at_our_own_address(browser: Client) -> None:
    look = Theme.objects.create(key="vaartwijk", name="Vaartwijk", tokens={"brand-ink": "#0d2240"}, version=3)
    Campaign.objects.update(theme=look)
    (address,) = re.findall(r'href="(/thema/[^"]+)"', browser.get(LANDING).content.decode())
    response = browser.get(address)
    assert (address, response.content) == ("/thema/vaartwijk-3.css", b":root{--brand-ink:#0d2240;}")
    assert browser.get("/thema/vaartwijk-2.css").status_code == 404


def test_afterwards_the_addresses_are_the_staffs_again(browser: Client) -> None:
    browser.get(LANDING)
    assert get_urlconf() is None
    assert reverse("beheer:organisations") == "/beheer/"


@pytest.mark.parametrize("role", Role)
def test_every_role_may_see_it(beheer_face: Client, draft: Campaign, role: Role) -> None:
    beheer_face.force_login(make_staff(organisation=draft.organisation, role=role))
    assert [beheer_face.get(path).status_code for path in PAGES] == [200] * 3


def test_nobody_else_may(beheer_face: Client, draft: Campaign) -> None:
    assert beheer_face.get(LANDING)["Location"] == f"/inloggen/?next={LANDING}"
    beheer_face.force_login(make_staff(organisation=make_organisation()))
    assert [beheer_face.get(path).status_code for path in PAGES] == [404] * 3
