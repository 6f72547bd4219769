"""Another idea in the browser: swapped, taken back, chosen from the library; yesterday, and the turn of the day."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Participant
from challenges.models import Assignment, Offer, Participation
from challenges.services.assignments import offer_today
from interactions.models import Barrier, DayAnswer, Idea, Interaction
from interactions.services.library import load_library
from interactions.services.moments import plan_moment, say_not_today
from tests.factories import (
    AT_NOON,
    TODAY,
    make_assignment,
    make_campaign,
    make_idea,
    make_participant,
    make_participation,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Browser = Callable[[Participant], Client]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def participation() -> Participation:
    for domain in ("ov", "winkel", "park"):
        make_idea(domain=domain)
        make_idea(domain=domain, step="knik")
    return make_participation()


@pytest.fixture
def browser(participation: Participation, browser_of: Browser) -> Client:
    return browser_of(participation.participant)


def swap(browser: Client, participation: Participation, *, told: str = "", **posted: object) -> None:
    path = f"/vandaag/in/{participation.campaign.slug}/ander/"
    response = browser.post(path, {"day": TODAY.isoformat(), **posted})
    assert (response.status_code, response["Location"]) == (302, path.removesuffix("ander/") + told)


def choose(browser: Client, key: str, client_id: uuid.UUID, day: dt.date = TODAY) -> str:
    response = browser.post(f"/vandaag/idee/{key}/", {"client_id": str(client_id), "day": day.isoformat()})
    assert response.status_code == 302
    return str(response["Location"])


def test_another_proposal_twice_and_then_the_button_is_gone(
    browser: Client, participation: Participation
) -> None:
    seen = [browser.get("/vandaag/").context]
    for _ in range(2):
        for _twice in range(2):
            swap(browser, participation, shown=seen[-1]["shown"])
        seen.append(browser.get("/vandaag/").context)
    assert [(context["shown"], context["may_swap"], len(context["earlier"])) for context in seen] == [
        (1, True, 0),
        (2, True, 1),
        (3, False, 2),
    ]
    assert len({context["version"].idea_id for context in seen}) == 3
    assert "Ander voorstel" not in browser.get("/vandaag/").content.decode()


def test_an_earlier_idea_of_today_comes_back(browser: Client, participation: Participation) -> None:
    first = browser.get("/vandaag/").context["version"]
    swap(browser, participation, shown=1)
    swap(browser, participation, shown=2, version=first.pk)
    context = browser.get("/vandaag/").context
    assert (context["version"], context["card"].offer.reason) == (first, Offer.Reason.OWN_CHOICE)


@pytest.mark.parametrize(
    "posted",
    [{}, {"shown": 1, "day": "morgen"}, {"shown": "veel"}, {"shown": -1}, {"shown": 1, "version": "x"}],
)
def test_a_strange_tap_swaps_nothing(
    browser: Client, participation: Participation, posted: dict[str, Any]
) -> None:
    browser.get("/vandaag/")
    swap(browser, participation, **posted)
    assert Offer.objects.count() == 1


def test_a_page_of_yesterday_swaps_nothing_of_today(browser: Client, participation: Participation) -> None:
    browser.get("/vandaag/")
    swap(browser, participation, shown=1, day=(TODAY - dt.timedelta(days=1)).isoformat(), told="?van=eerder")
    assert Offer.objects.count() == 1


def test_nobody_swaps_in_somebody_elses_campaign(browser: Client) -> None:
    other = make_participation()
    assert browser.post(f"/vandaag/in/{other.campaign.slug}/ander/", {"shown": 0}).status_code == 404


def test_after_too_busy_the_page_says_why_this_one(browser: Client, participation: Participation) -> None:
    load_library(now=AT_NOON)
    Participation.objects.update(joined_at=AT_NOON - DAY)
    say_not_today(
        participant=participation.participant,
        day=TODAY - DAY,
        barriers=[Barrier.objects.get(pk="te-druk")],
        now=AT_NOON - DAY,
    )
    response = browser.get("/vandaag/")
    assert "Daarom iets van tien tellen" in response.content.decode()
    assert response.context["version"].idea.seconds <= 10


def test_after_so_much_already_the_page_rests_first(browser: Client, participation: Participation) -> None:
    load_library(now=AT_NOON)
    Participation.objects.update(joined_at=AT_NOON - DAY)
    say_not_today(
        participant=participation.participant,
        day=TODAY - DAY,
        barriers=[Barrier.objects.get(pk="al-zo-veel")],
        now=AT_NOON - DAY,
    )
    page = browser.get("/vandaag/").content.decode()
    assert ("Vandaag hoeft er niets." in page, "Ik ga het proberen" in page) == (True, False)
    swap(browser, participation, shown=0)
    response = browser.get("/vandaag/")
    assert "Ik ga het proberen" in response.content.decode()
    assert response.context["version"].idea.seconds <= 10


def test_a_chosen_idea_takes_todays_place_and_later_stands_beside_it(
    browser: Client, participation: Participation
) -> None:
    version, client_id = make_idea(), uuid.uuid4()
    today_in = f"/vandaag/in/{participation.campaign.slug}/"
    assert choose(browser, version.idea.key, client_id) == today_in
    assert browser.get("/vandaag/").context["version"] == version
    tap = {"client_id": str(uuid.uuid4()), "day": TODAY.isoformat()}
    browser.post(f"{today_in}uitkomst/", {**tap, "did": "done"})
    second = make_idea()
    for _ in range(2):
        assert choose(browser, second.idea.key, client_id) == "/vandaag/"
    assert [plan.idea_version for plan in browser.get("/vandaag/").context["plans"]] == [second]


@pytest.mark.parametrize("did", ["done", "different", "other"])
def test_a_plan_beside_the_challenge_is_told_like_any_other(browser_of: Browser, did: str) -> None:
    participant, version, client_id = make_participant(), make_idea(say="Wat een hond!"), uuid.uuid4()
    browser = browser_of(participant)
    assert choose(browser, version.idea.key, client_id) == "/vandaag/"
    assert "Wat een hond!" in browser.get("/vandaag/").content.decode()
    response = browser.post(f"/moment/{client_id}/uitkomst/", {"did": did})
    question = "plek" if did == "other" else "reactie"
    assert response["Location"] == f"/moment/{client_id}/{question}/"
    assert (Interaction.objects.get().status, browser.get("/vandaag/").context["plans"]) == (did, [])


@pytest.mark.parametrize("did", ["", "lapsed", "planned", "gedroomd"])
def test_a_strange_outcome_of_a_plan_keeps_nothing(browser_of: Browser, did: str) -> None:
    participant, client_id = make_participant(), uuid.uuid4()
    browser = browser_of(participant)
    choose(browser, make_idea().idea.key, client_id)
    assert browser.post(f"/moment/{client_id}/uitkomst/", {"did": did})["Location"] == "/vandaag/"
    assert Interaction.objects.get().status == "planned"


def test_somebody_elses_plan_cannot_be_told(browser: Client) -> None:
    theirs = plan_moment(
        participant=make_participant(),
        client_id=uuid.uuid4(),
        idea_version=make_idea(),
        day=TODAY,
        now=AT_NOON,
    )
    assert browser.post(f"/moment/{theirs.client_id}/uitkomst/", {"did": "done"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.status == "planned"


def test_an_idea_of_an_old_page_or_out_of_the_library_is_not_chosen(
    browser: Client, participation: Participation
) -> None:
    version = make_idea()
    path = f"/ideeen/{version.idea.key}/"
    assert choose(browser, version.idea.key, uuid.uuid4(), day=TODAY - DAY) == path
    Idea.objects.filter(pk=version.idea_id).update(archived_at=AT_NOON)
    for key in (version.idea.key, "bestaat-niet"):
        posted = {"client_id": str(uuid.uuid4()), "day": TODAY.isoformat()}
        assert browser.post(f"/vandaag/idee/{key}/", posted).status_code == 404
    assert Interaction.objects.count() == 0


def test_yesterday_is_told_late_and_then_no_longer_asked(
    browser: Client, participation: Participation, clock: time_machine.Traveller
) -> None:
    version = make_assignment(participation=participation).offers.get().idea_version
    clock.move_to(AT_NOON + DAY)
    assert browser.get("/vandaag/").context["ask_yesterday"] is True
    context = browser.get("/vandaag/gisteren/").context
    assert [(row["version"], context["day"]) for row in context["rows"]] == [(version, TODAY)]
    tap = {"client_id": str(context["rows"][0]["client_id"]), "day": TODAY.isoformat(), "did": "other"}
    response = browser.post(f"/vandaag/in/{participation.campaign.slug}/uitkomst/", tap)
    moment = Interaction.objects.get()
    assert response["Location"] == f"/moment/{moment.client_id}/plek/"
    assert (moment.local_date, moment.late, moment.status) == (TODAY, True, "other")
    assert browser.get("/vandaag/gisteren/").context["rows"] == []
    assert browser.get("/vandaag/").context["ask_yesterday"] is False


def test_who_joined_today_is_not_asked_after_yesterday(browser: Client) -> None:
    assert browser.get("/vandaag/").context["ask_yesterday"] is False


@pytest.mark.parametrize("campaigns", [1, 3])
def test_yesterday_costs_the_same_for_every_campaign(
    campaigns: int,
    browser_of: Browser,
    clock: time_machine.Traveller,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    participant = make_participant()
    for _ in range(campaigns):
        make_assignment(participation=make_participation(participant=participant))
    clock.move_to(AT_NOON + DAY)
    browser = browser_of(participant)
    browser.get("/vandaag/gisteren/")
    with django_assert_num_queries(4):
        assert len(browser.get("/vandaag/gisteren/").context["rows"]) == campaigns


# The days on which the clock changes: an hour is lost on 29 March 2026 and comes twice on 25 October 2026.
NIGHTS = [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 10, 14)]


@pytest.mark.parametrize("day", NIGHTS, ids=["spring", "autumn", "ordinary"])
def test_until_four_it_is_still_the_day_before(
    day: dt.date, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    """At 03:59 the page, the outcome and "vandaag niet" are of yesterday; at 04:00 there is a new challenge."""
    before, four = (dt.datetime.combine(day, dt.time(*time), AMSTERDAM) for time in ((3, 59), (4, 0)))
    joined = dt.datetime.combine(day - 2 * DAY, dt.time(12), AMSTERDAM)
    participation = make_participation(campaign=make_campaign(starts_on=day - 2 * DAY), now=joined)
    browser = browser_of(participation.participant)
    clock.move_to(before)
    night = browser.get("/vandaag/").context
    tap = {"client_id": str(night["client_id"]), "day": night["day"].isoformat()}
    clock.move_to(four)
    morning = browser.get("/vandaag/").context
    assert (night["day"], night["card"].number) == (day - DAY, 2)
    assert (morning["day"], morning["card"].number, morning["moment"]) == (day, 3, None)
    clock.move_to(before)
    browser.post("/vandaag/niet/", {})
    assert DayAnswer.objects.get().local_date == day - DAY
    browser.post(f"/vandaag/in/{participation.campaign.slug}/uitkomst/", {**tap, "did": "done"})
    moment = Interaction.objects.get()
    assert (moment.local_date, moment.late, moment.assignment.day_number) == (day - DAY, False, 2)
    assert list(Assignment.objects.order_by("local_date").values_list("local_date", "day_number")) == [
        (day - DAY, 2),
        (day, 3),
    ]


@pytest.mark.parametrize("day", NIGHTS, ids=["spring", "autumn", "ordinary"])
def test_an_outcome_sent_just_after_four_is_still_of_the_page_it_was_on(
    day: dt.date, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    before, four = (dt.datetime.combine(day, dt.time(*time), AMSTERDAM) for time in ((3, 59), (4, 0)))
    participation = make_participation(campaign=make_campaign(starts_on=day - DAY), now=before)
    browser = browser_of(participation.participant)
    clock.move_to(before)
    night = browser.get("/vandaag/").context
    tap = {"client_id": str(night["client_id"]), "day": night["day"].isoformat(), "did": "done"}
    clock.move_to(four)
    browser.post(f"/vandaag/in/{participation.campaign.slug}/uitkomst/", tap)
    moment = Interaction.objects.get()
    assert (moment.local_date, moment.late, moment.idea_version) == (day - DAY, True, night["version"])
    assert offer_today(participation=participation, day=day, now=four) == Assignment.objects.get(
        local_date=day
    )
