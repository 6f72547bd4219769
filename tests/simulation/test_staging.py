"""Preparing a campaign for made-up people, and keeping them out of real installations."""

import datetime as dt

import pytest
from pytest_django import Settings

from interactions.models import local_date
from interactions.models.local_day import AMSTERDAM
from simulation.staging import NoChallengesError, NotADemoError, clock, refuse_outside_demo, stage
from tests.factories import TODAY, make_campaign, make_idea


@pytest.mark.django_db
def test_a_missing_step_gets_the_nearest_idea_that_is_filled() -> None:
    knik, zin = make_idea(step="knik"), make_idea(step="zin")
    campaign = make_campaign(length=2, days=[{"knik": knik, "zin": zin}, {"knik": knik}])
    plan = stage(campaign, begins_on=TODAY).plan
    assert [{step: challenge.idea for step, challenge in day.items()} for day in plan.days] == [
        {"knik": knik.idea.key, "zin": zin.idea.key, "praatje": zin.idea.key},
        {"knik": knik.idea.key, "zin": knik.idea.key, "praatje": knik.idea.key},
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("starts_on", "begins_on"), [(TODAY, TODAY), (None, TODAY - dt.timedelta(days=3))])
def test_fixed_dates_begin_on_their_own_first_day(starts_on: dt.date | None, begins_on: dt.date) -> None:
    ready = stage(make_campaign(starts_on=starts_on, length=1), begins_on=TODAY - dt.timedelta(days=3))
    assert (ready.begins_on, ready.plan.rolling) == (begins_on, starts_on is None)


@pytest.mark.django_db
def test_a_campaign_without_days_is_refused() -> None:
    with pytest.raises(NoChallengesError):
        stage(make_campaign(length=0, starts_on=None), begins_on=TODAY)


@pytest.mark.parametrize("day", [dt.date(2026, 3, 28), dt.date(2026, 10, 24)])
@pytest.mark.parametrize("later", [0, 1, 2])
def test_the_clock_on_the_wall_holds_over_both_clock_changes(day: dt.date, later: int) -> None:
    at = clock(day, later, 8 * 3600 + 90)
    assert at.utcoffset() == dt.timedelta(0)
    on_the_wall = at.astimezone(AMSTERDAM)
    assert (local_date(at), on_the_wall.time()) == (day + dt.timedelta(days=later), dt.time(8, 1, 30))


def test_made_up_people_stay_out_of_a_real_installation(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = False
    monkeypatch.setattr("simulation.staging.is_test_database", lambda: False)
    with pytest.raises(NotADemoError, match="GEDAG_DEMO=1"):
        refuse_outside_demo()


def test_a_test_run_is_known_by_its_database(settings: Settings) -> None:
    settings.DEMO = False
    refuse_outside_demo()


def test_they_are_welcome_in_a_demo(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    monkeypatch.setattr("simulation.staging.is_test_database", lambda: False)
    refuse_outside_demo()
