"""One moment in the browser: what you expect, how the other reacted, what you write about it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Participant
from interactions.models import Interaction, Reflection
from interactions.services.library import load_library
from tests.factories import AT_NOON, make_assignment, make_moment, make_participant

pytestmark = pytest.mark.django_db
PLANNED = Interaction.Status.PLANNED


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


def at(moment: Interaction, page: str = "") -> str:
    return f"/moment/{moment.client_id}/{page}"


@pytest.mark.parametrize("expected", [0, 4, 10])
def test_a_prediction_is_kept(expected: int, browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant, status=PLANNED)
    response = browser.post(at(moment, "voorspelling/"), {"predicted_yes": expected})
    moment.refresh_from_db()
    assert (response["Location"], moment.predicted_yes, moment.predicted_at) == (
        at(moment, "verwacht-ongemak/"),
        expected,
        AT_NOON,
    )


@pytest.mark.parametrize("wrong", ["11", "-1", "3.5", "vier", "", "\x00", "9" * 5000])
def test_a_strange_number_is_refused_in_words(wrong: str, browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant, status=PLANNED)
    response = browser.post(at(moment, "voorspelling/"), {"predicted_yes": wrong})
    moment.refresh_from_db()
    assert (response.status_code, moment.predicted_yes) == (422, None)
    words = "sla de vraag over" if wrong == "" else "Kies een aantal van 0 tot en met 10."
    assert words in response.content.decode()


def test_after_the_outcome_there_is_nothing_to_predict(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    for response in (
        browser.get(at(moment, "voorspelling/")),
        browser.post(at(moment, "voorspelling/"), {"predicted_yes": 4}),
    ):
        assert response["Location"] == at(moment)
    moment.refresh_from_db()
    assert moment.predicted_yes is None


@pytest.mark.parametrize("answer", Interaction.Response.values)
def test_a_response_is_kept_and_the_last_one_counts(
    answer: str, browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant, response="neutral")
    response = browser.post(at(moment, "reactie/"), {"response": answer})
    moment.refresh_from_db()
    assert (response["Location"], moment.response) == (at(moment, "ongemak/"), answer)


@pytest.mark.parametrize("wrong", ["", "boos", "\x00"])
def test_a_strange_response_is_refused_in_words(
    wrong: str, browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant)
    response = browser.post(at(moment, "reactie/"), {"response": wrong})
    moment.refresh_from_db()
    assert (response.status_code, moment.response) == (422, None)


@pytest.mark.parametrize("page", ["", "reactie/", "notitie/"])
def test_a_plan_has_no_answers_yet(page: str, browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant, status=PLANNED)
    assert browser.get(at(moment, page))["Location"] == "/vandaag/"
    if page:
        browser.post(at(moment, page), {"response": "positive", "note": "Te vroeg."})
    moment.refresh_from_db()
    assert (moment.response, Reflection.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    "text", ["Fijn.", "Eén regel\nen nog een", "<script>alert(1)</script>", "x" * 1000, "😀" * 1000]
)
def test_a_note_is_kept_as_it_was_written(text: str, browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    for _ in range(2):
        response = browser.post(at(moment, "notitie/"), {"note": text})
        assert response["Location"] == at(moment)
    assert [note.text for note in Reflection.objects.all()] == [text]
    html = browser.get(at(moment)).content.decode()
    assert "<script>alert" not in html
    assert browser.get(at(moment, "notitie/")).context["form"].initial == {"note": text}


def test_an_empty_note_removes_it(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    for note in ("Fijn.", ""):
        assert browser.post(at(moment, "notitie/"), {"note": note}).status_code == 302
    assert Reflection.objects.count() == 0


@pytest.mark.parametrize("text", ["x" * 1001, "Eerst dit.\x00Toen dat."])
def test_a_note_that_does_not_fit_stays_on_the_page(
    text: str, browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant)
    Reflection.objects.create(interaction=moment, text="Wat er stond.", written_at=AT_NOON)
    response = browser.post(at(moment, "notitie/"), {"note": text})
    assert response.status_code == 422
    assert response.context["form"]["note"].value() == text
    assert text.replace("\x00", "") in response.content.decode().replace("\x00", "")
    assert Reflection.objects.get().text == "Wat er stond."


def test_a_note_that_is_too_long_says_how_much(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    html = browser.post(at(moment, "notitie/"), {"note": "x" * 1234}).content.decode()
    assert "1234 tekens. Er passen er 1000 in." in html


def test_html_in_a_note_that_is_too_long_is_escaped(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    html = browser.post(
        at(moment, "notitie/"), {"note": "</textarea><script>alert(1)</script>" + "x" * 1000}
    ).content.decode()
    assert "<script>alert" not in html
    assert "&lt;/textarea&gt;" in html


def test_the_page_of_a_moment_says_a_line_and_a_fact_that_fit(
    browser: Client, participant: Participant
) -> None:
    load_library(now=AT_NOON)
    moment = make_moment(participant=participant, response="declined", predicted_yes=3)
    context = browser.get(at(moment)).context
    assert context["line"].situation == "done_declined"
    assert "declined" in context["fact"].fits
    assert (context["note"], context["count"], context["is_today"]) == (None, 1, True)
    assert browser.get(at(moment)).context["line"] == context["line"]


@pytest.mark.parametrize("status", Interaction.ATTEMPTS)
@pytest.mark.parametrize("response", [*Interaction.Response.values, None])
@pytest.mark.parametrize("library", [True, False])
def test_every_kind_of_attempt_has_its_page(
    status: str, response: str | None, library: bool, browser: Client, participant: Participant
) -> None:
    if library:
        load_library(now=AT_NOON)
    moment = make_moment(participant=participant, status=status, response=response, predicted_yes=5)
    assert browser.get(at(moment)).status_code == 200


def test_a_moment_of_ones_own_has_no_idea(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    Interaction.objects.update(idea_version=None, counterpart="")
    for page in ("", "reactie/", "notitie/"):
        assert browser.get(at(moment, page)).status_code == 200


def test_a_moment_wears_the_look_of_its_campaign(browser_of: Callable[[Participant], Client]) -> None:
    assignment = make_assignment()
    moment = make_moment(participant=assignment.participation.participant)
    type(assignment).objects.update(interaction=moment)
    response = browser_of(moment.participant).get(at(moment))
    assert response.context["campaign"] == assignment.participation.campaign


def test_the_page_of_a_moment_is_a_handful_of_questions(
    browser: Client, participant: Participant, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    moment = make_moment(participant=participant, response="positive")
    with django_assert_num_queries(9):
        browser.get(at(moment))


@pytest.mark.parametrize("page", ["voorspelling/", "reactie/", "notitie/"])
def test_refused_answers_come_back_inside_for_htmx(
    page: str, browser: Client, participant: Participant
) -> None:
    moment = make_moment(
        participant=participant, status=PLANNED if page == "voorspelling/" else Interaction.Status.DONE
    )
    wrong: dict[str, Any] = {"predicted_yes": "99", "response": "boos", "note": "x" * 1001}
    response = browser.post(at(moment, page), wrong, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert (response.status_code, html.startswith("<title>"), "<html" in html) == (422, True, False)


def test_a_line_end_in_a_note_counts_as_one_character(browser_of: Callable[[Participant], Client]) -> None:
    moment = make_moment(participant=make_participant())
    text = ("x" * 99 + "\n") * 9 + "x" * 100
    sent = {"note": text.replace("\n", "\r\n")}
    browser_of(moment.participant).post(f"/moment/{moment.client_id}/notitie/", sent)
    assert Reflection.objects.get().text == text
