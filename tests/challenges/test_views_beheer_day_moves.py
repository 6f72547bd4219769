"""What staff do with several days at a time: moving, copying a week, filling, adding and removing."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Campaign, CampaignSlot
from tests.challenges.board import MONDAY, ideas_on, make_draft, path, stamp, whole_library
from tests.factories import (
    AT_NOON,
    make_campaign,
    make_idea,
    make_staff,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def browser(beheer_face: Client, organisation: Organisation) -> Client:
    beheer_face.force_login(make_staff(organisation=organisation, role=Role.EDITOR))
    return beheer_face


@pytest.fixture
def draft(organisation: Organisation) -> Campaign:
    return make_draft(organisation)


# --- moving, copying, filling, adding -------------------------------------------------------------------------


def test_a_day_moves_and_the_board_tells(browser: Client, draft: Campaign) -> None:
    before = ideas_on(draft)
    response = browser.post(path(draft, "verplaats/"), {"van": 3, "naar": 9, "stand": stamp(draft)})
    assert response["Location"] == path(draft, "?dag=9&verplaatst=9&van=3#dag-9")
    assert ideas_on(draft) == {**before, 3: set(), 9: before[3]}
    page = browser.get(response["Location"])
    assert "Dag 3 staat nu op dag 9." in page.content.decode()


@pytest.mark.parametrize(
    ("rest", "form"),
    [
        ("verplaats/", {"van": 1, "naar": 2}),
        ("kopieer/", {"week": 1, "naar": 2}),
        ("vullen/", {"zaad": 1, "wat": "dagen"}),
        ("vullen/", {"zaad": 1, "wat": "alles"}),
    ],
)
def test_a_board_that_changed_meanwhile_is_not_acted_on(
    rest: str, form: dict[str, Any], browser: Client, draft: Campaign
) -> None:
    whole_library()
    seen = stamp(draft)
    CampaignSlot.objects.filter(day__campaign=draft, day__number=1).update(idea=make_idea().idea)
    before = ideas_on(draft)
    response = browser.post(path(draft, rest), {**form, "stand": seen})
    assert (response.status_code, ideas_on(draft)) == (409, before)
    assert "Er is intussen iets veranderd." in response.content.decode()


def test_a_proposal_is_shown_and_only_a_post_takes_it(browser: Client, draft: Campaign) -> None:
    whole_library()
    before = ideas_on(draft)
    first = browser.get(path(draft, "vullen/"), {"zaad": 1})
    second = browser.get(path(draft, "vullen/"), {"zaad": 2})
    again = browser.get(path(draft, "vullen/"), {"zaad": 1})
    assert first.context["filling"] == again.context["filling"] != second.context["filling"]
    assert ideas_on(draft) == before
    html = second.content.decode()
    assert "Voorstel voor 2 dagen" in html
    assert f"{path(draft, 'vullen/')}?zaad=3&amp;wat=dagen" in html
    browser.post(path(draft, "vullen/"), {"zaad": 2, "wat": "dagen", "stand": stamp(draft)})
    taken: dict[int, set[int]] = {9: set(), 10: set()}
    for fill in second.context["filling"].fills:
        taken[fill.number].add(fill.placed.idea)
    assert ideas_on(draft) == {**before, **taken}
    assert browser.post(path(draft, "vullen/"), {"zaad": 2, "stand": "oud"}).status_code == 409


def test_nothing_to_fill_is_said(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation, starts_on=MONDAY, length=2)
    assert "Er is niets om te vullen" in browser.get(path(campaign, "vullen/")).content.decode()


def test_copying_a_week_asks_before_it_overwrites(browser: Client, draft: Campaign) -> None:
    before = ideas_on(draft)
    asked = browser.get(path(draft, "kopieer/"), {"week": 1, "naar": 2}).content.decode()
    assert "Dag 1 komt in plaats van wat er nu op dag 8 staat." in asked
    assert "Kopieer en vervang 1 dag" in asked
    assert ideas_on(draft) == before
    form = {"week": 1, "naar": 2, "stand": stamp(draft)}
    response = browser.post(path(draft, "kopieer/"), form)
    assert response["Location"] == path(draft, "?dag=8&gekopieerd=2#dag-8")
    assert ideas_on(draft) == {**before, 8: before[1], 9: before[2], 10: before[3]}
    assert "Lijkt op dag 1" in browser.get(path(draft)).content.decode()


@pytest.mark.parametrize("week", ["", "0", "3", "x", "99999999999999"])
def test_a_week_that_is_not_there_is_404(week: str, browser: Client, draft: Campaign) -> None:
    assert browser.get(path(draft, "kopieer/"), {"week": week}).status_code == 404


def test_fewer_days_are_confirmed_first(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(
        organisation=organisation, starts_on=None, length=4, status=Campaign.Status.DRAFT
    )
    form = {"aantal": 2, "stand": stamp(campaign)}
    asked = browser.post(path(campaign, "aantal/"), form)
    assert "Er gaan 2 dagen weg waar al iets op staat" in asked.content.decode()
    assert campaign.days.count() == 4
    browser.post(path(campaign, "aantal/"), {**form, "zeker": "ja"})
    assert campaign.days.count() == 2


@pytest.mark.parametrize("number", ["0", "91", "x", ""])
def test_a_number_of_days_that_cannot_be_keeps_the_page(
    number: str, browser: Client, organisation: Organisation
) -> None:
    campaign = make_campaign(organisation=organisation, starts_on=None, length=2)
    response = browser.post(path(campaign, "aantal/"), {"aantal": number, "stand": stamp(campaign)})
    assert (response.status_code, campaign.days.count()) == (422, 2)


def test_dates_decide_and_not_the_form(browser: Client, draft: Campaign) -> None:
    form = {"aantal": 2, "stand": stamp(draft), "zeker": "ja"}
    assert browser.post(path(draft, "aantal/"), form).status_code == 409
    assert draft.days.count() == 10
