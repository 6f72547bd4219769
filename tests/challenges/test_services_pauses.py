"""Pauses: they end by themselves, never last longer than sixty days, and no day number is lost."""

import datetime as dt
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from challenges.models import Participation, Pause
from challenges.queries.calendar import DayState, day_number, day_state
from challenges.services.assignments import begin_moment
from challenges.services.participations import change_settings, join_campaign, leave_campaign
from challenges.services.pauses import (
    NothingToPauseError,
    PauseTooLongError,
    end_pause,
    pause_participation,
)
from tests.factories import AT_NOON, TODAY, make_assignment, make_campaign, make_participation

DAY = dt.timedelta(days=1)


def pauses(participation: Participation) -> list[tuple[int, int]]:
    rows = Pause.objects.filter(participation=participation).order_by("starts_on")
    return [((pause.starts_on - TODAY).days, (pause.ends_on - TODAY).days) for pause in rows]


@pytest.mark.django_db
def test_pauses_that_touch_become_one_and_end_when_somebody_is_back() -> None:
    participation = make_participation()
    for first, last in ((0, 2), (3, 5), (10, 12), (0, 2)):
        pause_participation(
            participation=participation, starts_on=TODAY + first * DAY, ends_on=TODAY + last * DAY
        )
    assert pauses(participation) == [(0, 5), (10, 12)]
    for _ in range(2):
        end_pause(participation=participation, day=TODAY + 2 * DAY)
        assert pauses(participation) == [(0, 1), (10, 12)]
    for _ in range(2):
        end_pause(participation=participation, day=TODAY + 2 * DAY, starts_on=TODAY + 10 * DAY)
        assert pauses(participation) == [(0, 1)]


@pytest.mark.django_db
def test_a_pause_begins_after_the_challenge_that_was_begun_and_repeats_none() -> None:
    participation = make_participation(campaign=make_campaign(starts_on=None, length=5))
    begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    with pytest.raises(NothingToPauseError):
        pause_participation(participation=participation, starts_on=TODAY, ends_on=TODAY)
    pause_participation(participation=participation, starts_on=TODAY, ends_on=TODAY + 3 * DAY)
    assert pauses(participation) == [(1, 3)]
    participation = Participation.objects.prefetch_related("pauses").get(pk=participation.pk)
    assert [day_number(participation, TODAY + days * DAY) for days in (0, 4)] == [1, 2]


@pytest.mark.django_db
def test_a_challenge_that_was_only_seen_can_be_paused() -> None:
    participation = make_assignment().participation
    pause_participation(participation=participation, starts_on=TODAY, ends_on=TODAY)
    assert pauses(participation) == [(0, 0)]


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "kept"), [(60, True), (61, False)])
def test_sixty_days_at_most_also_together(days: int, kept: bool) -> None:
    participation = make_participation()
    pause_participation(participation=participation, starts_on=TODAY, ends_on=TODAY + 29 * DAY)
    last = TODAY + (days - 1) * DAY
    if kept:
        pause_participation(participation=participation, starts_on=TODAY + 30 * DAY, ends_on=last)
        assert pauses(participation) == [(0, 59)]
    else:
        with pytest.raises(PauseTooLongError):
            pause_participation(participation=participation, starts_on=TODAY + 30 * DAY, ends_on=last)
        assert pauses(participation) == [(0, 29)]


class TestDayNumbers(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=4))
    def test_every_day_that_is_not_paused_has_the_next_number(self, drawn: list[tuple[int, int]]) -> None:
        participation = make_participation(campaign=make_campaign(starts_on=None, length=3))
        for first, length in drawn:
            pause_participation(
                participation=participation,
                starts_on=TODAY + first * DAY,
                ends_on=TODAY + (first + length) * DAY,
            )
        participation = Participation.objects.prefetch_related("pauses").get(pk=participation.pk)
        open_days = [
            TODAY + number * DAY
            for number in range(60)
            if day_state(participation, TODAY + number * DAY) != DayState.PAUSED
        ]
        numbers = [day_number(participation, day) for day in open_days]
        assert numbers == list(range(1, len(open_days) + 1))


@pytest.mark.django_db
def test_leaving_twice_keeps_the_first_time_and_joining_again_begins_anew() -> None:
    participation = make_participation()
    leave_campaign(participation=participation, now=AT_NOON, graduated=True)
    leave_campaign(participation=participation, now=AT_NOON + DAY)
    participation.refresh_from_db()
    assert (participation.left_at, participation.graduated) == (AT_NOON, True)
    again = join_campaign(
        campaign=participation.campaign,
        participant=participation.participant,
        step="knik",
        now=AT_NOON + DAY,
        giver=True,
    )
    assert (again.pk, again.left_at, again.graduated, again.giver) == (participation.pk, None, False, True)


@pytest.mark.django_db
def test_who_left_during_a_pause_and_joins_again_has_a_challenge_at_once() -> None:
    participation = make_participation(campaign=make_campaign(starts_on=None))
    for first, last in ((-3, 5), (20, 27)):
        pause_participation(
            participation=participation, starts_on=TODAY + first * DAY, ends_on=TODAY + last * DAY
        )
    leave_campaign(participation=participation, now=AT_NOON)
    again = join_campaign(
        campaign=participation.campaign, participant=participation.participant, step="zin", now=AT_NOON
    )
    assert (pauses(again), day_state(again, TODAY)) == ([(-3, -1), (20, 27)], DayState.CHALLENGE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("was", "becomes", "had", "has"),
    [
        (False, True, [1, 2, 3, 4, 5, 6, 7], [1]),
        (True, False, [1], [1, 2, 3, 4, 5, 6, 7]),
        (False, False, [1, 3], [1, 3]),
        (True, True, [4], [4]),
    ],
)
def test_joining_again_in_another_role_brings_its_days(
    was: bool, becomes: bool, had: list[int], has: list[int]
) -> None:
    participation = make_participation()
    Participation.objects.update(giver=was, weekdays=had, left_at=AT_NOON)
    again = join_campaign(
        campaign=participation.campaign,
        participant=participation.participant,
        step="zin",
        now=AT_NOON,
        giver=becomes,
    )
    assert again.weekdays == has


@pytest.mark.django_db
def test_settings_are_kept_once_and_in_order() -> None:
    participation = make_participation()
    change_settings(
        participation=participation,
        weekdays=[5, 1, 5],
        prompt_time=dt.time(8, 15),
        channel="email",
        giver=True,
    )
    participation.refresh_from_db()
    assert (
        participation.weekdays,
        participation.prompt_time,
        participation.channel,
        participation.giver,
    ) == (
        [1, 5],
        dt.time(8, 15),
        "email",
        True,
    )
