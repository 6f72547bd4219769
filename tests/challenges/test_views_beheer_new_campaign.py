"""Beginning a campaign: an example, a copy, an adoption or nothing, and a double tap."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Campaign
from tests.factories import AT_NOON, TODAY, make_campaign, make_organisation, make_staff

pytestmark = pytest.mark.django_db
NEW = "/beheer/vaartstad/campagnes/nieuw/"
NEXT_MONDAY = "2026-10-19"
BLANK = {"source": "leeg", "name": "Vaartwijk zegt gedag", "calendar": "fixed", "starts_on": NEXT_MONDAY}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="vaartstad")


@pytest.fixture
def browser(beheer_face: Client, organisation: Organisation) -> Client:
    beheer_face.force_login(make_staff(organisation=organisation))
    return beheer_face


def test_from_nothing_one_gets_a_draft_and_goes_on_to_the_texts(browser: Client) -> None:
    response = browser.post(NEW, BLANK)
    made = Campaign.objects.get()
    assert response["Location"] == "/beheer/vaartstad/campagnes/vaartwijk-zegt-gedag/teksten/"
    assert (made.status, made.organisation.slug, made.days.count()) == ("draft", "vaartstad", 14)
    assert (made.starts_on, made.ends_on) == (dt.date(2026, 10, 19), dt.date(2026, 11, 1))


def test_a_double_tap_makes_one_draft(browser: Client) -> None:
    first, second = browser.post(NEW, BLANK), browser.post(NEW, BLANK)
    assert first["Location"] == second["Location"]
    assert Campaign.objects.count() == 1


def test_an_example_brings_its_own_length(browser: Client) -> None:
    call_command("load_library")
    browser.post(NEW, {**BLANK, "source": "voorbeeld:week-tegen-eenzaamheid"})
    made = Campaign.objects.get()
    assert (made.days.count(), made.headline) == (7, "Zeg vandaag eens gedag.")
    assert made.days.first().slots.count() == 3  # type: ignore[union-attr]


def test_a_length_of_ones_own_goes_before_it(browser: Client) -> None:
    call_command("load_library")
    browser.post(NEW, {**BLANK, "source": "voorbeeld:week-tegen-eenzaamheid", "length": "10"})
    assert Campaign.objects.get().days.count() == 10


def test_a_copy_of_ones_own(browser: Client, organisation: Organisation) -> None:
    source = make_campaign(organisation=organisation, slug="vorig-jaar", length=5)
    browser.post(NEW, {**BLANK, "source": "kopie:vorig-jaar"})
    made = Campaign.objects.get(slug="vaartwijk-zegt-gedag")
    assert (made.days.count(), made.intro, made.adopted_from) == (5, source.intro, None)


def test_an_adoption(browser: Client) -> None:
    source = make_campaign(slug="landelijk", starts_on=None, length=3)
    Campaign.objects.update(adoptable=True)
    browser.post(NEW, {**BLANK, "source": "overnemen:landelijk"})
    made = Campaign.objects.get(slug="vaartwijk-zegt-gedag")
    assert (made.adopted_from, made.days.count(), made.contact_email) == (source, 3, "")


def test_the_link_to_duplicate_has_the_choice_made(browser: Client, organisation: Organisation) -> None:
    make_campaign(organisation=organisation, slug="vorig-jaar")
    form = browser.get(f"{NEW}?van=kopie:vorig-jaar").context["form"]
    assert form["source"].value() == "kopie:vorig-jaar"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"source": ""}, ["source"]),
        ({"source": "voorbeeld:bestaat-niet"}, ["source"]),
        ({"source": "kopie:van-een-ander"}, ["source"]),
        ({"source": "overnemen:van-een-ander"}, ["source"]),
        ({"name": ""}, ["name"]),
        ({"name": "!!!"}, ["slug"]),
        ({"slug": "nieuw"}, ["slug"]),
        ({"slug": "vandaag"}, ["slug"]),
        ({"slug": "van-een-ander"}, ["slug"]),
        ({"slug": "met spaties"}, ["slug"]),
        ({"starts_on": ""}, ["starts_on"]),
        ({"starts_on": "2026-10-13"}, ["starts_on"]),
        ({"starts_on": "maandag"}, ["starts_on"]),
        ({"length": "91"}, ["length"]),
        ({"calendar": ""}, ["calendar"]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    browser: Client, typed: dict[str, str], wrong: list[str]
) -> None:
    make_campaign(slug="van-een-ander")
    response = browser.post(NEW, {**BLANK, **typed})
    assert (response.status_code, list(response.context["form"].errors)) == (422, wrong)
    assert Campaign.objects.count() == 1
    assert response.context["form"]["name"].value() == {**BLANK, **typed}["name"]


def test_a_rolling_campaign_needs_no_day(browser: Client) -> None:
    browser.post(NEW, {**BLANK, "calendar": "rolling", "starts_on": ""})
    assert Campaign.objects.get().starts_on is None


@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 200), (Role.VIEWER, 403), (Role.ANALYST, 403)])
def test_only_who_may_edit_begins_one(
    beheer_face: Client, organisation: Organisation, role: Role, status: int
) -> None:
    beheer_face.force_login(make_staff(organisation=organisation, role=role))
    assert beheer_face.get(NEW).status_code == status
    beheer_face.post(NEW, BLANK)
    assert Campaign.objects.count() == (1 if status == 200 else 0)


def test_not_at_another_organisation(browser: Client) -> None:
    make_organisation(slug="elders")
    path = NEW.replace("vaartstad", "elders")
    assert (browser.get(path).status_code, browser.post(path, BLANK).status_code) == (404, 404)
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize("count", [1, 10])
def test_the_choice_asks_the_same_however_many_campaigns(
    browser: Client, organisation: Organisation, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_campaign(organisation=organisation, starts_on=TODAY)
        make_campaign()
    Campaign.objects.update(adoptable=True)
    with django_assert_num_queries(5):  # session, user, membership, own, offered
        browser.get(NEW)
