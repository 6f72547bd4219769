"""Staff who are with a group: one tap makes room for two hours, all see until when, and it is kept who did it."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.permissions import Role
from accounts.services.limit_table import GROUP_WINDOW
from challenges.models import Campaign
from challenges.services.join_limits import NoGroupNowError, close_group, group_is_open, open_group
from tests.factories import AT_NOON, make_campaign, make_organisation, make_staff
from tests.history import events_of

pytestmark = pytest.mark.django_db
CAMPAIGN = "/beheer/vaartstad/campagnes/vaartwijk/"
GROUP = f"{CAMPAIGN}groep/"
BUTTON, OPEN = "We zijn met een groep</button>", "Er is ruimte voor een groep tot 14.00 uur."
REFUSED = "Er kan niemand meedoen, dus een groep ook niet."


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="vaartstad")


@pytest.fixture
def campaign(organisation: Organisation) -> Campaign:
    return make_campaign(organisation=organisation, slug="vaartwijk")


@pytest.fixture
def browser(beheer_face: Client, campaign: Campaign) -> Client:
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=Role.EDITOR))
    return beheer_face


def page(browser: Client) -> str:
    return browser.get(CAMPAIGN).content.decode()


def test_one_tap_makes_room_and_the_page_says_until_when(browser: Client, campaign: Campaign) -> None:
    assert BUTTON in page(browser)
    answer = browser.post(GROUP)
    assert (answer.status_code, answer["Location"]) == (302, f"{CAMPAIGN}#groep")
    campaign.refresh_from_db()
    assert campaign.group_until == AT_NOON + GROUP_WINDOW
    assert OPEN in page(browser)
    assert BUTTON not in page(browser)


def test_a_second_tap_leaves_the_end_where_it_was(
    browser: Client, campaign: Campaign, clock: time_machine.Traveller
) -> None:
    browser.post(GROUP)
    clock.shift(dt.timedelta(minutes=30))
    browser.post(GROUP)
    campaign.refresh_from_db()
    assert campaign.group_until == AT_NOON + GROUP_WINDOW


def test_it_can_be_closed_and_ends_by_itself(
    browser: Client, campaign: Campaign, clock: time_machine.Traveller
) -> None:
    browser.post(GROUP)
    for _ in range(2):
        assert browser.post(GROUP, {"dicht": "ja"}).status_code == 302
        campaign.refresh_from_db()
        assert campaign.group_until is None
    browser.post(GROUP)
    clock.shift(GROUP_WINDOW)
    browser.force_login(make_staff(organisation=campaign.organisation))  # the session is over by then too
    assert BUTTON in page(browser)


def test_who_looks_along_sees_it_and_has_no_button(
    beheer_face: Client, browser: Client, campaign: Campaign
) -> None:
    browser.post(GROUP)
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=Role.VIEWER))
    assert OPEN in page(beheer_face)
    assert "Sluit de ruimte" not in page(beheer_face)
    assert beheer_face.post(GROUP, {"dicht": "ja"}).status_code == 403


def test_opening_and_closing_are_in_the_history_with_who(browser: Client, campaign: Campaign) -> None:
    browser.post(GROUP)
    browser.post(GROUP, {"dicht": "ja"})
    told = events_of(campaign)
    assert [label for label, _context in told] == ["insert", "update", "update"]
    assert all(context and context["user"] for _label, context in told[1:])
    browser.force_login(make_staff(organisation=campaign.organisation))
    assert "ruimte voor een groep tot" in browser.get("/beheer/vaartstad/geschiedenis/").content.decode()


@pytest.mark.parametrize("status", ["draft", "paused", "closed", "archived"])
def test_a_campaign_that_nobody_can_join_has_no_room_to_make(
    status: str, organisation: Organisation, browser: Client, campaign: Campaign
) -> None:
    Campaign.objects.update(status=status)
    assert BUTTON not in page(browser)
    assert REFUSED not in page(browser)
    answer = browser.post(GROUP)
    assert (answer.status_code, answer["Location"]) == (302, f"{CAMPAIGN}?groep=nee#groep")
    assert REFUSED in browser.get(answer["Location"]).content.decode()
    with pytest.raises(NoGroupNowError):
        open_group(campaign=campaign, now=AT_NOON)
    campaign.refresh_from_db()
    assert campaign.group_until is None


def test_an_end_that_nobody_can_have_made_is_no_room(campaign: Campaign) -> None:
    """The clock was put back after it was opened."""
    found = open_group(campaign=campaign, now=AT_NOON)
    assert group_is_open(campaign=found, now=AT_NOON)
    assert not group_is_open(campaign=found, now=AT_NOON + GROUP_WINDOW)
    assert not group_is_open(campaign=found, now=AT_NOON - dt.timedelta(seconds=1))
    assert not group_is_open(campaign=close_group(campaign=found, now=AT_NOON), now=AT_NOON)


def test_the_campaigns_page_asks_nothing_more_for_it(
    browser: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser.get(CAMPAIGN)
    with django_assert_num_queries(11):
        browser.get(CAMPAIGN)


def test_a_copy_of_a_campaign_has_no_group(campaign: Campaign) -> None:
    from challenges.services.campaigns import _COPIED

    assert "group_until" not in _COPIED
