"""The day in the browser: the challenge, a try, how it went, or not today."""

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
from challenges.models import Assignment, Campaign, Participation
from interactions.models import Barrier, DayAnswer, Interaction, Mood
from interactions.services.library import load_library
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea, make_participant, make_participation

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
EVENING = AT_NOON + dt.timedelta(hours=8)
Browser = Callable[[Participant], Client]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def participation() -> Participation:
    return make_participation()


@pytest.fixture
def browser(participation: Participation, browser_of: Browser) -> Client:
    return browser_of(participation.participant)


def tap(browser: Client, participation: Participation, action: str, **posted: Any) -> Any:
    path = f"/vandaag/in/{participation.campaign.slug}/{action}/"
    return browser.post(path, {"client_id": str(uuid.uuid4()), "day": TODAY.isoformat(), **posted})


def test_today_shows_the_challenge_and_makes_the_assignment(
    browser: Client, participation: Participation
) -> None:
    context = browser.get("/vandaag/").context
    assignment = Assignment.objects.get()
    assert (assignment.participation, assignment.local_date) == (participation, TODAY)
    assert (context["version"], context["moment"], context["others"]) == (
        assignment.offers.get().idea_version,
        None,
        [],
    )
    assert context["campaign"] == participation.campaign


def test_the_sender_of_a_campaign_out_of_sight_leads_to_the_front_page(
    browser: Client, participation: Participation
) -> None:
    for status, address in (("published", f"/{participation.campaign.slug}/"), ("archived", "/")):
        Campaign.objects.update(status=status)
        assert f'<a class="sender" href="{address}">' in browser.get("/vandaag/").content.decode()


def test_trying_asks_what_somebody_expects(browser: Client, participation: Participation) -> None:
    response = tap(browser, participation, "probeer")
    moment = Interaction.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/moment/{moment.client_id}/voorspelling/")
    assert (moment.status, Assignment.objects.get().interaction) == ("planned", moment)
    assert browser.get("/vandaag/").context["moment"] == moment


def test_trying_again_after_predicting_goes_back_to_today(
    browser: Client, participation: Participation
) -> None:
    tap(browser, participation, "probeer")
    Interaction.objects.update(predicted_yes=4, predicted_at=AT_NOON)
    response = tap(browser, participation, "probeer")
    assert response["Location"] == f"/vandaag/in/{participation.campaign.slug}/"
    assert Interaction.objects.count() == 1


@pytest.mark.parametrize("did", ["done", "different"])
def test_an_attempt_is_kept_at_once(did: str, browser: Client, participation: Participation) -> None:
    response = tap(browser, participation, "uitkomst", did=did)
    moment = Interaction.objects.get()
    assert (moment.status, moment.outcome_at, moment.local_date) == (did, AT_NOON, TODAY)
    assert response["Location"] == f"/moment/{moment.client_id}/reactie/"
    assert browser.get("/vandaag/").context["moment"] == moment


def test_the_same_tap_twice_is_one_moment(browser: Client, participation: Participation) -> None:
    client_id = str(uuid.uuid4())
    first, again = (
        tap(browser, participation, "uitkomst", did="done", client_id=client_id) for _ in range(2)
    )
    assert first["Location"] == again["Location"]
    assert Interaction.objects.count() == 1


def test_two_tabs_are_one_moment(browser: Client, participation: Participation) -> None:
    tap(browser, participation, "uitkomst", did="done")
    tap(browser, participation, "uitkomst", did="different")
    assert [(moment.status, moment.outcome_at) for moment in Interaction.objects.all()] == [
        ("different", AT_NOON)
    ]


@pytest.mark.parametrize(
    "posted",
    [
        {"did": "done", "client_id": "geen-uuid"},
        {"did": "done", "client_id": ""},
        {"did": "done", "client_id": "\x00"},
        {"did": "gedroomd"},
        {"did": ""},
        {"did": "lapsed"},
        {"did": "planned"},
    ],
)
def test_a_strange_tap_keeps_nothing(
    posted: dict[str, str], browser: Client, participation: Participation
) -> None:
    response = tap(browser, participation, "uitkomst", **posted)
    assert (response.status_code, Interaction.objects.count()) == (302, 0)


def test_the_id_of_somebody_elses_moment_opens_nothing(
    browser: Client, participation: Participation, browser_of: Browser
) -> None:
    other = make_participation()
    client_id = str(uuid.uuid4())
    tap(browser_of(other.participant), other, "uitkomst", did="done", client_id=client_id)
    tap(browser, participation, "uitkomst", did="different", client_id=client_id)
    assert set(Interaction.objects.values_list("participant", "status")) == {
        (other.participant_id, "done"),
        (participation.participant_id, "different"),
    }


@pytest.mark.parametrize("chosen", [[], ["te-druk"], ["te-druk", "spannend"]])
def test_not_today_is_fine_with_or_without_a_reason(chosen: list[str], browser: Client) -> None:
    load_library(now=AT_NOON)
    response = browser.post("/vandaag/niet/", {"barriers": chosen})
    assert (response.status_code, response["Location"]) == (302, "/vandaag/in-je-vel/")
    answer = DayAnswer.objects.get()
    assert (answer.local_date, {barrier.key for barrier in answer.barriers.all()}) == (TODAY, set(chosen))
    html = browser.get("/vandaag/").content.decode()
    for key in chosen:
        assert Barrier.objects.get(key=key).answer.replace("'", "&#x27;") in html


def test_not_today_twice_is_one_answer(browser: Client) -> None:
    load_library(now=AT_NOON)
    for chosen in ("te-druk", "spannend"):
        browser.post("/vandaag/niet/", {"barriers": [chosen]})
    assert [barrier.key for barrier in DayAnswer.objects.get().barriers.all()] == ["spannend"]
    assert browser.get("/vandaag/niet/").context["form"].initial == {"barriers": ["spannend"]}


@pytest.mark.parametrize("chosen", ["verzonnen", "\x00", "' or 1=1", "x" * 5000])
def test_an_unknown_reason_is_refused_in_words(chosen: str, browser: Client) -> None:
    response = browser.post("/vandaag/niet/", {"barriers": [chosen]})
    assert (response.status_code, DayAnswer.objects.count()) == (422, 0)
    assert response.context["form"].errors
    assert "\x00" in chosen or "Deze keuze kennen we niet" in response.content.decode()


def test_doing_it_after_all_takes_back_not_today(browser: Client, participation: Participation) -> None:
    browser.post("/vandaag/niet/", {})
    tap(browser, participation, "uitkomst", did="done")
    assert (DayAnswer.objects.count(), Interaction.objects.count()) == (0, 1)


def test_who_joined_in_the_evening_may_begin_already(
    browser_of: Browser, clock: time_machine.Traveller
) -> None:
    clock.move_to(EVENING)
    participation = make_participation(campaign=make_campaign(starts_on=None), now=EVENING)
    browser = browser_of(participation.participant)
    context = browser.get("/vandaag/").context
    assert (context["card"].state, Assignment.objects.count()) == ("tomorrow", 0)
    tap(browser, participation, "uitkomst", did="done", client_id=str(context["client_id"]))
    assert Interaction.objects.get().status == "done"
    assert browser.get("/vandaag/").context["moment"] == Interaction.objects.get()
    clock.shift(DAY)
    context = browser.get("/vandaag/").context
    assert (context["moment"], context["card"].number, Assignment.objects.count()) == (None, 1, 1)


@pytest.mark.parametrize(
    ("campaign", "state"),
    [
        ({"starts_on": TODAY + DAY}, "not_begun"),
        ({"starts_on": TODAY - 14 * DAY}, "finished"),
        ({"status": Campaign.Status.PAUSED}, "campaign_paused"),
        ({"length": 1, "days": [{}]}, "challenge"),
    ],
)
def test_a_day_without_challenge_is_said_kindly_and_a_tap_keeps_nothing(
    campaign: dict[str, Any], state: str, browser_of: Browser
) -> None:
    participation = make_participation(campaign=make_campaign(**campaign))
    browser = browser_of(participation.participant)
    response = browser.get("/vandaag/")
    assert (response.status_code, response.context["card"].state, response.context["version"]) == (
        200,
        state,
        None,
    )
    for action in ("probeer", "uitkomst"):
        assert tap(browser, participation, action, did="done").status_code == 302
    assert (Interaction.objects.count(), Assignment.objects.count()) == (0, 0)


def test_who_is_in_nothing_gets_a_page_too(browser_of: Browser) -> None:
    response = browser_of(make_participant()).get("/vandaag/")
    assert (response.status_code, response.context["card"]) == (200, None)


def test_in_two_campaigns_the_first_still_open_is_on_top(browser_of: Browser) -> None:
    participant = make_participant()
    sooner, later = (
        make_participation(participant=participant, campaign=make_campaign(starts_on=TODAY - days * DAY))
        for days in (3, 0)
    )
    browser = browser_of(participant)
    assert browser.get("/vandaag/").context["card"].participation == sooner
    named = browser.get(f"/vandaag/in/{later.campaign.slug}/").context
    assert (named["card"].participation, [card.participation for card in named["others"]]) == (
        later,
        [sooner],
    )
    tap(browser, sooner, "uitkomst", did="done")
    assert browser.get("/vandaag/").context["card"].participation == later


def test_words_of_an_idea_are_escaped(browser_of: Browser) -> None:
    idea = make_idea(say="<script>alert(1)</script>")
    participation = make_participation(campaign=make_campaign(length=1, days=[{"zin": idea}]))
    assert "<script>alert" not in browser_of(participation.participant).get("/vandaag/").content.decode()


@pytest.mark.parametrize(("campaigns", "queries"), [(1, 4), (2, 4)])
def test_today_costs_as_many_questions_in_any_number_of_campaigns(
    campaigns: int, queries: int, browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    participant = make_participant()
    for _ in range(campaigns):
        make_participation(participant=participant)
    browser = browser_of(participant)
    browser.get("/vandaag/")
    with django_assert_num_queries(queries):
        browser.get("/vandaag/")


def test_a_tap_costs_this_many_statements(
    browser: Client, participation: Participation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser.get("/vandaag/")
    # Who, where; the lock, the moment of this tap, "vandaag niet", what was offered; a moment in a savepoint of its
    # own (3), tied to the challenge. The transaction is two more: here a savepoint, with its end.
    with django_assert_num_queries(12):
        tap(browser, participation, "uitkomst", did="done")


def test_not_today_after_planning_is_answered(browser: Client, participation: Participation) -> None:
    load_library(now=AT_NOON)
    tap(browser, participation, "probeer")
    browser.post("/vandaag/niet/", {"barriers": ["te-druk"]})
    page = browser.get("/vandaag/").content.decode()
    assert ("Veel ideeën duren maar tien tellen" in page, "Hoe ging het?" in page) == (True, False)


@pytest.mark.parametrize("beside", [None, -20 * DAY], ids=["alone", "beside one that is over"])
def test_not_today_when_all_is_done_keeps_nothing(
    browser: Client, participation: Participation, beside: dt.timedelta | None
) -> None:
    if beside:
        over = make_campaign(starts_on=TODAY + beside)
        make_participation(participant=participation.participant, campaign=over)
    tap(browser, participation, "uitkomst", did="done")
    browser.post("/vandaag/niet/", {})
    assert DayAnswer.objects.count() == 0


def test_a_page_left_open_over_night_logs_what_was_on_it(
    browser: Client, participation: Participation, clock: time_machine.Traveller
) -> None:
    context = browser.get("/vandaag/").context
    clock.move_to(AT_NOON + DAY)
    tap(browser, participation, "uitkomst", did="done", client_id=str(context["client_id"]))
    moment = Interaction.objects.get()
    assert (moment.idea_version, moment.local_date, moment.late) == (context["version"], TODAY, True)


def test_a_page_of_days_ago_is_refused_in_words(
    browser: Client, participation: Participation, clock: time_machine.Traveller
) -> None:
    browser.get("/vandaag/")
    clock.move_to(AT_NOON + 2 * DAY)
    answer = tap(browser, participation, "uitkomst", did="done")
    assert "Die pagina was van een eerdere dag." in browser.get(answer["Location"]).content.decode()
    assert Interaction.objects.count() == 0


def test_a_plan_of_days_ago_may_still_be_told(
    browser: Client, participation: Participation, clock: time_machine.Traveller
) -> None:
    tap(browser, participation, "probeer")
    moment = Interaction.objects.get()
    clock.move_to(AT_NOON + 3 * DAY)
    tap(browser, participation, "uitkomst", did="done", client_id=str(moment.client_id))
    moment.refresh_from_db()
    assert (moment.status, Interaction.objects.count()) == ("done", 1)


def test_a_campaign_that_is_over_steps_aside(browser_of: Browser) -> None:
    participant = make_participant()
    over = make_participation(participant=participant, campaign=make_campaign(starts_on=TODAY - 20 * DAY))
    going = make_participation(participant=participant, campaign=make_campaign(starts_on=TODAY - 5 * DAY))
    browser = browser_of(participant)
    tap(browser, going, "uitkomst", did="done")
    context = browser.get("/vandaag/").context
    assert (context["card"].participation, context["others"]) == (going, [])
    assert browser.get("/dagboek/").context["campaign"] == going.campaign
    assert browser.get(f"/vandaag/in/{over.campaign.slug}/").context["card"].participation == over


# A page that was left open past four answers the day it was made for


def day_in(html: str) -> str:
    found = re.search(r'name="day" value="([^"]+)"', html)
    assert found
    return found[1]


def test_not_today_of_a_page_of_yesterday_is_about_yesterday(
    browser: Client, clock: time_machine.Traveller
) -> None:
    posted = {"day": day_in(browser.get("/vandaag/niet/").content.decode())}
    clock.move_to(AT_NOON + DAY)
    assert browser.post("/vandaag/niet/", posted)["Location"] == "/vandaag/"
    assert [answer.local_date for answer in DayAnswer.objects.all()] == [TODAY]
    assert Assignment.objects.count() == 0
    clock.move_to(AT_NOON + 2 * DAY)
    assert browser.post("/vandaag/niet/", posted)["Location"] == "/vandaag/?van=eerder"
    assert DayAnswer.objects.count() == 1


def test_not_today_of_a_page_of_yesterday_gives_way_to_what_was_tried(
    browser: Client, participation: Participation, clock: time_machine.Traveller
) -> None:
    tap(browser, participation, "uitkomst", did="done")
    clock.move_to(AT_NOON + DAY)
    assert browser.post("/vandaag/niet/", {"day": TODAY.isoformat()})["Location"] == "/vandaag/"
    assert DayAnswer.objects.count() == 0


def test_a_mood_of_a_page_of_yesterday_is_yesterdays(browser: Client, clock: time_machine.Traveller) -> None:
    posted = {"day": day_in(browser.get("/vandaag/in-je-vel/").content.decode()), "score": 7}
    clock.move_to(AT_NOON + DAY)
    assert browser.post("/vandaag/in-je-vel/", posted)["Location"] == "/vandaag/"
    assert list(Mood.objects.values_list("local_date", "score")) == [(TODAY, 7)]
    clock.move_to(AT_NOON + 2 * DAY)
    assert browser.post("/vandaag/in-je-vel/", posted)["Location"] == "/vandaag/?van=eerder"
    assert Mood.objects.count() == 1
