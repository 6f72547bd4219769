"""What staff are told about their days: which look alike, which places are missing, what may still be changed."""

import datetime as dt

import pytest
from hypothesis import given

from challenges.models import Campaign
from challenges.queries.staff_days import (
    Alike,
    CopiedDay,
    Placed,
    PlannedDay,
    days_begun,
    days_of_week,
    domain_counts,
    findings,
    may_change,
    stamp_of,
    used_on,
    week_copy,
    week_of,
    wished_length,
)
from interactions.models.library import Step
from tests.challenges.planned import DOMAINS, planned_days

ON = dt.date(2026, 10, 14)


def placed(idea: int, domain: str = "buurt", act: str = "ask", step: str = Step.ZIN) -> Placed:
    return Placed(step=step, idea=idea, domain=domain, act=act, form="tip")


def a_day(number: int, *ideas: Placed) -> PlannedDay:
    return PlannedDay(number, ideas)


def campaign(
    status: str = Campaign.Status.PUBLISHED, starts_on: dt.date | None = ON, length: int = 14
) -> Campaign:
    ends_on = starts_on + dt.timedelta(days=length - 1) if starts_on else None
    calendar = Campaign.Calendar.FIXED if starts_on else Campaign.Calendar.ROLLING
    return Campaign(status=status, starts_on=starts_on, ends_on=ends_on, calendar=calendar)


def test_the_same_idea_looks_alike_however_far_apart() -> None:
    days = [a_day(1, placed(1)), a_day(2, placed(2, "werk")), a_day(9, placed(1))]
    assert findings(days, DOMAINS).alike == (Alike(9, 1, same_idea=True),)


def test_the_same_place_and_act_looks_alike_on_the_day_after_only() -> None:
    days = [a_day(1, placed(1)), a_day(2, placed(2)), a_day(3, placed(3, "werk")), a_day(4, placed(4))]
    assert findings(days, DOMAINS).alike == (Alike(2, 1, same_idea=False),)


def test_another_act_in_the_same_place_is_not_alike() -> None:
    assert findings([a_day(1, placed(1)), a_day(2, placed(2, act="greet"))], DOMAINS).alike == ()


def test_an_empty_day_between_keeps_two_days_apart() -> None:
    assert findings([a_day(1, placed(1)), a_day(2), a_day(3, placed(3))], DOMAINS).alike == ()


def test_what_different_step_sizes_get_is_compared_as_they_get_it() -> None:
    """Who wants a praatje gets the zin of day 1 and the knik of day 2: the same act in the same place."""
    days = [a_day(1, placed(1)), a_day(2, placed(2, step=Step.KNIK))]
    assert findings(days, DOMAINS).alike == (Alike(2, 1, same_idea=False),)


def test_three_sizes_with_each_another_act_are_compared_size_by_size() -> None:
    one = a_day(1, placed(1, act="greet", step=Step.KNIK), placed(2, act="ask"))
    other = a_day(2, placed(3, act="ask", step=Step.KNIK), placed(4, act="greet"))
    assert findings([one, other], DOMAINS).alike == ()


def test_a_day_counts_once_for_each_of_its_places() -> None:
    days = [
        a_day(1, placed(1), placed(2, step=Step.KNIK)),
        a_day(2, placed(3, "werk"), placed(4, step=Step.KNIK)),
    ]
    assert domain_counts(days, ("buurt", "werk", "uit")) == (("buurt", 2), ("werk", 1), ("uit", 0))


def test_fewer_than_three_places_is_said_and_what_is_missing() -> None:
    found = findings([a_day(1, placed(1)), a_day(2, placed(2, "werk")), a_day(3)], ("buurt", "werk", "uit"))
    assert (found.few_domains, found.missing, found.empty, found.filled) == (True, ("uit",), (3,), 2)
    full = findings([a_day(n, placed(n, key)) for n, key in enumerate(DOMAINS[:3], start=1)], DOMAINS)
    assert (full.few_domains, len(full.missing)) == (False, len(DOMAINS) - 3)


@pytest.mark.parametrize(("length", "few"), [(1, False), (2, True)])
def test_a_short_campaign_cannot_have_three_places(length: int, few: bool) -> None:
    assert (
        findings([a_day(n, placed(n, act=str(n))) for n in range(1, length + 1)], DOMAINS).few_domains is few
    )


def test_an_empty_board_gets_no_lecture_about_places() -> None:
    assert findings([a_day(1), a_day(2), a_day(3)], DOMAINS).few_domains is False


def test_open_steps_are_counted_on_days_that_have_something() -> None:
    assert findings([a_day(1), a_day(2, placed(1))], DOMAINS).open_slots == 2


@pytest.mark.parametrize(
    ("status", "on", "begun"),
    [
        (Campaign.Status.DRAFT, ON + dt.timedelta(days=3), 0),
        (Campaign.Status.PUBLISHED, ON - dt.timedelta(days=1), 0),
        (Campaign.Status.PUBLISHED, ON, 1),
        (Campaign.Status.PAUSED, ON + dt.timedelta(days=3), 4),
    ],
)
def test_a_day_has_begun_when_its_date_is_there_and_the_campaign_is_public(
    status: str, on: dt.date, begun: int
) -> None:
    assert days_begun(campaign(status), on) == begun
    assert [may_change(campaign(status), number, on) for number in (begun, begun + 1)] == [
        False,
        True,
    ] or not begun


def test_in_a_rolling_campaign_no_day_has_begun_for_all() -> None:
    rolling = campaign(starts_on=None)
    assert (days_begun(rolling, ON), may_change(rolling, 1, ON), wished_length(rolling)) == (0, True, None)


@pytest.mark.parametrize("status", [Campaign.Status.CLOSED, Campaign.Status.ARCHIVED])
def test_a_campaign_that_is_over_stays_as_it_was(status: str) -> None:
    assert not may_change(campaign(status, starts_on=None), 90, ON)


def test_the_dates_say_how_many_days_there_are() -> None:
    assert wished_length(campaign(length=21)) == 21


def test_weeks_are_seven_days_by_number() -> None:
    assert [week_of(number) for number in (1, 7, 8, 14)] == [1, 1, 2, 2]
    assert list(days_of_week(2)) == [8, 9, 10, 11, 12, 13, 14]


def test_copying_a_week_says_what_it_replaces_and_what_stays() -> None:
    days = [a_day(n, *([placed(n)] if n in (1, 2, 3, 9) else [])) for n in range(1, 11)]
    copy = week_copy(days, 1, 2, changeable={9, 10})
    assert copy.copied == (CopiedDay(2, 9, overwrites=True), CopiedDay(3, 10, overwrites=False))
    assert (copy.kept, copy.overwritten) == ((8,), (9,))
    assert week_copy(days, 1, 1, changeable={1, 2}).copied == ()


@given(planned_days())
def test_the_stamp_changes_with_what_is_on_the_board_and_with_nothing_else(days: list[PlannedDay]) -> None:
    assert stamp_of(days) == stamp_of([PlannedDay(day.number, day.placed[::-1]) for day in days])
    changed = [*days[:-1], PlannedDay(days[-1].number, (placed(99999),))]
    assert stamp_of(days) != stamp_of(changed)


@given(planned_days())
def test_every_idea_is_found_back_on_its_days(days: list[PlannedDay]) -> None:
    used = used_on(days)
    assert {(idea, day) for idea, numbers in used.items() for day in numbers} == {
        (idea, day.number) for day in days for idea in day.ideas
    }


@given(planned_days())
def test_a_day_only_looks_like_an_earlier_one(days: list[PlannedDay]) -> None:
    for one in findings(days, DOMAINS).alike:
        assert one.like < one.number
