"""What may still change of a campaign, and what may be done with it."""

import datetime as dt

import pytest

from challenges.models import Campaign
from challenges.queries.staff_changes import (
    Action,
    actions,
    effect,
    locked_fields,
    refused_changes,
)
from challenges.queries.staff_steps import STEPS
from tests.factories import TODAY

WEEK = dt.timedelta(days=7)


def campaign(
    *, status: str = "published", starts: int | None = -3, length: int = 14, national: bool = False
) -> Campaign:
    starts_on = None if starts is None else TODAY + dt.timedelta(days=starts)
    return Campaign(
        status=status,
        calendar="rolling" if starts is None else "fixed",
        starts_on=starts_on,
        ends_on=starts_on and starts_on + dt.timedelta(days=length - 1),
        national=national,
    )


@pytest.mark.parametrize(
    ("status", "starts", "expected"),
    [
        ("draft", 5, {Action.PUBLISH, Action.ARCHIVE}),
        ("published", 5, {Action.PAUSE, Action.CLOSE}),
        ("published", -3, {Action.PAUSE, Action.CLOSE}),
        ("published", None, {Action.PAUSE, Action.CLOSE}),
        ("published", -30, {Action.ARCHIVE}),
        ("paused", -3, {Action.RESUME, Action.CLOSE}),
        ("paused", -30, {Action.ARCHIVE}),
        ("closed", -3, {Action.ARCHIVE}),
        ("archived", -3, set()),
    ],
)
def test_what_may_be_done_depends_on_where_it_is(
    status: str, starts: int | None, expected: set[Action]
) -> None:
    assert actions(campaign(status=status, starts=starts), TODAY) == expected


@pytest.mark.parametrize("status", Campaign.Status.values)
def test_the_national_campaign_never_ends(status: str) -> None:
    done = actions(campaign(status=status, starts=None, national=True), TODAY)
    assert done & {Action.CLOSE, Action.ARCHIVE} == set()


def test_of_a_draft_everything_may_change() -> None:
    assert locked_fields(campaign(status="draft"), TODAY) == {}


def test_before_it_begins_the_first_day_may_move() -> None:
    assert sorted(locked_fields(campaign(starts=5), TODAY)) == ["calendar", "slug"]


@pytest.mark.parametrize("status", ["published", "paused"])
@pytest.mark.parametrize("starts", [0, -3, None])
def test_once_begun_the_first_day_stays(status: str, starts: int | None) -> None:
    assert sorted(locked_fields(campaign(status=status, starts=starts), TODAY)) == [
        "calendar",
        "slug",
        "starts_on",
    ]


@pytest.mark.parametrize(("status", "starts"), [("published", -30), ("closed", -3), ("archived", -3)])
def test_of_what_is_over_nothing_of_the_basics_changes(status: str, starts: int) -> None:
    locked = locked_fields(campaign(status=status, starts=starts), TODAY)
    assert sorted(locked) == ["calendar", "length", "slug", "starts_on"]


def test_longer_is_fine_and_shorter_is_not() -> None:
    live = campaign()
    assert refused_changes(live, {"length": 14}, {"length": 15}, TODAY) == {}
    assert sorted(refused_changes(live, {"length": 14}, {"length": 13}, TODAY)) == ["length"]
    assert refused_changes(campaign(status="draft"), {"length": 14}, {"length": 1}, TODAY) == {}


def test_the_first_day_cannot_move_into_the_past() -> None:
    ahead = campaign(starts=5)
    current = {"starts_on": ahead.starts_on}
    assert refused_changes(ahead, current, {"starts_on": TODAY}, TODAY) == {}
    yesterday = {"starts_on": TODAY - dt.timedelta(days=1)}
    assert sorted(refused_changes(ahead, current, yesterday, TODAY)) == ["starts_on"]


@pytest.mark.parametrize("key", [step.key for step in STEPS if step.key != "check"])
def test_only_for_what_people_see_it_is_said_what_a_change_does(key: str) -> None:
    assert effect(campaign(status="draft"), key, TODAY) == ""
    assert effect(campaign(status="archived"), key, TODAY) == ""
    assert "eelnemers" in effect(campaign(), key, TODAY) or key == "prompts"
    assert effect(campaign(), key, TODAY) != ""


@pytest.mark.parametrize(("starts", "moves"), [(3, True), (-3, False), (None, False)])
def test_the_first_day_is_named_only_while_it_may_move(starts: int | None, moves: bool) -> None:
    assert ("eerste dag" in effect(campaign(starts=starts), "basics", TODAY)) == moves
