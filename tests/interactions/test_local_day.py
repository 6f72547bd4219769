"""The day turns at four in the morning by the clock on the wall, in Python and in PostgreSQL alike."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st

from interactions.models import Interaction, LocalDate, local_date
from interactions.models.local_day import AMSTERDAM
from tests.factories import AT_NOON, make_moment, make_participant

# Moments by a clock without a zone; the tests give them one.
BETWEEN = (dt.datetime(2000, 1, 1), dt.datetime(2060, 1, 1))  # noqa: DTZ001


def at(text: str, *, fold: int = 0) -> dt.datetime:
    """A moment by the clock in Amsterdam."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold)


def in_postgresql(moments: list[dt.datetime]) -> list[dt.date]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gedag_local_date(moment) FROM unnest(%s::timestamptz[]) WITH ORDINALITY AS t(moment, place)"
            " ORDER BY place",
            [moments],
        )
        return [day for (day,) in cursor.fetchall()]


EXAMPLES = [
    ("an ordinary noon", at("2026-10-14T12:00"), dt.date(2026, 10, 14)),
    ("a second before four", at("2026-10-14T03:59:59.999999"), dt.date(2026, 10, 13)),
    ("four sharp", at("2026-10-14T04:00"), dt.date(2026, 10, 14)),
    ("midnight", at("2026-10-14T00:00"), dt.date(2026, 10, 13)),
    ("New Year's night", at("2027-01-01T01:30"), dt.date(2026, 12, 31)),
    # 29 March 2026: two o'clock becomes three
    ("spring, before four", at("2026-03-29T03:59"), dt.date(2026, 3, 28)),
    ("spring, four", at("2026-03-29T04:00"), dt.date(2026, 3, 29)),
    ("spring, the morning after", at("2026-03-30T03:59"), dt.date(2026, 3, 29)),
    # 25 October 2026: three o'clock becomes two, so half past two comes twice
    ("autumn, half past two in summer time", at("2026-10-25T02:30"), dt.date(2026, 10, 24)),
    ("autumn, half past two in winter time", at("2026-10-25T02:30", fold=1), dt.date(2026, 10, 24)),
    ("autumn, before four", at("2026-10-25T03:59"), dt.date(2026, 10, 24)),
    ("autumn, four", at("2026-10-25T04:00"), dt.date(2026, 10, 25)),
]


@pytest.mark.parametrize(("moment", "day"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])
def test_the_day_of_a_moment(moment: dt.datetime, day: dt.date) -> None:
    assert local_date(moment) == day


@pytest.mark.django_db
def test_postgresql_gives_the_same_days() -> None:
    assert in_postgresql([moment for _name, moment, _day in EXAMPLES]) == [
        day for _name, _moment, day in EXAMPLES
    ]


@pytest.mark.django_db
@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.datetimes(*BETWEEN, timezones=st.just(dt.UTC)),
        min_size=1,
        max_size=50,
    )
)
def test_the_twins_agree_on_any_moment(moments: list[dt.datetime]) -> None:
    assert in_postgresql(moments) == [local_date(moment) for moment in moments]


@pytest.mark.django_db
@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)], ids=["spring", "autumn"])
def test_the_twins_agree_on_every_minute_around_a_clock_change(day: dt.date) -> None:
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    minutes = [midnight + dt.timedelta(minutes=minute) for minute in range(-180, 33 * 60)]
    days = [local_date(minute) for minute in minutes]
    assert in_postgresql(minutes) == days
    assert sorted(days) == days
    # The local day is an hour shorter or longer; no minute is lost or doubled.
    assert days.count(day) == {dt.date(2026, 3, 29): 24, dt.date(2026, 10, 25): 24}[day] * 60


@given(st.datetimes(*BETWEEN), st.integers(-14, 14))
def test_the_zone_of_the_sender_does_not_matter(naive: dt.datetime, hours: int) -> None:
    moment = naive.replace(tzinfo=dt.UTC)
    assert local_date(moment.astimezone(dt.timezone(dt.timedelta(hours=hours)))) == local_date(moment)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        local_date(dt.datetime(2026, 10, 14, 12, 0))  # noqa: DTZ001 (that is the point)


@pytest.mark.django_db
def test_it_can_be_asked_in_a_query() -> None:
    make_moment(participant=make_participant(), now=AT_NOON)
    row = Interaction.objects.annotate(day=LocalDate(F("outcome_at"))).get()
    assert row.day == row.local_date == dt.date(2026, 10, 14)


@pytest.mark.django_db
def test_no_moment_gives_no_day() -> None:
    assert in_postgresql([None]) == [None]  # type: ignore[list-item]
