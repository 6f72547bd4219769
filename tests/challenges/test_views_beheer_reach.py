"""The staff page about how people find a campaign."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Campaign, PageTotal
from challenges.queries.campaigns import DayRow
from challenges.services import printed
from tests.factories import AT_NOON, TODAY, make_campaign, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def browser(beheer_face: Client, organisation: Organisation) -> Client:
    beheer_face.force_login(make_staff(organisation=organisation, role=Role.VIEWER))
    return beheer_face


def base(campaign: Campaign) -> str:
    return f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/bereik/"


SHEETS = ("poster.pdf", "flyer.pdf", "ideeen.pdf")
PICTURES = ("poster.png", "flyer.png", "ideeen.png", "deelbeeld.png")


def test_every_sheet_and_picture_can_be_had(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation, slug="hallo")
    for name in SHEETS:
        response = browser.get(base(campaign) + name)
        assert (response.content[:5], response["Content-Type"]) == (b"%PDF-", "application/pdf")
        assert response["Content-Disposition"] == f'inline; filename="hallo-{name}"'
    for name in PICTURES:
        response = browser.get(base(campaign) + name)
        assert (response.content[1:4], response["Content-Type"]) == (b"PNG", "image/png")


def test_a_draft_has_them_too_with_a_warning(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation, status=Campaign.Status.DRAFT)
    response = browser.get(base(campaign))
    assert response.context["is_public"] is False
    assert "Deel ze dus nog niet uit" in response.content.decode()
    assert browser.get(base(campaign) + "poster.pdf").status_code == 200


def test_english_only_for_a_campaign_that_has_it(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation, slug="hallo")
    assert browser.get(base(campaign) + "flyer.pdf?taal=en").status_code == 404
    Campaign.objects.update(english={"headline": "Hello", "reply": "Hi", "intro": "Something small."})
    response = browser.get(base(campaign) + "flyer.pdf?taal=en")
    assert b"/Lang(en)" in response.content
    assert response["Content-Disposition"] == 'inline; filename="hallo-flyer-en.pdf"'
    assert browser.get(base(campaign) + "flyer.pdf?taal=fr").status_code == 404


def test_the_ideas_are_of_the_week_that_was_chosen(
    browser: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = make_campaign(organisation=organisation, length=9)
    seen: list[list[int]] = []

    def note(*, days: list[DayRow], **_rest: Any) -> bytes:
        seen.append([day.number for day in days])
        return b"%PDF-"

    monkeypatch.setattr(printed, "idea_sheet", note)
    for chosen in ("", "?week=1", "?week=2"):
        assert browser.get(base(campaign) + "ideeen.pdf" + chosen).status_code == 200
    assert seen == [[1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7], [8, 9]]
    assert browser.get(base(campaign)).context["weeks"] == [1, 2]


@pytest.mark.parametrize(
    "name",
    ["ideeen.pdf?week=3", "ideeen.pdf?week=0", "ideeen.pdf?week=x", "anders.pdf", "poster.pdf?taal=%00"],
)
def test_what_is_not_there_is_not_there(name: str, browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation)
    assert browser.get(base(campaign) + name).status_code == 404


def test_without_days_there_is_no_sheet_of_ideas(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation)
    campaign.days.all().delete()
    assert browser.get(base(campaign) + "ideeen.pdf").status_code == 404
    assert "Vul eerst een paar dagen" in browser.get(base(campaign)).content.decode()


def test_another_organisations_sheets_are_not_there(browser: Client, organisation: Organisation) -> None:
    other = make_campaign()
    for name in ("", *SHEETS, *PICTURES):
        assert browser.get(base(other) + name).status_code == 404
        elsewhere = base(other).replace(other.organisation.slug, organisation.slug, 1)
        assert browser.get(elsewhere + name).status_code == 404


def test_nobody_gets_one_without_signing_in(beheer_face: Client) -> None:
    campaign = make_campaign()
    for name in ("", *SHEETS, *PICTURES):
        assert beheer_face.get(base(campaign) + name).status_code == 302


def test_the_link_to_copy_is_plain_and_safe(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation, slug="hallo")
    Campaign.objects.update(name="Hallo & <b>dag</b>")
    html = browser.get(base(campaign)).content.decode()
    snippet = html.split('<code id="html">')[1].split("</code>")[0]
    assert unescape(snippet) == (
        '<a href="http://localhost:8000/hallo/">Hallo &amp; &lt;b&gt;dag&lt;/b&gt;</a>'
    )


def test_totals_are_shown_as_times(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation)
    assert "Nog geen enkele keer" in browser.get(base(campaign)).content.decode()
    PageTotal.objects.create(campaign=campaign, local_date=TODAY, kind="visit", times=12)
    PageTotal.objects.create(campaign=campaign, local_date=TODAY, kind="scan", times=3)
    html = browser.get(base(campaign)).content.decode()
    assert "<b>12 keer</b> geopend, <b>3</b> keer via de QR-code." in html
    assert "Dit zijn keren, geen mensen" in html


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_asks_the_same_however_many_days_and_weeks(
    count: int, browser: Client, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign(organisation=organisation, length=count)
    for number in range(count):
        PageTotal.objects.create(
            campaign=campaign, local_date=TODAY.replace(day=1 + number), kind="visit", times=1
        )
    # session, user, membership, campaign, its days (days, slots, ideas, words), totals
    with django_assert_num_queries(9):
        browser.get(base(campaign))
