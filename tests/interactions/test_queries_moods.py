"""How somebody feels, beside their own average."""

import datetime as dt
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.models import Mood
from interactions.queries.moods import AVERAGE_FROM, SHOWN, WEEK_FROM, Week, curve_of, mood_curve
from tests.factories import AT_NOON, TODAY, make_moment, make_participant

DAY = dt.timedelta(days=1)


def _moods(scores: dict[int, int]) -> list[Mood]:
    """Answers by how many days ago, oldest first."""
    return [
        Mood(local_date=TODAY - days_ago * DAY, score=score)
        for days_ago, score in sorted(scores.items(), reverse=True)
    ]


answers = st.dictionaries(st.integers(0, 60), st.integers(1, 10), max_size=45)


@given(answers, st.sets(st.integers(0, 60)))
def test_averages_are_ones_own_and_from_five(scores: dict[int, int], tried: set[int]) -> None:
    curve = curve_of(_moods(scores), tried={TODAY - days * DAY for days in tried}, today=TODAY)
    for average, counted in (
        (curve.average, list(scores.values())),
        (curve.with_moment, [score for days, score in scores.items() if days in tried]),
        (curve.without, [score for days, score in scores.items() if days not in tried]),
    ):
        if average is None:
            assert len(counted) < AVERAGE_FROM
        else:
            assert average == pytest.approx(statistics.mean(counted))
            assert 1 <= average <= 10


@given(answers)
def test_only_the_last_thirty_are_shown_and_a_week_needs_three(scores: dict[int, int]) -> None:
    moods = _moods(scores)
    curve = curve_of(moods, tried=set(), today=TODAY)
    assert curve.moods == moods[-SHOWN:]
    week = [score for days, score in scores.items() if days < 7]
    assert (curve.week is None) == (len(scores) < AVERAGE_FROM or len(week) < WEEK_FROM)


@pytest.mark.parametrize(
    ("week", "named"),
    [
        ([7, 7, 7], Week.SAME),
        ([8, 8, 8], Week.ABOVE),
        ([6, 6, 6], Week.BELOW),
        ([7, 8, 7], Week.SAME),  # 0.2 above
        ([8, 8, 7], Week.SAME),  # 0.4 above
        ([1, 1], None),
    ],
)
def test_a_week_has_a_name_from_half_a_point(week: list[int], named: Week | None) -> None:
    before = dict.fromkeys(range(7, 12), 7)
    curve = curve_of(_moods(before | dict(enumerate(week))), tried=set(), today=TODAY)
    assert curve.week == named


def test_a_day_after_today_is_in_no_week() -> None:
    moods = _moods(dict.fromkeys(range(1, 6), 7) | {-1: 1})
    assert curve_of(moods, tried=set(), today=TODAY).week == Week.ABOVE


@pytest.mark.django_db
def test_the_curve_is_ones_own_with_days_that_something_was_tried() -> None:
    participant, stranger = make_participant(), make_participant()
    for days in range(10):
        for somebody, score in ((participant, 8 if days % 2 else 6), (stranger, 1)):
            Mood.objects.create(
                participant=somebody,
                local_date=TODAY - days * DAY,
                score=score,
                asked_in=Mood.AskedIn.DIARY,
                answered_at=AT_NOON,
            )
        tried = make_moment(participant=participant, now=AT_NOON - days * DAY)
        if not days % 2:
            tried.participant = stranger
            tried.save()
    curve = mood_curve(participant, today=TODAY)
    assert [mood.score for mood in curve.moods] == [8, 6] * 5
    assert (curve.average, curve.with_moment, curve.without) == (7, 8, 6)
