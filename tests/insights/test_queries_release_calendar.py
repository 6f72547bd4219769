"""When releases come: for every length of a campaign, for quarters, and after a campaign changed."""

import datetime as dt

import pytest

from challenges.models import Campaign
from insights.models import ReleaseKind
from insights.queries.release_calendar import Announced, national_release, releases_of
from tests.factories import TODAY

DAY = dt.timedelta(days=1)


def campaign(length: int, status: str = Campaign.Status.PUBLISHED) -> Campaign:
    return Campaign(calendar="fixed", starts_on=TODAY, ends_on=TODAY + (length - 1) * DAY, status=status)


def rolling(status: str = Campaign.Status.PUBLISHED) -> Campaign:
    return Campaign(calendar="rolling", status=status)


@pytest.mark.parametrize(
    ("length", "days"),
    [
        (1, {"final": 3}),
        (5, {"final": 7}),
        (6, {"interim_1": 2, "interim_2": 4, "final": 8}),
        (7, {"interim_1": 3, "interim_2": 5, "final": 9}),
        (14, {"interim_1": 5, "interim_2": 10, "final": 16}),
        (28, {"interim_1": 10, "interim_2": 19, "final": 30}),
    ],
)
def test_the_days_of_the_releases(length: int, days: dict[str, int]) -> None:
    found = releases_of(campaign(length), TODAY)
    assert {one.kind.value: (one.due_on - TODAY).days for one in found} == days
    assert {one.cohort for one in found} == {""}


@pytest.mark.parametrize("length", range(1, 61))
def test_a_campaign_of_any_length(length: int) -> None:
    one = campaign(length)
    assert one.ends_on is not None
    *interim, final = releases_of(one, TODAY)
    assert final.kind == ReleaseKind.FINAL
    # Two local days lie between the last day of the campaign and the release.
    assert final.due_on - one.ends_on == 3 * DAY
    assert [each.kind.value for each in interim] == (["interim_1", "interim_2"] if length >= 6 else [])
    days = [TODAY + DAY, *(each.due_on for each in interim), one.ends_on + DAY]
    assert days == sorted(days)
    # Enough days for somebody to have been active on two of them.
    assert all(each.due_on - TODAY >= 2 * DAY for each in interim)


def test_the_calendar_does_not_depend_on_when_it_is_asked() -> None:
    assert releases_of(campaign(14), TODAY) == releases_of(campaign(14), TODAY + 100 * DAY)


@pytest.mark.parametrize(
    ("today", "cohort", "quarter_on", "national_on"),
    [
        (dt.date(2026, 1, 1), "2026-Q1", dt.date(2026, 4, 4), dt.date(2026, 4, 8)),
        (dt.date(2026, 3, 31), "2026-Q1", dt.date(2026, 4, 4), dt.date(2026, 4, 8)),
        (dt.date(2026, 4, 1), "2026-Q2", dt.date(2026, 7, 4), dt.date(2026, 7, 8)),
        (dt.date(2026, 9, 30), "2026-Q3", dt.date(2026, 10, 4), dt.date(2026, 10, 8)),
        (dt.date(2026, 10, 1), "2026-Q4", dt.date(2027, 1, 4), dt.date(2027, 1, 8)),
        (dt.date(2026, 12, 31), "2026-Q4", dt.date(2027, 1, 4), dt.date(2027, 1, 8)),
    ],
)
def test_quarters(today: dt.date, cohort: str, quarter_on: dt.date, national_on: dt.date) -> None:
    (one,) = releases_of(rolling(), today)
    assert (one.kind, one.cohort, one.due_on) == (ReleaseKind.QUARTER, cohort, quarter_on)
    country = national_release(today)
    assert (country.kind, country.cohort, country.due_on) == (ReleaseKind.NATIONAL, cohort, national_on)


def test_every_day_of_three_years_is_in_one_quarter_that_is_over_before_its_release() -> None:
    found: dict[str, Announced] = {}
    for offset in range(3 * 365 + 1):
        day = dt.date(2026, 1, 1) + offset * DAY
        one = national_release(day)
        assert found.setdefault(one.cohort, one) == one
        assert one.due_on > day
    assert len(found) == 12 == len({one.due_on for one in found.values()})


@pytest.mark.parametrize("status", [Campaign.Status.CLOSED, Campaign.Status.ARCHIVED])
def test_a_rolling_campaign_that_ended_has_no_new_quarters(status: str) -> None:
    assert releases_of(rolling(status), TODAY) == []
    assert len(releases_of(rolling(Campaign.Status.PAUSED), TODAY)) == 1
