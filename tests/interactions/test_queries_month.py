"""The diary by month: squares, the months that may be opened, and the places."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Participant
from interactions.models import DayAnswer, Interaction, LifeDomain
from interactions.queries.month import Day, Month, first_month, moments_between, month_of, places_of
from tests.factories import AT_NOON, TODAY, make_domain, make_moment, make_participant

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
OCTOBER = dt.date(2026, 10, 1)


@pytest.fixture
def participant() -> Participant:
    return make_participant()


def _october(participant: Participant) -> Month:
    return month_of(participant, first=OCTOBER, earliest=first_month(participant, today=TODAY), today=TODAY)


def _days(month: Month) -> dict[int, Day]:
    return {day.date.day: day for week in month.weeks for day in week if day}


@pytest.mark.parametrize(
    ("first", "days", "weeks"),
    [
        (dt.date(2026, 2, 1), 28, 5),
        (dt.date(2027, 2, 1), 28, 4),
        (dt.date(2028, 2, 1), 29, 5),
        (dt.date(2026, 8, 1), 31, 6),
        (dt.date(2026, 12, 1), 31, 5),
    ],
)
def test_a_month_has_each_day_once_under_its_weekday(
    first: dt.date, days: int, weeks: int, participant: Participant
) -> None:
    month = month_of(participant, first=first, earliest=first, today=TODAY)
    squares = [
        (day.date, weekday) for week in month.weeks for weekday, day in enumerate(week) if day is not None
    ]
    assert [date for date, _ in squares] == [first + number * DAY for number in range(days)]
    assert all(date.weekday() == weekday for date, weekday in squares)
    assert [len(week) for week in month.weeks] == [7] * weeks


def test_a_square_tells_moments_rest_and_today(participant: Participant) -> None:
    for days_ago in (0, 1, 1, 2, 2, 2, 20):
        make_moment(participant=participant, now=AT_NOON - days_ago * DAY)
    make_moment(participant=participant, status=Interaction.Status.PLANNED, now=AT_NOON - 4 * DAY)
    for days_ago in (2, 3):  # something tried after all makes it no rest day
        DayAnswer.objects.create(
            participant=participant, local_date=TODAY - days_ago * DAY, created_at=AT_NOON
        )
    stranger = make_participant()
    make_moment(participant=stranger, now=AT_NOON - 5 * DAY)
    DayAnswer.objects.create(participant=stranger, local_date=TODAY - 6 * DAY, created_at=AT_NOON)

    month = _october(participant)
    told = {number: (day.count, day.dots, day.rest, day.today) for number, day in _days(month).items()}
    nothing = (0, 0, False, False)
    assert told == dict.fromkeys(range(1, 32), nothing) | {
        14: (1, 1, False, True),
        13: (2, 2, False, False),
        12: (3, 2, False, False),
        11: (0, 0, True, False),
    }
    assert month.count == 6


def test_an_empty_diary_has_only_this_month(participant: Participant) -> None:
    assert first_month(participant, today=TODAY) == OCTOBER
    month = _october(participant)
    assert (month.count, month.before, month.after) == (0, None, None)


def test_a_diary_begins_in_the_month_of_its_first_attempt(participant: Participant) -> None:
    make_moment(participant=participant, now=AT_NOON - 60 * DAY)  # 15 August
    lapsed = make_moment(participant=participant, status=Interaction.Status.LAPSED, now=AT_NOON - 200 * DAY)
    assert lapsed.local_date < dt.date(2026, 8, 1)
    earliest = first_month(participant, today=TODAY)
    assert earliest == dt.date(2026, 8, 1)
    neighbours = {
        first: (month.before, month.after)
        for first in (earliest, dt.date(2026, 9, 1), OCTOBER)
        if (month := month_of(participant, first=first, earliest=earliest, today=TODAY))
    }
    assert neighbours == {
        dt.date(2026, 8, 1): (None, dt.date(2026, 9, 1)),
        dt.date(2026, 9, 1): (dt.date(2026, 8, 1), OCTOBER),
        OCTOBER: (dt.date(2026, 9, 1), None),
    }


@pytest.mark.parametrize("today", [dt.date(2026, 10, 1), dt.date(2026, 10, 31)])
def test_the_last_day_of_a_month_opens_no_other(today: dt.date, participant: Participant) -> None:
    assert month_of(participant, first=OCTOBER, earliest=OCTOBER, today=today).after is None


def test_moments_of_a_span_count_both_ends(participant: Participant) -> None:
    moments = [make_moment(participant=participant, now=AT_NOON - days * DAY) for days in range(4)]
    assert list(moments_between(participant, TODAY - 2 * DAY, TODAY - DAY)) == [moments[1], moments[2]]


def test_places_are_all_there_and_own_ones_only_when_used(participant: Participant) -> None:
    for position, key in enumerate(("winkel", "buurt", "anders"), start=1):
        make_domain(key=key, position=position)
    LifeDomain.objects.filter(key="anders").update(for_ideas=False)
    for _ in range(2):
        make_moment(participant=participant)
    make_moment(participant=participant, status=Interaction.Status.PLANNED)
    make_moment(participant=make_participant())

    def told() -> list[tuple[str, int]]:
        return [(place.key, place.moments) for place in places_of(participant)]  # type: ignore[attr-defined]

    assert told() == [("winkel", 0), ("buurt", 2)]
    Interaction.objects.filter(pk=make_moment(participant=participant).pk).update(domain="anders")
    assert told() == [("winkel", 0), ("buurt", 2), ("anders", 1)]


@pytest.mark.parametrize("months", [1, 12])
def test_a_month_asks_the_same_however_long_the_diary(
    months: int, participant: Participant, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(months):
        make_moment(participant=participant, now=AT_NOON - 30 * number * DAY)
    with django_assert_num_queries(3):  # the first attempt, attempts, rest days
        _october(participant)
    with django_assert_num_queries(2):  # domains, counts
        places_of(participant)
