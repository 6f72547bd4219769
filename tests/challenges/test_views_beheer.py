"""Staff pages: one's own organisations, and no trace that others exist."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import permissions
from accounts.models import Organisation, User
from accounts.permissions import Role
from challenges.models import Campaign
from tests.factories import AT_NOON, make_campaign, make_organisation, make_participation, make_staff

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def browser(beheer_face: Client, staff: User) -> Client:
    beheer_face.force_login(staff)
    return beheer_face


def paths(campaign: Campaign) -> list[str]:
    return [
        "/beheer/",
        f"/beheer/{campaign.organisation.slug}/",
        f"/beheer/{campaign.organisation.slug}/campagnes/",
        f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/",
    ]


def test_nobody_gets_in_without_signing_in(beheer_face: Client) -> None:
    for path in paths(make_campaign()):
        response = beheer_face.get(path)
        assert (response.status_code, response["Location"]) == (302, f"/inloggen/?next={path}")
        assert beheer_face.get(path, headers=HTMX)["HX-Redirect"] == f"/inloggen/?next={path}"


def test_the_root_leads_to_the_organisations(browser: Client) -> None:
    assert browser.get("/")["Location"] == "/beheer/"


def test_with_one_organisation_its_overview_comes_at_once(
    browser: Client, organisation: Organisation
) -> None:
    assert browser.get("/beheer/")["Location"] == f"/beheer/{organisation.slug}/"


def test_with_more_there_is_a_choice(browser: Client, staff: User, organisation: Organisation) -> None:
    second = make_organisation(slug="aa-dorp")
    staff.memberships.create(organisation=second, role=Role.VIEWER)
    memberships = browser.get("/beheer/").context["memberships"]
    assert [membership.organisation for membership in memberships] == [second, organisation]


def test_with_none_it_is_said_kindly(beheer_face: Client) -> None:
    beheer_face.force_login(make_staff())
    response = beheer_face.get("/beheer/")
    assert (response.status_code, response.context["memberships"]) == (200, [])


def test_the_campaigns_are_ones_own(browser: Client, organisation: Organisation) -> None:
    make_campaign()
    own = [make_campaign(organisation=organisation, status=status) for status in Campaign.Status]
    archived = own.pop()
    response = browser.get(f"/beheer/{organisation.slug}/campagnes/")
    assert {row["campaign"] for row in response.context["rows"]} == set(own)
    assert "1 gearchiveerde campagne" in response.content.decode()
    apart = browser.get(f"/beheer/{organisation.slug}/campagnes/?gearchiveerd")
    assert [row["campaign"] for row in apart.context["rows"]] == [archived]


def test_the_days_of_a_campaign(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation, length=3)
    context = browser.get(f"/beheer/{organisation.slug}/campagnes/{campaign.slug}/").context
    assert (context["campaign"], [day.number for day in context["days"]]) == (campaign, [1, 2, 3])
    assert context["public_url"] == f"http://localhost:8000/{campaign.slug}/"


@pytest.mark.parametrize("role", Role)
def test_every_role_may_look(role: Role, beheer_face: Client) -> None:
    campaign = make_campaign()
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=role))
    assert [beheer_face.get(path).status_code for path in paths(campaign)] == [302, 200, 200, 200]


def test_a_role_without_the_right_is_refused(beheer_face: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make_campaign()
    monkeypatch.setitem(permissions.ROLE_PERMISSIONS, Role.VIEWER, frozenset())
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=Role.VIEWER))
    for path in paths(campaign)[1:]:
        response = beheer_face.get(path)
        assert response.status_code == 403
        assert "Hier kun je niet bij" in response.content.decode()


def test_another_organisations_pages_are_not_there(browser: Client, organisation: Organisation) -> None:
    other = make_campaign()
    for path in (
        f"/beheer/{other.organisation.slug}/",
        f"/beheer/{other.organisation.slug}/campagnes/",
        f"/beheer/{other.organisation.slug}/campagnes/{other.slug}/",
        f"/beheer/{organisation.slug}/campagnes/{other.slug}/",
        f"/beheer/{organisation.slug}/campagnes/bestaat-niet/",
        "/beheer/bestaat-niet/",
    ):
        assert browser.get(path).status_code == 404


def test_somebody_who_was_closed_is_out_at_once(browser: Client, staff: User) -> None:
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert browser.get("/beheer/")["Location"].startswith("/inloggen/")


def test_somebody_who_left_the_organisation_is_out_of_it_at_once(
    browser: Client, staff: User, organisation: Organisation
) -> None:
    staff.memberships.all().delete()
    assert browser.get(f"/beheer/{organisation.slug}/").status_code == 404


def test_no_page_of_participants_is_on_this_face(browser: Client) -> None:
    make_campaign(slug="hallo")
    for path in ("/hallo/", "/vandaag/", "/dagboek/", "/ideeen/", "/van-mij/", "/privacy/"):
        assert browser.get(path).status_code == 404


def test_a_page_is_whole_or_its_inside(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation)
    for path in paths(campaign)[1:]:
        html = browser.get(path).content.decode()
        assert html.startswith("<!DOCTYPE html>")
        assert html.count("<h1") == 1
        part = browser.get(path, headers=HTMX)
        assert re.match(r"<title>[^<]+ · Gedag</title>", part.content.decode())
        assert ("<html" in part.content.decode(), part["HX-Push-Url"]) == (False, path)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many_campaigns_and_people(
    count: int, browser: Client, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        campaign = make_campaign(organisation=organisation)
        for _ in range(count):
            make_participation(campaign=campaign)
    with django_assert_num_queries(6):  # session, user, membership, campaigns, how messages go (2)
        browser.get(f"/beheer/{organisation.slug}/campagnes/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_days_ask_the_same_however_many(
    count: int, browser: Client, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign(organisation=organisation, length=count)
    with django_assert_num_queries(11):
        browser.get(f"/beheer/{organisation.slug}/campagnes/{campaign.slug}/")


def test_nothing_of_participants_can_be_seen(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation)
    before = [browser.get(path).content for path in paths(campaign)]
    for _ in range(3):
        make_participation(campaign=campaign)
    assert [without_nonce(browser.get(path).content) for path in paths(campaign)] == [
        without_nonce(one) for one in before
    ]


def without_nonce(html: bytes) -> bytes:
    """A page without what differs each time it is made."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", html)
