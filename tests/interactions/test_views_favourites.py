"""Keeping ideas: a heart on a card and on a page, and the list of what was kept."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Participant
from interactions.models import Favourite, Idea
from tests.factories import AT_NOON, make_idea, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def participant() -> Participant:
    return make_participant()


@pytest.fixture
def browser(participant: Participant, browser_of: Callable[[Participant], Client]) -> Client:
    return browser_of(participant)


def kept_by(participant: Participant) -> list[str]:
    return list(Favourite.objects.filter(participant=participant).values_list("idea__key", flat=True))


def test_the_form_says_what_it_wants_so_twice_is_once(browser: Client, participant: Participant) -> None:
    key = make_idea().idea.key
    for wanted, expected in (("ja", [key]), ("ja", [key]), ("nee", []), ("nee", [])):
        response = browser.post(f"/ideeen/{key}/bewaar/", {"bewaar": wanted})
        assert (response["Location"], kept_by(participant)) == (f"/ideeen/{key}/", expected)


@pytest.mark.parametrize(
    ("back", "goes_to"),
    [
        ("/ideeen/?plek=ov&stap=zin#idee-x", "/ideeen/?plek=ov&stap=zin#idee-x"),
        ("/van-mij/", "/ideeen/buurt-groet/"),
        ("https://elders.example/ideeen/", "/ideeen/buurt-groet/"),
        ("//elders.example/ideeen/", "/ideeen/buurt-groet/"),
        ("/ideeen/\r\nX: y", "/ideeen/%0D%0AX:%20y"),
        ("\x00", "/ideeen/buurt-groet/"),
        ("", "/ideeen/buurt-groet/"),
    ],
)
def test_it_goes_back_to_where_it_was_tapped_and_nowhere_else(
    back: str, goes_to: str, browser: Client
) -> None:
    make_idea(key="buurt-groet")
    response = browser.post("/ideeen/buurt-groet/bewaar/", {"bewaar": "ja", "terug": back})
    assert (response.status_code, response["Location"]) == (302, goes_to)


def test_the_list_of_what_was_kept_is_ones_own(browser: Client, participant: Participant) -> None:
    mine, theirs = make_idea(), make_idea()
    Favourite.objects.create(participant=participant, idea=mine.idea, created_at=AT_NOON)
    Favourite.objects.create(participant=make_participant(), idea=theirs.idea, created_at=AT_NOON)
    assert browser.get("/ideeen/").context["count"] == 2
    assert browser.get("/ideeen/?bewaard=ja").context["versions"] == [mine]


def test_nothing_kept_yet_is_an_invitation(browser: Client) -> None:
    make_idea()
    assert "Hier komen de ideeën die je bewaart" in browser.get("/ideeen/?bewaard=ja").content.decode()


def test_a_stranger_sees_no_heart_and_keeps_nothing(deelnemer_face: Client) -> None:
    key = make_idea().idea.key
    for page in ("/ideeen/", f"/ideeen/{key}/"):
        assert "/bewaar/" not in deelnemer_face.get(page).content.decode()
    assert deelnemer_face.post(f"/ideeen/{key}/bewaar/", {"bewaar": "ja"})["Location"].startswith("/?wie=")
    assert Favourite.objects.count() == 0


def test_an_idea_that_is_not_there_cannot_be_kept(browser: Client) -> None:
    assert browser.post("/ideeen/niets/bewaar/", {"bewaar": "ja"}).status_code == 404


@pytest.mark.parametrize("archived", [None, AT_NOON])
def test_only_an_idea_that_is_still_offered_can_be_tried(archived: object, browser: Client) -> None:
    key = make_idea().idea.key
    Idea.objects.update(archived_at=archived)
    assert (f"/vandaag/idee/{key}/" in browser.get(f"/ideeen/{key}/").content.decode()) == (archived is None)


@pytest.mark.parametrize("count", [1, 12])
def test_hearts_ask_the_same_however_many(
    count: int, browser: Client, participant: Participant, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        Favourite.objects.create(participant=participant, idea=make_idea().idea, created_at=AT_NOON)
    with django_assert_num_queries(5):  # the session, the own look, what was kept, places, versions
        browser.get("/ideeen/")
