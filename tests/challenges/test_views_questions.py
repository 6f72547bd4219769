"""The questions of one moment in a browser without script: one a page, each skippable, none asked twice."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Participant
from interactions.models import Interaction, Mood
from interactions.services.library import load_library
from interactions.services.moods import answer_mood
from tests.factories import AT_NOON, TODAY, make_domain, make_moment, make_participant, make_participation

pytestmark = pytest.mark.django_db
PLANNED = Interaction.Status.PLANNED
PAGES = ("plek/", "reactie/", "ongemak/", "leuk/", "in-je-vel/")
BEFORE = ("voorspelling/", "verwacht-ongemak/", "plan/")


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


def say_mood(participant: Participant, score: int, day: dt.date = TODAY) -> None:
    answer_mood(participant=participant, day=day, score=score, asked_in=Mood.AskedIn.DIARY, now=AT_NOON)


# The way through


def test_all_questions_in_their_order_and_every_answer_is_kept(
    browser: Client, participant: Participant
) -> None:
    make_domain(key="ov", position=2)
    moment = make_moment(participant=participant, status=Interaction.Status.OTHER)
    answers: list[dict[str, Any]] = [
        {"domain": "ov", "counterpart": "service"},
        {"response": "neutral"},
        {"awkward": 3},
        {"enjoyed": 8},
        {"score": 7},
    ]
    for page, answer, onwards in zip(PAGES, answers, (*PAGES[1:], ""), strict=True):
        assert browser.get(at(moment, page)).status_code == 200
        assert browser.post(at(moment, page), answer)["Location"] == at(moment, onwards)
    assert kept(moment, "domain_id", "counterpart", "response", "awkward", "enjoyed") == (
        "ov",
        "service",
        "neutral",
        3,
        8,
    )
    assert Mood.objects.values_list("local_date", "score", "asked_in").get() == (TODAY, 7, "after_moment")


def test_from_the_tap_to_the_mirror_takes_ten_taps_at_most(
    participant: Participant, browser_of: Callable[[Participant], Client]
) -> None:
    load_library(now=AT_NOON)
    slug = make_participation(participant=participant).campaign.slug
    browser = browser_of(participant)
    taps = 1
    tapped = {"client_id": str(uuid.uuid4()), "day": TODAY.isoformat(), "did": "done"}
    page = browser.post(f"/vandaag/in/{slug}/uitkomst/", tapped)["Location"]
    moment = Interaction.objects.get()
    answers = {"response": "positive", "awkward": 2, "enjoyed": 9, "score": 8}
    while page != at(moment):
        form = browser.get(page).context["form"]
        page = browser.post(page, {name: answers[name] for name in form.fields})["Location"]
        taps += 2  # the answer and "Verder"
    assert taps == 9


def test_skipping_everything_is_a_way_of_links(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    page, seen = at(moment, "reactie/"), []
    while page != at(moment):
        seen.append(page)
        html = browser.get(page).content.decode()
        page = re.findall(r'href="([^"]+)">Sla over</a>', html)[0]
    assert seen == [at(moment, page) for page in PAGES[1:]]
    assert kept(moment, "response", "awkward", "enjoyed") == (None, None, None)
    assert Mood.objects.count() == 0


@pytest.mark.parametrize(("page", "more"), [("reactie/", 3), ("ongemak/", 2), ("leuk/", 1)])
def test_every_question_says_how_many_follow_and_has_a_way_out(
    page: str, more: int, browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant)
    response = browser.get(at(moment, page))
    assert response.context["more"] == more
    assert f'href="{at(moment)}">Genoeg zo</a>' in response.content.decode()


def test_what_was_answered_is_not_asked_again(browser: Client, participant: Participant) -> None:
    say_mood(participant, 6)
    moment = make_moment(participant=participant)
    Interaction.objects.update(awkward=0)
    onwards = [
        browser.post(at(moment, page), answer)["Location"]
        for page, answer in (("reactie/", {"response": "positive"}), ("leuk/", {"enjoyed": 0}))
    ]
    assert onwards == [at(moment, "leuk/"), at(moment)]


def test_a_mood_of_yesterday_is_no_mood_of_today(browser: Client, participant: Participant) -> None:
    say_mood(participant, 6, TODAY - dt.timedelta(days=1))
    moment = make_moment(participant=participant)
    assert browser.post(at(moment, "leuk/"), {"enjoyed": 5})["Location"] == at(moment, "in-je-vel/")


@pytest.mark.parametrize(
    ("page", "before", "answer"),
    [
        ("reactie/", {"response": "positive"}, {"response": "declined"}),
        ("ongemak/", {"awkward": 9}, {"awkward": 1}),
        ("leuk/", {"enjoyed": 0}, {"enjoyed": 10}),
    ],
)
def test_changing_an_answer_shows_it_and_comes_back_to_the_moment(
    page: str, before: dict[str, Any], answer: dict[str, Any], browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant)
    Interaction.objects.update(**before)
    shown = browser.get(at(moment, page) + "?wijzig=ja")
    assert shown.context["form"].initial == before
    html = shown.content.decode()
    assert (html.count(" checked"), '<input type="hidden" name="wijzig" value="ja">' in html) == (1, True)
    assert browser.post(at(moment, page), {**answer, "wijzig": "ja"})["Location"] == at(moment)
    assert kept(moment, *answer) == tuple(answer.values())


# The rule of each question


@pytest.mark.parametrize(
    ("page", "name", "lowest"),
    [("ongemak/", "awkward", 0), ("leuk/", "enjoyed", 0), ("in-je-vel/", "score", 1)],
)
def test_a_number_outside_the_scale_is_refused_in_words(
    page: str, name: str, lowest: int, browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant)
    said = {}
    for wrong in (str(lowest - 1), "11", "3.5", "vier", "\x00", "9" * 5000, ""):
        response = browser.post(at(moment, page), {name: wrong})
        said[wrong] = (response.status_code, str(response.context["form"].errors[name][0]))
    skip = said.pop("")
    assert set(said.values()) == {(422, f"Kies een getal van {lowest} tot en met 10.")}
    assert skip == (422, "Tik een getal aan, of sla de vraag over.")
    assert (kept(moment, "awkward", "enjoyed"), Mood.objects.count()) == ((None, None), 0)


@pytest.mark.parametrize("wrong", [{}, {"domain": "maan"}, {"domain": "buurt", "counterpart": "draak"}])
def test_a_strange_place_is_refused(wrong: dict[str, str], browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    response = browser.post(at(moment, "plek/"), wrong)
    assert (response.status_code, kept(moment, "domain_id")) == (422, ("buurt",))


@pytest.mark.parametrize("page", [*PAGES, "niet-prettig/"])
def test_a_plan_has_nothing_to_tell_yet(page: str, browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant, status=PLANNED)
    answer = {"domain": "buurt", "response": "positive", "awkward": 1, "enjoyed": 1, "score": 1}
    browser.post(at(moment, page), answer)
    fields = kept(moment, "status", "response", "awkward", "enjoyed", "unsafe")
    assert (fields, Mood.objects.count()) == (("planned", None, None, None, False), 0)


def test_expected_awkwardness_is_asked_after_the_guess_and_leads_to_today(
    browser: Client, participant: Participant
) -> None:
    moment = make_moment(participant=participant, status=PLANNED)
    response = browser.post(at(moment, "verwacht-ongemak/"), {"predicted_awkward": 0})
    assert (response["Location"], kept(moment, "predicted_awkward", "predicted_at")) == (
        "/vandaag/",
        (0, AT_NOON),
    )


@pytest.mark.parametrize("page", BEFORE)
def test_before_is_over_after_the_outcome(page: str, browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    answer = {"predicted_yes": 4, "predicted_awkward": 4, "plan": "Als ik wacht, dan knik ik."}
    for response in (browser.get(at(moment, page)), browser.post(at(moment, page), answer)):
        assert response["Location"] == at(moment)
    assert kept(moment, "predicted_yes", "predicted_awkward", "plan_text") == (None, None, "")


@pytest.mark.parametrize("page", BEFORE[:2])
def test_a_late_moment_has_nothing_to_expect(page: str, browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant, status=PLANNED)
    Interaction.objects.update(late=True)
    answer = {"predicted_yes": 4, "predicted_awkward": 4}
    for response in (browser.get(at(moment, page)), browser.post(at(moment, page), answer)):
        assert response["Location"] == "/vandaag/"
    assert kept(moment, "predicted_yes", "predicted_awkward") == (None, None)


# One door, few queries, every kind of moment


@pytest.mark.parametrize("page", ["", *PAGES, *BEFORE, "notitie/", "niet-prettig/"])
@pytest.mark.parametrize("status", [PLANNED, Interaction.Status.DONE])
def test_somebody_elses_moment_is_not_there(page: str, status: str, browser: Client) -> None:
    theirs = make_moment(participant=make_participant(), status=status)
    before = Interaction.objects.values().get()
    answers = {
        "domain": "buurt", "response": "positive", "awkward": 1, "enjoyed": 1, "score": 1, "note": "Hoi.",
        "predicted_yes": 1, "predicted_awkward": 1, "plan": "Als ik wacht, dan knik ik.",
    }  # fmt: skip
    assert browser.get(at(theirs, page)).status_code == (405 if page == "niet-prettig/" else 404)
    assert browser.post(at(theirs, page), answers).status_code == (404 if page else 405)
    assert (Interaction.objects.values().get(), Mood.objects.count()) == (before, 0)


@pytest.mark.parametrize("page", ["", *PAGES, "notitie/"])
def test_a_moment_of_ones_own_needs_no_idea(page: str, browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    moment.idea_version, moment.counterpart, moment.plan_text = None, "", "Zwaaien naar de <b>bus</b>"
    moment.save()
    html = browser.get(at(moment, page)).content.decode()
    assert "Zwaaien naar de &lt;b&gt;bus&lt;/b&gt;" in html or page == ""
    assert "<b>bus</b>" not in html


@pytest.mark.parametrize("moments", [1, 9])
def test_a_question_costs_the_same_in_a_full_diary(
    moments: int, browser: Client, participant: Participant, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(moments):
        moment = make_moment(participant=participant)
    with django_assert_num_queries(6):
        browser.get(at(moment, "reactie/"))
