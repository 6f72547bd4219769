"""What strangers see of campaigns, and a campaign's look."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from challenges.models import Campaign, Theme
from interactions.services.library import load_library
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea, make_organisation

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


def test_the_front_page_lists_what_runs_and_taking_part_without(deelnemer_face: Client) -> None:
    running = make_campaign()
    make_campaign(starts_on=TODAY + DAY)
    national = make_campaign(starts_on=None, national=True)
    context = deelnemer_face.get("/").context
    assert (list(context["campaigns"]), context["national"]) == ([running], national)


def test_an_empty_house_has_a_front_page_too(deelnemer_face: Client) -> None:
    response = deelnemer_face.get("/")
    assert (response.status_code, response.context["national"]) == (200, None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_front_page_asks_the_same_however_many_campaigns(
    count: int, deelnemer_face: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_library(now=AT_NOON)
    for _ in range(count):
        make_campaign()
    make_campaign(starts_on=None, national=True)
    with django_assert_num_queries(6):  # campaigns, national, an example per step size, principles
        deelnemer_face.get("/")


@pytest.mark.parametrize(
    ("starts", "state"), [(1, "before"), (0, "running"), (-13, "running"), (-14, "over")]
)
def test_a_landing_page_knows_when_it_is(starts: int, state: str, deelnemer_face: Client) -> None:
    campaign = make_campaign(starts_on=TODAY + starts * DAY)
    context = deelnemer_face.get(f"/{campaign.slug}/").context
    assert context["state"] == state
    assert context["already_joined"] is False


@pytest.mark.parametrize("status", [Campaign.Status.PAUSED, Campaign.Status.CLOSED])
def test_a_campaign_that_is_not_open_offers_no_joining(status: str, deelnemer_face: Client) -> None:
    campaign = make_campaign(status=status)
    for path in (f"/{campaign.slug}/", f"/{campaign.slug}/meedoen/", f"/{campaign.slug}/meedoen/?stap=zin"):
        html = deelnemer_face.get(path).content.decode()
        assert 'name="akkoord"' not in html
        assert 'name="stap"' not in html


def test_what_a_campaign_says_of_itself_is_escaped(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    Campaign.objects.update(headline="<script>alert(1)</script>", intro='"><img src=x>')
    html = deelnemer_face.get(f"/{campaign.slug}/").content.decode()
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    ("wanted", "shown"), [("", "zin"), ("knik", "knik"), ("reus", "zin"), ("\x00", "zin")]
)
def test_looking_around_shows_today_in_any_size(wanted: str, shown: str, deelnemer_face: Client) -> None:
    ideas = {step: make_idea(step=step) for step in ("knik", "zin", "praatje")}
    campaign = make_campaign(starts_on=TODAY - DAY, length=2, days=[{"zin": make_idea()}, ideas])
    context = deelnemer_face.get(f"/{campaign.slug}/rondkijken/", {"stap": wanted}).context
    assert (context["version"], context["number"], context["step"]) == (ideas[shown], 2, shown)


def test_looking_around_a_rolling_campaign_shows_day_one(deelnemer_face: Client) -> None:
    idea = make_idea()
    campaign = make_campaign(starts_on=None, length=1, days=[{"zin": idea}])
    assert deelnemer_face.get(f"/{campaign.slug}/rondkijken/").context["version"] == idea


@pytest.mark.parametrize("starts", [1, -14])
def test_looking_around_out_of_season_shows_no_challenge(starts: int, deelnemer_face: Client) -> None:
    campaign = make_campaign(starts_on=TODAY + starts * DAY)
    response = deelnemer_face.get(f"/{campaign.slug}/rondkijken/")
    assert (response.status_code, response.context["version"]) == (200, None)


def test_a_look_is_a_style_sheet_that_may_be_kept(deelnemer_face: Client) -> None:
    Theme.objects.create(
        key="bos", name="Bos", version=3, tokens={"brand-paper": "#ffffff", "brand-action": "#004400"}
    )
    response = deelnemer_face.get("/thema/bos-3.css")
    assert response.content == b":root{--brand-action:#004400;--brand-paper:#ffffff;}"
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert deelnemer_face.get("/thema/bos-2.css").status_code == 404


def test_a_campaigns_pages_carry_its_look(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    theme = Theme.objects.create(key="bos", name="Bos", version=3, tokens={"brand-paper": "#ffffff"})
    Campaign.objects.update(theme=theme)
    html = deelnemer_face.get(f"/{campaign.slug}/").content.decode()
    (address,) = [part.split('"')[0] for part in html.split('href="') if part.startswith("/thema/")]
    assert deelnemer_face.get(address).status_code == 200


def test_whom_to_tell_that_something_does_not_work(deelnemer_face: Client) -> None:
    campaign = make_campaign(organisation=make_organisation())
    make_campaign(status=Campaign.Status.DRAFT)
    html = deelnemer_face.get("/toegankelijkheid/").content.decode()
    assert html.count("mailto:") == 1
    assert f"mailto:{campaign.contact_email}" in html


@pytest.mark.parametrize("status", [Campaign.Status.PAUSED, Campaign.Status.CLOSED])
def test_looking_around_shows_no_challenge_of_a_campaign_that_stopped(
    status: str, deelnemer_face: Client
) -> None:
    campaign = make_campaign(status=status)
    assert deelnemer_face.get(f"/{campaign.slug}/rondkijken/").context["version"] is None


def test_a_municipality_that_has_a_mark_shows_it(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    campaign.theme = Theme.objects.create(key="vaartwijk", name="Vaartwijk", tokens={})
    campaign.save()
    assert "#l-vaartwijk" in deelnemer_face.get(f"/{campaign.slug}/").content.decode()
