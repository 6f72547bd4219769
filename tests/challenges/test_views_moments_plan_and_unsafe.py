"""The plan before a moment, and the calm after one that did not feel pleasant or safe."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Participant
from interactions.models import Interaction, Mood
from interactions.services.library import load_library
from tests.factories import AT_NOON, make_moment, make_participant, make_participation

pytestmark = pytest.mark.django_db
PLANNED = Interaction.Status.PLANNED
PAGES = ("plek/", "reactie/", "ongemak/", "leuk/", "in-je-vel/")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def participant() -> Participant:
    return make_participant()


@pytest.fixture
def browser(participant: Participant, browser_of: Callable[[Participant], Client]) -> Client:
    return browser_of(participant)


def at(moment: Interaction, page: str = "") -> str:
    return f"/moment/{moment.client_id}/{page}"


def kept(moment: Interaction, *fields: str) -> tuple[Any, ...]:
    moment.refresh_from_db()
    return tuple(getattr(moment, field) for field in fields)


# The plan


def test_a_plan_begins_with_the_idea_and_stays_as_it_was_typed(
    browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant, status=PLANNED)
    begin = browser.get(at(moment, "plan/")).context["form"].initial["plan"]
    assert begin.startswith("Als ik ")
    assert begin.endswith(", dan zeg ik: Lekker weer, hè?")
    typed = "Als ik Bo zie,\r\ndan <b>zwaai</b> ik."
    assert browser.post(at(moment, "plan/"), {"plan": typed})["Location"] == "/vandaag/"
    assert kept(moment, "plan_text") == ("Als ik Bo zie,\ndan <b>zwaai</b> ik.",)
    again = browser.get(at(moment, "plan/"))
    assert again.context["form"].initial["plan"] == moment.plan_text
    assert "<b>zwaai</b>" not in again.content.decode()


def test_every_place_of_the_library_begins_a_plan_that_is_a_sentence(
    browser: Client, participant: Participant
) -> None:
    load_library(now=AT_NOON)
    moment = make_moment(participant=participant, status=PLANNED)
    begins = set()
    for key in ("buurt", "winkel", "school", "ov", "uit", "werk", "online", "anders"):
        Interaction.objects.update(domain=key)
        begins.add(browser.get(at(moment, "plan/")).context["form"].initial["plan"].split(",")[0])
    assert len(begins) == 8
    assert [begin for begin in begins if not re.fullmatch(r"Als ik (?!als )[a-z ]+", begin)] == []


def test_a_plan_that_is_too_long_says_so_and_stays_on_the_page(
    browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant, status=PLANNED)
    response = browser.post(at(moment, "plan/"), {"plan": "x" * 281})
    html = response.content.decode()
    assert (response.status_code, kept(moment, "plan_text")) == (422, ("",))
    assert ("x" * 281 in html, "281 tekens. Er passen er 280 in." in html) == (True, True)


# Not pleasant or not safe


def test_unsafe_is_answered_calmly_and_asks_nothing_more(browser: Client, participant: Participant) -> None:
    load_library(now=AT_NOON)
    make_participation(participant=participant)
    moment = make_moment(participant=participant, response="declined", predicted_yes=4)
    assert browser.post(at(moment, "niet-prettig/"))["Location"] == at(moment)
    assert kept(moment, "unsafe", "response") == (True, "declined")
    page = browser.get(at(moment))
    html = page.content.decode()
    assert page.context["line"].situation == "unsafe"
    calm = {word: word in html for word in ("Bel de Luisterlijn.", "Weggaan is altijd goed", "Schrijf erbij")}
    assert calm == dict.fromkeys(calm, True)
    loud = {word: word in html for word in ('class="joy"', 'class="mirror', "Wist je dat", "?wijzig=ja")}
    assert loud == dict.fromkeys(loud, False)
    for question in PAGES:
        assert browser.get(at(moment, question))["Location"] == at(moment)
        assert browser.post(at(moment, question), {"awkward": 3, "score": 3})["Location"] == at(moment)
    assert (kept(moment, "awkward"), Mood.objects.count()) == ((None,), 0)
    assert browser.get(at(moment, "notitie/")).status_code == 200


def test_unsafe_twice_is_once_and_can_be_taken_back(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant, response="neutral")
    said = []
    for sent in ({}, {}, {"terug": "ja"}, {"terug": "ja"}):
        browser.post(at(moment, "niet-prettig/"), sent)
        said.append(kept(moment, "unsafe", "response"))
    assert said == [(True, "neutral"), (True, "neutral"), (False, "neutral"), (False, "neutral")]
    assert "Zo ging het" in browser.get(at(moment)).content.decode()


@pytest.mark.parametrize("own", [True, False])
def test_only_an_idea_can_stay_away(own: bool, browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    Interaction.objects.update(unsafe=True)
    if own:
        Interaction.objects.update(idea_version=None)
    html = browser.get(at(moment)).content.decode()
    assert ("dit idee krijg je niet meer" in html) == (not own)


def test_unsafe_is_said_with_a_button_and_not_with_a_link(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    assert (browser.get(at(moment, "niet-prettig/")).status_code, kept(moment, "unsafe")) == (405, (False,))
