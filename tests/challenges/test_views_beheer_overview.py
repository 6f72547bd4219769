"""The overview: one page that says whether it works and what is next, for who may do it."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Heartbeat, Organisation
from accounts.permissions import Role
from challenges.models import Contribution, DeliverySummary, PageTotal
from tests.factories import AT_NOON, TODAY, make_campaign, make_organisation, make_participation, make_staff

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def browser(beheer_face: Client, organisation: Organisation) -> Client:
    beheer_face.force_login(make_staff(organisation=organisation))
    return beheer_face


def page(browser: Client, organisation: Organisation, rest: str = "") -> str:
    return browser.get(f"/beheer/{organisation.slug}/{rest}").content.decode()


def busy(organisation: Organisation, day: int = 8) -> str:
    """A campaign with something of everything; its slug."""
    campaign = make_campaign(organisation=organisation, starts_on=TODAY - (day - 1) * DAY)
    for kind, times in (("visit", 84), ("scan", 12)):
        PageTotal.objects.create(campaign=campaign, local_date=TODAY, kind=kind, times=times)
    for number in range(2):
        Contribution.objects.create(campaign=campaign, kind="quote", text=f"Hoi {number}.", offered_on=TODAY)
    DeliverySummary.objects.create(campaign=campaign, state="fine", began_at=AT_NOON, updated_at=AT_NOON)
    return campaign.slug


def test_without_campaigns_it_says_how_to_begin(browser: Client, organisation: Organisation) -> None:
    html = page(browser, organisation)
    assert "Je hebt nog geen campagne. Dit staat je te doen:" in html
    assert "Maak een campagne." in html


def test_a_campaign_that_runs_is_told_in_one_look(browser: Client, organisation: Organisation) -> None:
    slug = busy(organisation)
    for html in (page(browser, organisation), page(browser, organisation, f"campagnes/{slug}/")):
        for said in (
            "Vandaag is dag 8 van 14",
            "Lekker weer, hè?",
            "Berichten: in orde.",
            "84 bezoeken",
            "de QR-code is 12 keer gescand.",
            "2 bijdragen wachten",
            "Lees 2 bijdragen",
            "Schrijf het logboek halverwege",
        ):
            assert said in html, said


def test_who_looks_along_sees_how_it_goes_and_no_doors_that_stay_shut(
    beheer_face: Client, organisation: Organisation
) -> None:
    slug = busy(organisation)
    beheer_face.force_login(make_staff(organisation=organisation, role=Role.VIEWER))
    for html in (page(beheer_face, organisation), page(beheer_face, organisation, f"campagnes/{slug}/")):
        assert "2 bijdragen wachten" in html
        assert "Berichten: in orde." in html
        for shut in ("/bijdragen/", "/bericht/", "Schrijf het logboek"):
            assert shut not in html, shut


def test_what_is_being_made_and_what_is_over_stand_below(browser: Client, organisation: Organisation) -> None:
    draft = make_campaign(organisation=organisation, status="draft")
    over = make_campaign(organisation=organisation, starts_on=TODAY - 40 * DAY)
    archived = make_campaign(organisation=organisation, status="archived")
    html = page(browser, organisation)
    assert html.index("Er loopt nu geen campagne.") < html.index(draft.name) < html.index(over.name)
    assert "Schrijf het logboek" in html
    assert archived.name not in html


def test_people_change_nothing_on_it(browser: Client, organisation: Organisation) -> None:
    slug = busy(organisation)
    campaign = organisation.campaigns.get(slug=slug)
    ways = ("", f"campagnes/{slug}/")
    before = [
        browser.get(f"/beheer/{organisation.slug}/{way}").context["rows" if not way else "row"]
        for way in ways
    ]
    for _ in range(12):
        make_participation(campaign=campaign)
    after = [
        browser.get(f"/beheer/{organisation.slug}/{way}").context["rows" if not way else "row"]
        for way in ways
    ]
    assert before == after


@pytest.mark.parametrize("count", [1, 6])
def test_it_asks_the_same_however_many_campaigns(
    count: int, browser: Client, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        slug = busy(organisation, day=number + 1)
        make_campaign(organisation=organisation, status="draft")
        make_campaign(organisation=organisation, starts_on=None)
    with django_assert_num_queries(7):  # session, user, membership, campaigns, how messages go (2), today
        browser.get(f"/beheer/{organisation.slug}/")
    with django_assert_num_queries(11):  # and the steps and days of the campaign
        browser.get(f"/beheer/{organisation.slug}/campagnes/{slug}/")


@pytest.mark.parametrize(
    ("values", "word"),
    [({"tidied_at": AT_NOON}, "In orde."), ({"untidied_at": AT_NOON}, "Hapert."), ({}, "")],
    ids=["in order", "failing", "no night yet"],
)
def test_the_institute_reads_in_a_word_whether_what_has_to_go_goes(
    values: dict[str, dt.datetime], word: str, beheer_face: Client
) -> None:
    Heartbeat.objects.create(beat_at=AT_NOON, **values)
    institute = make_organisation(kind=Organisation.Kind.INSTITUTE)
    beheer_face.force_login(make_staff(organisation=institute, role=Role.EDITOR))
    html = page(beheer_face, institute)
    assert ("Opruimen van gegevens" in html) == bool(word)
    assert [one in html for one in ("<b>In orde.</b>", "<b>Hapert.</b>")] == [
        word == "In orde.",
        word == "Hapert.",
    ]


def test_a_municipality_is_not_asked_to_look_after_it(browser: Client, organisation: Organisation) -> None:
    Heartbeat.objects.create(beat_at=AT_NOON, untidied_at=AT_NOON)
    assert "Opruimen van gegevens" not in page(browser, organisation)
