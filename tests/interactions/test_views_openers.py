"""The groetsmoesje builder in the browser, and the openers somebody keeps."""

import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Participant
from interactions.models import Interaction, LifeDomain, Opener, OwnOpener
from interactions.queries.openers import AT_A_TIME
from interactions.services.library import load_library
from tests.factories import AT_NOON, TODAY, make_domain, make_participant

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


def make_opener(*, text: str = "Lekker rustig hier, hè?", key: str = "buurt-observer-1") -> Opener:
    return Opener.objects.create(
        key=key, domain=make_domain(), character="observer", text=text, position=Opener.objects.count() + 1
    )


def make_own(participant: Participant, *, text: str = "Mag ik erbij?") -> OwnOpener:
    return OwnOpener.objects.create(
        participant=participant, text=text, domain=make_domain(), created_at=AT_NOON, updated_at=AT_NOON
    )


def typed(**changed: object) -> dict[str, object]:
    make_domain()
    return {"client_id": str(uuid.uuid4()), "text": "Zo, mooi weer.", "domain": "buurt", **changed}


def test_before_a_choice_there_is_only_the_question(deelnemer_face: Client) -> None:
    load_library(now=AT_NOON)
    response = deelnemer_face.get("/smoesje/")
    assert (response.status_code, "found" in response.context) == (200, False)


def test_every_place_and_character_gives_three_and_then_three_others(deelnemer_face: Client) -> None:
    load_library(now=AT_NOON)
    for place in LifeDomain.objects.filter(for_ideas=True):
        for character in ("observer", "asker", "giver", "joker"):
            address = f"/smoesje/?plek={place.key}&karakter={character}"
            first = [one.text for one in deelnemer_face.get(address).context["found"]]
            others = [one.text for one in deelnemer_face.get(f"{address}&beurt=1").context["found"]]
            assert (len(first), len(others), set(first) & set(others)) == (AT_A_TIME, AT_A_TIME, set())


def test_a_stranger_is_offered_nothing_to_keep(deelnemer_face: Client, browser: Client) -> None:
    opener = make_opener()
    asked = "/smoesje/?plek=buurt&karakter=observer"
    edit = f"/smoesje/jouw-zin/?van={opener.key}"
    assert edit not in deelnemer_face.get(asked).content.decode()
    assert edit in browser.get(asked).content.decode()
    assert deelnemer_face.get(edit)["Location"].startswith("/?wie=onbekend")


@pytest.mark.parametrize(
    "asked",
    [
        "?plek=maan&karakter=joker",
        "?plek=buurt",
        "?plek=%00&karakter=%00",
        "?karakter=joker",
        "?plek=buurt&karakter=x",
    ],
)
def test_half_a_choice_asks_again(asked: str, deelnemer_face: Client) -> None:
    make_domain()
    response = deelnemer_face.get(f"/smoesje/{asked}")
    assert (response.status_code, "found" in response.context, bool(response.context["form"].errors)) == (
        200,
        False,
        True,
    )


@pytest.mark.parametrize("turn", ["-1", "x", "1001", "9" * 5000])
def test_a_strange_turn_asks_again(turn: str, deelnemer_face: Client) -> None:
    make_opener()
    response = deelnemer_face.get(f"/smoesje/?plek=buurt&karakter=observer&beurt={turn}")
    assert (response.status_code, "found" in response.context) == (200, False)


def test_an_opener_begins_with_the_words_of_the_library(browser: Client) -> None:
    opener = make_opener(text="<i>Rustig</i> hier.")
    response = browser.get(f"/smoesje/jouw-zin/?van={opener.key}")
    assert response.context["form"]["text"].value() == "<i>Rustig</i> hier."
    assert "<i>Rustig</i>" not in response.content.decode()


@pytest.mark.parametrize(
    "asked", ["", "?van=", "?van=niets", "?van=%00", "?mijn=%00", "?mijn=x", f"?mijn={uuid.UUID(int=1)}"]
)
def test_an_opener_that_is_not_there_is_not_found(asked: str, browser: Client) -> None:
    assert browser.get(f"/smoesje/jouw-zin/{asked}").status_code == 404


def test_what_is_kept_remembers_where_it_came_from(browser: Client, participant: Participant) -> None:
    opener = make_opener()
    response = browser.post("/smoesje/jouw-zin/", typed(opener=opener.key, character="observer"))
    kept = OwnOpener.objects.get()
    assert response["Location"] == "/van-mij/smoesjes/"
    assert (kept.participant, kept.text, kept.character, kept.from_opener) == (
        participant,
        "Zo, mooi weer.",
        "observer",
        opener,
    )


def test_the_same_post_twice_is_one_opener(browser: Client) -> None:
    said = typed()
    for _ in range(2):
        browser.post("/smoesje/jouw-zin/", said)
    assert OwnOpener.objects.count() == 1


def test_keeping_again_changes_the_words(browser: Client, participant: Participant) -> None:
    own = make_own(participant)
    form = browser.get(f"/smoesje/jouw-zin/?mijn={own.client_id}").context["form"]
    assert (form["client_id"].value(), form["text"].value()) == (str(own.client_id), "Mag ik erbij?")
    browser.post("/smoesje/jouw-zin/", typed(client_id=own.client_id, text="  Mag ik\n erbij zitten? "))
    assert [one.text for one in OwnOpener.objects.all()] == ["Mag ik erbij zitten?"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": ""}, "Schrijf een zin, dan kun je hem bewaren."),
        ({"text": "x" * 121}, "Je smoesje is te lang: 121 tekens."),
        ({"text": "a\x00b"}, ""),
        ({"domain": "maan"}, ""),
        ({"domain": "\x00"}, ""),
        ({"domain": ""}, ""),
        ({"client_id": "x"}, ""),
        ({"character": "held"}, ""),
        ({"opener": "\x00"}, ""),
        ({"opener": "geen slug"}, ""),
    ],
)
def test_what_does_not_fit_is_refused_and_stays_typed(
    changed: dict[str, object], words: str, browser: Client
) -> None:
    said = typed(**changed)
    response = browser.post("/smoesje/jouw-zin/", said)
    assert (response.status_code, OwnOpener.objects.count()) == (422, 0)
    assert words in response.content.decode()
    if "\x00" not in str(said["text"]):
        assert str(said["text"]) in response.content.decode()


def test_an_opener_that_left_the_library_can_still_be_kept(browser: Client) -> None:
    browser.post("/smoesje/jouw-zin/", typed(opener="buurt-observer-99"))
    assert OwnOpener.objects.get().from_opener is None


def test_keeping_and_trying_makes_a_plan_for_today(browser: Client, participant: Participant) -> None:
    response = browser.post("/smoesje/jouw-zin/", typed(probeer="ja"))
    moment = Interaction.objects.get()
    assert response["Location"] == "/vandaag/"
    assert (moment.participant, moment.plan_text, moment.status, moment.local_date, moment.idea_version) == (
        participant,
        "Zo, mooi weer.",
        "planned",
        TODAY,
        None,
    )
    assert "Zo, mooi weer." in browser.get("/vandaag/").content.decode()


def test_trying_twice_on_a_day_is_one_plan(browser: Client, participant: Participant) -> None:
    own = make_own(participant)
    for _ in range(2):
        assert browser.post(f"/van-mij/smoesjes/{own.client_id}/probeer/")["Location"] == "/vandaag/"
    assert [moment.plan_text for moment in Interaction.objects.all()] == ["Mag ik erbij?"]


def test_a_plan_stays_when_its_opener_goes(browser: Client, participant: Participant) -> None:
    own = make_own(participant)
    browser.post(f"/van-mij/smoesjes/{own.client_id}/probeer/")
    response = browser.post(f"/van-mij/smoesjes/{own.client_id}/weg/")
    assert (response["Location"], OwnOpener.objects.count()) == ("/van-mij/smoesjes/", 0)
    assert Interaction.objects.get().plan_text == "Mag ik erbij?"


def test_somebody_elses_opener_is_not_there(browser: Client) -> None:
    theirs = make_own(make_participant())
    for verb in ("probeer", "weg"):
        assert browser.post(f"/van-mij/smoesjes/{theirs.client_id}/{verb}/").status_code == 404
    assert browser.get(f"/smoesje/jouw-zin/?mijn={theirs.client_id}").status_code == 404
    browser.post("/smoesje/jouw-zin/", typed(client_id=theirs.client_id, text="Van mij nu."))
    theirs.refresh_from_db()
    assert (theirs.text, OwnOpener.objects.count(), Interaction.objects.count()) == ("Mag ik erbij?", 2, 0)


def test_an_empty_list_is_an_invitation(browser: Client) -> None:
    assert "Hier komen je eigen smoesjes" in browser.get("/van-mij/smoesjes/").content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_the_own_list_asks_the_same_however_long(
    count: int,
    browser: Client,
    participant: Participant,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        make_own(participant, text=f"Zin {number}")
    with django_assert_num_queries(3):  # the session, the own look, the openers
        browser.get("/van-mij/smoesjes/")
