"""The reminder in one's own calendar: the right days and times, also over a clock change, and nothing private."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from dateutil.rrule import rrulestr
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from accounts.models import Participant
from challenges.models import Participation
from challenges.queries.agenda import agenda
from challenges.queries.today import participation_in
from tests.factories import AT_NOON, TODAY, make_campaign, make_participation

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LINK = "http://localhost:8000/vandaag/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def participation() -> Participation:
    return make_participation(campaign=make_campaign(slug="plein"))


@pytest.fixture
def browser(participation: Participation, browser_of: Callable[[Participant], Client]) -> Client:
    return browser_of(participation.participant)


def fresh(participation: Participation) -> Participation:
    found = participation_in(participation.participant, participation.campaign.slug)
    assert found is not None
    return found


def event_of(made: bytes) -> Any:
    (event,) = Calendar.from_ical(made).walk("VEVENT")
    return event


def occurrences(made: bytes) -> list[dt.datetime]:
    """Every time that a calendar would remind, as a calendar works it out."""
    event = event_of(made)
    begin = event["dtstart"].dt
    assert begin.tzinfo is not None
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=begin)
    return [at.astimezone(dt.UTC) for at in rule]


@given(
    at=st.times().map(lambda at: at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0, fold=0)),
    weekdays=st.sets(st.integers(1, 7), min_size=1),
    ahead=st.integers(-3, 20),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_it_reminds_on_every_chosen_day_of_the_campaign_at_that_time_on_the_wall(
    participation: Participation, at: dt.time, weekdays: set[int], ahead: int
) -> None:
    one = fresh(participation)  # the clock goes back on 25 October, inside this campaign
    now = AT_NOON + ahead * DAY
    today = TODAY + ahead * DAY
    days = [TODAY + offset * DAY for offset in range(14)]
    wanted = [day for day in days if day >= today and day.isoweekday() in weekdays]
    made = agenda(one, at=at, weekdays=weekdays, link=LINK, now=now)
    assert (made is None) == (not wanted)
    if made is not None:
        assert occurrences(made) == [
            dt.datetime.combine(day, at, AMSTERDAM).astimezone(dt.UTC) for day in wanted
        ]


def test_a_rolling_campaign_ends_with_ones_own_last_day() -> None:
    one = fresh(make_participation(campaign=make_campaign(starts_on=None, length=5)))
    made = agenda(one, at=dt.time(9), weekdays=range(1, 8), link=LINK, now=AT_NOON + DAY)
    assert made is not None
    assert [at.date() for at in occurrences(made)] == [TODAY + n * DAY for n in range(1, 5)]


def test_the_file_says_its_time_zone_and_nothing_private(
    browser: Client, participation: Participation
) -> None:
    response = browser.get("/van-mij/in/plein/agenda.ics?tijd=08:30&dagen=1&dagen=4")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response["Content-Disposition"] == 'attachment; filename="gedag.ics"'
    calendar = Calendar.from_ical(response.content)
    (zone,) = calendar.walk("VTIMEZONE")
    event = event_of(response.content)
    assert (str(zone["tzid"]), event["dtstart"].params["TZID"]) == ("Europe/Amsterdam", "Europe/Amsterdam")
    assert (str(event["url"]), str(event["summary"])) == (LINK, "Iets kleins voor vandaag")
    assert [str(alarm["action"]) for alarm in event.walk("VALARM")] == ["DISPLAY"]
    text = response.content.decode()
    for private in (participation.campaign.name, "plein", participation.campaign.organisation.name):
        assert private not in text
    assert event["uid"] == event_of(browser.get("/van-mij/in/plein/agenda.ics").content)["uid"]


def test_without_a_choice_it_is_as_in_the_settings(browser: Client, participation: Participation) -> None:
    Participation.objects.update(prompt_time=dt.time(18, 15), weekdays=[2])
    assert occurrences(browser.get("/van-mij/in/plein/agenda.ics").content) == [
        dt.datetime(2026, 10, 20, 16, 15, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 27, 17, 15, tzinfo=dt.UTC),
    ]
    page = browser.get("/van-mij/in/plein/agenda/")
    assert page.context["form"].initial == {"tijd": "18:15", "dagen": [2]}
    assert "/van-mij/in/plein/agenda/" in browser.get("/van-mij/in/plein/").content.decode()


@pytest.mark.parametrize(
    "query", ["tijd=25:00&dagen=1", "tijd=09:00", "tijd=09:00&dagen=9", "tijd=05:00&dagen=1"]
)
def test_a_choice_that_cannot_be_is_said(query: str, browser: Client) -> None:
    response = browser.get(f"/van-mij/in/plein/agenda.ics?{query}")
    assert response.status_code == 422
    assert response.context["form"].errors


def test_days_that_do_not_come_any_more_are_said(browser: Client, clock: time_machine.Traveller) -> None:
    clock.move_to(AT_NOON + 12 * DAY)
    response = browser.get("/van-mij/in/plein/agenda.ics?tijd=09:00&dagen=6")
    assert response.status_code == 422
    assert "Kies andere dagen." in response.content.decode()


def test_only_a_participant_of_the_campaign_gets_it(browser: Client, deelnemer_face: Client) -> None:
    make_campaign(slug="elders")
    assert browser.get("/van-mij/in/elders/agenda.ics").status_code == 404
    assert deelnemer_face.get("/van-mij/in/plein/agenda.ics").status_code == 302
