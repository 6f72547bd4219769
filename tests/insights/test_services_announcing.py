"""The calendar in the database: announced beforehand, in step with the campaigns, and what is drawn stays."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from challenges.models import Campaign
from challenges.services.campaign_states import close_campaign, pause_campaign
from insights.models import Draw, Release
from insights.services import announcing
from insights.services.announcing import announce_releases, draw_due_releases
from insights.services.drawing import draw_release
from insights.tasks import announce_releases as announce_task
from insights.tasks import draw_due_releases as draw_task
from tests.faces import WORKER, database_login
from tests.factories import AT_NOON, TODAY, make_campaign
from tests.insights.people import after, noon

pytestmark = pytest.mark.django_db

CALENDAR = {"interim_1": (5, "announced"), "interim_2": (10, "announced"), "final": (16, "announced")}


def calendar_of(campaign: Campaign) -> dict[str, tuple[int, str]]:
    rows = Draw.objects.filter(campaign=campaign).values_list("kind", "due_on", "state")
    return {kind: ((due_on - TODAY).days, state) for kind, due_on, state in rows}


def announce(day: int = 0) -> None:
    with database_login(WORKER):
        announce_releases(now=noon(after(day)))


def test_a_campaign_and_the_country_are_announced_once() -> None:
    campaign = make_campaign()
    announce()
    announce(1)
    assert calendar_of(campaign) == CALENDAR
    (country,) = Draw.objects.filter(campaign=None)
    assert (country.kind, country.cohort, country.due_on) == ("national", "2026-Q4", dt.date(2027, 1, 8))


def test_a_rolling_campaign_is_announced_quarter_by_quarter() -> None:
    make_campaign(starts_on=None)
    announce()
    announce(60)
    announce(90)
    found = Draw.objects.filter(kind="quarter").values_list("cohort", "due_on", "state")
    assert list(found) == [
        ("2026-Q4", dt.date(2027, 1, 4), "announced"),
        ("2027-Q1", dt.date(2027, 4, 4), "announced"),
    ]


def test_a_draft_has_no_calendar_and_a_paused_one_keeps_its() -> None:
    draft = make_campaign(status=Campaign.Status.DRAFT)
    paused = make_campaign()
    announce()
    pause_campaign(campaign=paused, now=AT_NOON)
    announce(1)
    assert calendar_of(draft) == {}
    assert calendar_of(paused) == CALENDAR


def test_a_campaign_that_is_closed_early_moves_what_was_not_begun() -> None:
    campaign = make_campaign()
    announce()
    Draw.objects.filter(kind="interim_1").update(state="done")
    close_campaign(campaign=campaign, now=noon(after(8)))  # nine days: interims after three and six
    announce(8)
    assert calendar_of(campaign) == {
        "interim_1": (5, "done"),
        "interim_2": (6, "called_off"),  # a moment that is past cannot be announced any more
        "final": (11, "announced"),
    }


def test_a_campaign_that_became_too_short_has_only_a_final_release() -> None:
    campaign = make_campaign()
    announce()
    close_campaign(campaign=campaign, now=noon(after(3)))
    announce(3)
    assert calendar_of(campaign) == {
        "interim_1": (5, "called_off"),
        "interim_2": (10, "called_off"),
        "final": (6, "announced"),
    }
    assert draw_due_releases(now=noon(after(5))) == []
    assert [release.draw.kind for release in draw_due_releases(now=noon(after(6)))] == ["final"]
    assert draw_due_releases(now=noon(after(30))) == []


def test_a_campaign_that_becomes_longer_gets_its_interims_back() -> None:
    campaign = make_campaign(length=5)
    announce()
    assert calendar_of(campaign) == {"final": (7, "announced")}
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=after(13))
    announce()
    assert calendar_of(campaign) == CALENDAR
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=after(4))
    announce()
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=after(13))
    announce()
    assert calendar_of(campaign) == CALENDAR


def test_an_interim_is_announced_beforehand_or_not_at_all() -> None:
    campaign = make_campaign()
    announce(5)
    assert calendar_of(campaign) == {"interim_2": (10, "announced"), "final": (16, "announced")}


def test_an_interim_that_waits_to_be_drawn_is_not_called_off() -> None:
    campaign = make_campaign()
    announce()
    announce(6)
    assert calendar_of(campaign) == CALENDAR


def test_a_rolling_campaign_that_ended_keeps_the_quarter_that_was_announced_and_gets_no_other() -> None:
    campaign = make_campaign(starts_on=None)
    announce()
    close_campaign(campaign=campaign, now=AT_NOON)
    announce(1)
    announce(90)
    found = Draw.objects.filter(campaign=campaign).values_list("cohort", "state")
    assert list(found) == [("2026-Q4", "announced")]


def test_a_campaign_in_the_archive_still_gets_its_final_release() -> None:
    campaign = make_campaign()
    announce()
    Campaign.objects.filter(pk=campaign.pk).update(status=Campaign.Status.ARCHIVED)
    announce(15)
    assert [one.draw.kind for one in draw_due_releases(now=noon(after(16)))] == [
        "interim_1",
        "interim_2",
        "final",
    ]


def test_what_is_drawn_or_begun_is_not_moved() -> None:
    campaign = make_campaign()
    announce()
    Draw.objects.filter(kind="interim_1").update(state="done")
    Draw.objects.filter(kind="interim_2").update(state="counting")
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=after(40))
    announce()
    assert calendar_of(campaign) == {
        "interim_1": (5, "done"),
        "interim_2": (10, "counting"),
        "final": (43, "announced"),
    }


def test_with_the_clock_set_back_nothing_is_drawn_and_nothing_moves() -> None:
    campaign = make_campaign()
    announce(5)
    assert draw_due_releases(now=noon(after(9))) == []
    announce(-3)
    assert draw_due_releases(now=noon(after(-3))) == []
    assert calendar_of(campaign)["interim_2"] == (10, "announced")
    assert Release.objects.count() == 0


def test_one_draw_that_fails_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = make_campaign(length=5)
    make_campaign(length=5)
    announce()

    def fails_for_one(*, draw: Draw, now: dt.datetime, **_more: object) -> Release | None:
        if draw.campaign_id == broken.pk:
            raise ZeroDivisionError
        return draw_release(draw=draw, now=now)

    monkeypatch.setattr(announcing, "draw_release", fails_for_one)
    with pytest.raises(ExceptionGroup) as raised:
        draw_due_releases(now=noon(after(7)))
    assert [type(error) for error in raised.value.exceptions] == [ZeroDivisionError]
    assert [release.draw.campaign_id for release in Release.objects.all()] != [broken.pk]
    assert Release.objects.count() == 1


@pytest.mark.parametrize("campaigns", [1, 12])
def test_announcing_again_takes_the_same_few_queries_however_many_campaigns(campaigns: int) -> None:
    for _ in range(campaigns):
        make_campaign()
    announce()
    with CaptureQueriesContext(connection) as asked:
        announce_releases(now=AT_NOON)
    assert len(asked) == 4  # two, and the begin and end of the transaction


def test_the_tasks_call_these() -> None:
    announce_task()
    draw_task()
    assert Draw.objects.filter(kind="national").count() == 1
