"""The board of days, one day, and what staff do there."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Campaign, CampaignSlot
from interactions.models import Idea
from interactions.models.library import Step
from tests.challenges.board import MONDAY, ideas_on, make_draft, path, posts, stamp, whole_library
from tests.factories import (
    AT_NOON,
    TODAY,
    make_campaign,
    make_idea,
    make_organisation,
    make_participant,
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


# --- the board -----------------------------------------------------------------------------------------------


def test_the_board_shows_weeks_days_and_what_is_empty(browser: Client, draft: Campaign) -> None:
    response = browser.get(path(draft))
    assert [[day.number for day in days] for _week, days in response.context["board"].weeks] == [
        [1, 2, 3, 4, 5, 6, 7],
        [8, 9, 10],
    ]
    html = response.content.decode()
    assert "Vul de 2 lege dagen" in html
    assert "Kies iets voor dag 9" in html
    assert "ma 19" in html
    assert "Kies minstens drie plekken" in html


def test_the_board_is_whole_or_its_inside(browser: Client, draft: Campaign) -> None:
    for rest in ("", "3/", "vullen/?zaad=1", "kopieer/?week=1"):
        html = browser.get(path(draft, rest)).content.decode()
        assert html.count("<h1") == 1
        part = browser.get(path(draft, rest), headers=HTMX)
        assert ("<html" in part.content.decode(), part["HX-Push-Url"]) == (False, path(draft, rest))


def test_a_campaign_without_days_teaches_what_a_day_is(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(
        organisation=organisation, starts_on=None, length=0, status=Campaign.Status.DRAFT
    )
    html = browser.get(path(campaign)).content.decode()
    assert "Hier komen de dagen" in html
    browser.post(path(campaign, "aantal/"), {"aantal": 7, "stand": stamp(campaign)})
    assert campaign.days.count() == 7


def test_the_day_that_is_shown_can_be_chosen_and_nonsense_is_the_first(
    browser: Client, draft: Campaign
) -> None:
    for asked, shown in (("3", 3), ("", 1), ("99", 1), ("x", 1), ("²", 1), ("9" * 30, 1)):
        assert browser.get(path(draft), {"dag": asked}).context["shown"].number == shown


@pytest.mark.parametrize("count", [1, 90])
def test_the_board_asks_the_same_however_many_days(
    count: int, browser: Client, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    steps = {step.value: make_idea(step=step) for step in Step}
    campaign = make_campaign(organisation=organisation, starts_on=None, length=count, days=[steps] * count)
    with django_assert_num_queries(
        9
    ):  # session, user, membership, campaign, its steps, days, slots, places, words
        browser.get(path(campaign))


@pytest.mark.parametrize("count", [1, 40])
def test_a_day_asks_the_same_however_many_ideas(
    count: int, browser: Client, draft: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_idea()
    with django_assert_num_queries(10):  # and what may be chosen
        browser.get(path(draft, "3/"))


@pytest.mark.parametrize("count", [1, 12])
def test_a_proposal_asks_the_same_however_many_days(
    count: int, browser: Client, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    whole_library()
    campaign = make_campaign(
        organisation=organisation,
        starts_on=MONDAY,
        length=count + 1,
        days=[{Step.ZIN.value: make_idea()}, *([{}] * count)],
        status=Campaign.Status.DRAFT,
    )
    with django_assert_num_queries(10):  # as the board, and what may be chosen
        browser.get(path(campaign, "vullen/"))


def test_a_campaign_that_runs_says_what_is_fixed(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation, starts_on=TODAY - dt.timedelta(days=1), length=4)
    html = browser.get(path(campaign)).content.decode()
    assert "Dag 1 tot en met 2 hebben deelnemers al." in html
    assert re.findall(r'aria-label="Verplaats dag (\d)"', html) == ["3", "4"]
    day = browser.get(path(campaign, "2/")).content.decode()
    assert "Deze dag ligt vast." in day
    assert "Kies uit de bibliotheek" not in day


def test_a_rolling_campaign_that_runs_says_whom_a_change_touches(
    browser: Client, organisation: Organisation
) -> None:
    campaign = make_campaign(organisation=organisation, starts_on=None, length=2)
    for rest in ("", "1/"):
        assert (
            "alleen deelnemers dat die nog niet zo ver zijn"
            in browser.get(path(campaign, rest)).content.decode()
        )


# --- choosing and clearing -----------------------------------------------------------------------------------


def test_an_idea_is_chosen_and_taken_away(browser: Client, draft: Campaign) -> None:
    idea = make_idea().idea
    response = browser.post(path(draft, "9/kies/"), {"idee": idea.pk})
    assert response["Location"] == path(draft, "9/")
    assert ideas_on(draft)[9] == {idea.pk}
    assert "Haal weg" in browser.get(path(draft, "9/")).content.decode()
    browser.post(path(draft, "9/haal-weg/"), {"stap": "zin", "gezien": idea.pk})
    assert ideas_on(draft)[9] == set()


def test_the_page_carries_what_was_on_the_screen(browser: Client, draft: Campaign) -> None:
    (current,) = ideas_on(draft)[3]
    html = browser.get(path(draft, "3/")).content.decode()
    assert f'name="gezien_zin" value="{current}"' in html
    assert 'name="gezien_knik" value=""' in html


def test_two_officers_on_one_day_see_both_choices(browser: Client, draft: Campaign) -> None:
    (seen,) = ideas_on(draft)[3]
    mine, theirs = make_idea(say="Van mij"), make_idea(say="Van een ander")
    CampaignSlot.objects.filter(day__campaign=draft, day__number=3).update(idea=theirs.idea)
    form = {"idee": mine.idea_id, "gezien_zin": seen}
    response = browser.post(path(draft, "3/kies/"), form)
    html = response.content.decode()
    assert (response.status_code, ideas_on(draft)[3]) == (409, {theirs.idea_id})
    assert "Van mij" in html
    assert "Van een ander" in html
    assert f'name="gezien_zin" value="{theirs.idea_id}"' in html
    browser.post(path(draft, "3/kies/"), {"idee": mine.idea_id, "gezien_zin": theirs.idea_id})
    assert ideas_on(draft)[3] == {mine.idea_id}


def test_taking_away_what_changed_meanwhile_takes_nothing(browser: Client, draft: Campaign) -> None:
    (seen,) = ideas_on(draft)[3]
    theirs = make_idea()
    CampaignSlot.objects.filter(day__campaign=draft, day__number=3).update(idea=theirs.idea)
    response = browser.post(path(draft, "3/haal-weg/"), {"stap": "zin", "gezien": seen})
    assert (response.status_code, ideas_on(draft)[3]) == (409, {theirs.idea_id})
    assert "Iemand anders koos hier iets anders" in response.content.decode()


def test_the_only_idea_of_a_day_stays_while_the_campaign_is_public(
    browser: Client, organisation: Organisation
) -> None:
    campaign = make_campaign(organisation=organisation, starts_on=None, length=1)
    (seen,) = ideas_on(campaign)[1]
    response = browser.post(path(campaign, "1/haal-weg/"), {"stap": "zin", "gezien": seen})
    assert (response.status_code, ideas_on(campaign)[1]) == (409, {seen})
    assert "Dit is het enige idee van deze dag." in response.content.decode()


def test_an_idea_that_was_put_away_meanwhile_is_said(browser: Client, draft: Campaign) -> None:
    idea = make_idea().idea
    Idea.objects.filter(pk=idea.pk).update(archived_at=AT_NOON)
    response = browser.post(path(draft, "9/kies/"), {"idee": idea.pk})
    assert (response.status_code, ideas_on(draft)[9]) == (409, set())
    assert "Dit idee is opgeborgen." in response.content.decode()


def test_what_is_not_there_is_404(browser: Client, draft: Campaign) -> None:
    foreign = make_idea().idea
    Idea.objects.filter(pk=foreign.pk).update(organisation=make_organisation())
    mine = make_idea().idea
    for idea in (foreign.pk, 987654, "x", "", 2**40):
        assert browser.post(path(draft, "9/kies/"), {"idee": idea}).status_code == 404
    for number in ("0", "11", "99999999999999999999"):
        assert browser.post(path(draft, f"{number}/kies/"), {"idee": mine.pk}).status_code == 404
        assert browser.get(path(draft, f"{number}/")).status_code == 404
    move = {"van": "1", "naar": "77", "stand": stamp(draft)}
    assert browser.post(path(draft, "verplaats/"), move).status_code == 404
    assert ideas_on(draft)[9] == set()


def test_a_day_that_began_is_refused_kindly(browser: Client, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation, starts_on=TODAY, length=4)
    (seen,) = ideas_on(campaign)[1]
    for rest, form in (
        ("1/kies/", {"idee": make_idea().idea_id, "gezien_zin": seen}),
        ("1/haal-weg/", {"stap": "zin", "gezien": seen}),
        ("verplaats/", {"van": 1, "naar": 3, "stand": stamp(campaign)}),
    ):
        response = browser.post(path(campaign, rest), form)
        assert response.status_code == 409
        assert "ligt vast" in response.content.decode()
    assert ideas_on(campaign)[1] == {seen}


# --- the picker ----------------------------------------------------------------------------------------------


def test_the_picker_narrows_by_words_and_kind_and_says_what_is_used(browser: Client, draft: Campaign) -> None:
    whole_library()
    wanted = make_idea(domain="school", step=Step.KNIK, say="Mooie brommer heb jij")
    (used,) = ideas_on(draft)[4]

    def found(**asked: str) -> list[int]:
        choices = browser.get(path(draft, "9/"), asked).context["choices"]
        return [choice.version.idea_id for choice in choices]

    assert found(zoek="BROMMER mooie") == [wanted.idea_id]
    assert found(zoek="brommer fiets") == []
    assert wanted.idea_id in found(plek="school", stap="knik", vorm="groetsmoesje", wat="ask")
    assert len(found(plek="school", stap="knik")) == 4
    assert len(found(plek="maan", stap="sprong")) == len(found())
    assert used in found()
    assert used not in found(vrij="on")
    by_idea = {
        choice.version.idea_id: choice.days for choice in browser.get(path(draft, "9/")).context["choices"]
    }
    assert (by_idea[used], by_idea[wanted.idea_id]) == ((4,), ())


def test_an_own_idea_is_in_the_picker_of_its_own_organisation_only(browser: Client, draft: Campaign) -> None:
    own, foreign = make_idea(say="Eigen markt"), make_idea(say="Andermans markt")
    Idea.objects.filter(pk=own.idea_id).update(organisation=draft.organisation)
    Idea.objects.filter(pk=foreign.idea_id).update(organisation=make_organisation())
    html = browser.get(path(draft, "9/")).content.decode()
    assert "Eigen markt" in html
    assert "Andermans markt" not in html


# --- who ------------------------------------------------------------------------------------------------------


def test_who_only_looks_sees_no_buttons_and_changes_nothing(beheer_face: Client, draft: Campaign) -> None:
    beheer_face.force_login(make_staff(organisation=draft.organisation, role=Role.VIEWER))
    before = ideas_on(draft)
    for rest in ("", "3/", "9/"):
        html = beheer_face.get(path(draft, rest)).content.decode()
        inside = html[html.index("<main") : html.index("</main>")]
        assert "<button" not in inside
    for rest, form in posts(draft):
        assert beheer_face.post(path(draft, rest), form).status_code == 403
    for rest in ("vullen/", "kopieer/?week=1"):
        assert beheer_face.get(path(draft, rest)).status_code == 403
    assert ideas_on(draft) == before


def test_another_organisations_days_are_not_there(browser: Client, organisation: Organisation) -> None:
    other = make_campaign(length=10, status=Campaign.Status.DRAFT)
    before = ideas_on(other)
    for base in (path(other), path(other).replace(other.organisation.slug, organisation.slug)):
        assert browser.get(base).status_code == 404
        for rest, form in posts(other):
            assert browser.post(base + rest, form).status_code == 404
    assert ideas_on(other) == before


def test_nobody_gets_in_without_signing_in(beheer_face: Client, draft: Campaign) -> None:
    for rest in ("", "3/", "vullen/", "kopieer/"):
        assert beheer_face.get(path(draft, rest))["Location"].startswith("/inloggen/")


def test_an_own_idea_is_no_page_of_the_public(
    deelnemer_face: Client, browser_of: Callable[..., Client]
) -> None:
    own = make_idea()
    Idea.objects.filter(pk=own.idea_id).update(organisation=make_organisation())
    library = make_idea()
    known = browser_of(make_participant())
    assert deelnemer_face.get(f"/ideeen/{library.idea.key}/").status_code == 200
    assert deelnemer_face.get(f"/ideeen/{own.idea.key}/").status_code == 404
    assert own.idea.key not in deelnemer_face.get("/ideeen/").content.decode()
    assert known.post(f"/ideeen/{own.idea.key}/bewaar/", {"bewaar": "ja"}).status_code == 404
    assert known.post(f"/ideeen/{library.idea.key}/bewaar/", {"bewaar": "ja"}).status_code == 302
