"""The library for everybody and the diary for oneself, in the browser."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Participant
from interactions.models import Idea, IdeaVersion, Interaction, Reflection
from interactions.services.library import load_library
from tests.factories import AT_NOON, make_idea, make_moment, make_participant

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.mark.parametrize(
    ("asked", "step", "domains"),
    [
        ("", {"knik", "zin"}, {"buurt", "ov"}),
        ("?plek=ov", {"knik", "zin"}, {"ov"}),
        ("?plek=ov&plek=buurt", {"knik", "zin"}, {"buurt", "ov"}),
        ("?plek=ov&stap=zin", {"zin"}, {"ov"}),
        ("?vorm=groetsmoesje&stap=knik", {"knik"}, {"buurt", "ov"}),
        ("?plek=maan&vorm=gedicht&stap=reus", {"knik", "zin"}, {"buurt", "ov"}),
        ("?plek=%00&vorm=%00&stap=%00", {"knik", "zin"}, {"buurt", "ov"}),
        ("?plek=ov'--&onzin=1", {"knik", "zin"}, {"buurt", "ov"}),
    ],
)
def test_browsing_shows_what_was_asked(
    asked: str, step: set[str], domains: set[str], deelnemer_face: Client
) -> None:
    for domain in ("buurt", "ov"):
        for size in ("knik", "zin"):
            make_idea(domain=domain, step=size)
    context = deelnemer_face.get(f"/ideeen/{asked}").context
    found = {(version.idea.step, version.idea.domain_id) for version in context["versions"]}
    assert found == {(one, domain) for one in step for domain in domains}
    assert context["count"] == len(found)


def test_nothing_found_is_said_kindly(deelnemer_face: Client) -> None:
    make_idea(step="zin")
    response = deelnemer_face.get("/ideeen/?stap=praatje")
    assert (response.status_code, response.context["count"]) == (200, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(
    count: int, deelnemer_face: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_idea()
    with django_assert_num_queries(2):  # domains, versions
        deelnemer_face.get("/ideeen/")


def test_the_whole_library_fits_on_its_pages(deelnemer_face: Client) -> None:
    load_library(now=AT_NOON)
    assert deelnemer_face.get("/ideeen/").context["count"] == Idea.objects.count()
    for key in Idea.objects.values_list("key", flat=True):
        assert deelnemer_face.get(f"/ideeen/{key}/").status_code == 200


def test_the_page_of_an_idea_has_its_newest_words(deelnemer_face: Client) -> None:
    version = make_idea()
    newest = IdeaVersion.objects.create(
        idea=version.idea,
        number=2,
        title="<b>Nieuw</b>",
        do="x",
        why="x",
        author="editor",
        created_at=AT_NOON,
    )
    response = deelnemer_face.get(f"/ideeen/{version.idea.key}/")
    assert response.context["version"] == newest
    assert "<b>Nieuw</b>" not in response.content.decode()


def test_an_archived_idea_keeps_its_page(deelnemer_face: Client) -> None:
    version = make_idea()
    Idea.objects.update(archived_at=AT_NOON)
    assert deelnemer_face.get(f"/ideeen/{version.idea.key}/").status_code == 200
    assert deelnemer_face.get("/ideeen/").context["count"] == 0


def test_how_it_works_names_all_it_rests_on(deelnemer_face: Client) -> None:
    load_library(now=AT_NOON)
    context = deelnemer_face.get("/hoe-het-werkt/").context
    assert (len(context["principles"]), len(context["barriers"])) == (5, 9)
    assert all(fact.source for fact in context["facts"])


def test_a_diary_shows_ones_own_attempts(browser_of: Callable[[Participant], Client]) -> None:
    participant = make_participant()
    mine = make_moment(participant=participant, response="positive", predicted_yes=3)
    make_moment(participant=participant, status=Interaction.Status.PLANNED)
    make_moment(participant=make_participant())
    Reflection.objects.create(interaction=mine, text="<script>alert(1)</script>", written_at=AT_NOON)
    response = browser_of(participant).get("/dagboek/")
    assert (list(response.context["moments"]), response.context["month"].count) == ([mine], 1)
    assert "<script>alert" not in response.content.decode()


def test_an_empty_diary_is_an_invitation(browser_of: Callable[[Participant], Client]) -> None:
    response = browser_of(make_participant()).get("/dagboek/")
    assert (list(response.context["moments"]), "Hier komen je momenten" in response.content.decode()) == (
        [],
        True,
    )


def test_a_moment_of_ones_own_stands_there_too(browser_of: Callable[[Participant], Client]) -> None:
    moment = make_moment(participant=make_participant(), status=Interaction.Status.OTHER)
    Interaction.objects.update(idea_version=None)
    assert "Een eigen moment" in browser_of(moment.participant).get("/dagboek/").content.decode()


@pytest.mark.parametrize("count", [1, 40])
def test_a_diary_asks_the_same_however_full(
    count: int, browser_of: Callable[[Participant], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    participant = make_participant()
    for _ in range(count):
        make_moment(participant=participant)
    browser = browser_of(participant)
    with django_assert_num_queries(11):
        browser.get("/dagboek/")


@pytest.mark.parametrize(
    ("asked", "first", "shown"),
    [
        ("", dt.date(2026, 10, 1), 14),
        ("?maand=2026-09", dt.date(2026, 9, 1), 17),
    ],
)
def test_a_long_diary_has_months(
    asked: str, first: dt.date, shown: int, browser_of: Callable[[Participant], Client]
) -> None:
    participant, version = make_participant(), make_idea()
    Interaction.objects.bulk_create(
        Interaction(
            participant=participant, idea_version=version, domain_id="buurt", local_date=(AT_NOON - days * DAY).date(),
            status="done", outcome_at=AT_NOON, created_at=AT_NOON, updated_at=AT_NOON,
        )
        for days in range(31)
    )  # fmt: skip
    context = browser_of(participant).get(f"/dagboek/{asked}").context
    assert (context["month"].first, len(context["moments"])) == (first, shown)


@pytest.mark.parametrize(
    "asked", ["2026-11", "2027-01", "2026-13", "x", "2026-09", "0001-01", "%00", "2026-9"]
)
def test_a_month_that_cannot_be_goes_to_this_month(
    asked: str, browser_of: Callable[[Participant], Client]
) -> None:
    response = browser_of(make_participant()).get(f"/dagboek/?maand={asked}")
    assert (response.status_code, response["Location"]) == (302, "/dagboek/")
