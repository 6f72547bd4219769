"""Limits: strict in any stretch of time, in one statement, and nobody uses up what is another's."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import LimitCount, StaffLimitCount
from accounts.services import limits
from accounts.services.limit_table import DAY, HOUR, LIMITS, MINUTE, OF_STAFF, ROOM_FOR_FEW, Act, Bound, Who
from accounts.services.limits import TooOftenError, remove_old_counts, take
from tests.faces import BEHEER, DEELNEMER, WORKER, database_login
from tests.factories import AT_NOON

pytestmark = pytest.mark.django_db
CLIENT = "192.0.2.0/24"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def three_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, Act.MISS_LINK, (Bound("t", Who.CLIENT, 3, HOUR),))


def ask(now: dt.datetime = AT_NOON, client: str = CLIENT) -> bool:
    try:
        take(act=Act.MISS_LINK, by={Who.CLIENT: client}, now=now)
    except TooOftenError:
        return False
    return True


@pytest.mark.usefixtures("three_an_hour")
def test_so_often_and_not_more_and_others_notice_nothing() -> None:
    assert [ask() for _ in range(5)] == [True, True, True, False, False]
    assert [ask(client="198.51.100.0/24") for _ in range(4)] == [True, True, True, False]


@pytest.mark.usefixtures("three_an_hour")
def test_it_is_said_when_it_may_be_done_again_and_then_it_may() -> None:
    for _ in range(3):
        ask()
    with pytest.raises(TooOftenError) as refused:
        take(act=Act.MISS_LINK, by={Who.CLIENT: CLIENT}, now=AT_NOON)
    assert refused.value.who is Who.CLIENT
    assert HOUR.total_seconds() <= refused.value.seconds <= (HOUR + HOUR / limits.PARTS).total_seconds()
    again = AT_NOON + dt.timedelta(seconds=refused.value.seconds)
    assert refused.value.again_at == again
    assert [ask(again - SECOND), ask(again)] == [False, True]


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.integers(min_value=0, max_value=1500), min_size=1, max_size=60))
def test_no_hour_has_more_than_its_limit_wherever_it_begins(steps: list[int]) -> None:
    bound = Bound("t", Who.CLIENT, 3, HOUR)
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setitem(LIMITS, Act.MISS_LINK, (bound,))
        now, taken = AT_NOON, []
        for step in steps:
            now += dt.timedelta(seconds=step)
            if ask(now):
                taken.append(now)
        transaction.set_rollback(True)
    assert all(sum(one <= other < one + HOUR for other in taken) <= bound.most for one in taken)
    assert taken[0] == AT_NOON + dt.timedelta(seconds=steps[0])


@pytest.mark.usefixtures("three_an_hour")
def test_trying_on_while_it_is_full_does_not_make_it_last_longer() -> None:
    for _ in range(3):
        ask()
    full_for = HOUR + HOUR / limits.PARTS
    assert not any(ask(AT_NOON + number * dt.timedelta(minutes=1)) for number in range(60))
    assert ask(AT_NOON + full_for)


def test_who_is_over_their_own_bound_takes_nothing_from_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = (Bound("t", Who.CLIENT, 2, HOUR), Bound("t", Who.EVERYBODY, 4, HOUR))
    monkeypatch.setitem(LIMITS, Act.MISS_LINK, bounds)
    assert [ask() for _ in range(50)].count(True) == 2
    assert [ask(client="198.51.100.0/24") for _ in range(3)] == [True, True, False]
    assert ask(client="203.0.113.0/24") is False  # now it is everybody's that is full
    with pytest.raises(TooOftenError) as refused:
        take(act=Act.MISS_LINK, by={Who.CLIENT: "203.0.113.0/24"}, now=AT_NOON)
    assert refused.value.who is Who.EVERYBODY


def test_it_is_one_statement_however_many_bounds() -> None:
    by: dict[Who, object] = {Who.CLIENT: CLIENT, Who.CAMPAIGN: 1}
    with CaptureQueriesContext(connection) as counted:
        take(act=Act.JOIN, by=by, now=AT_NOON)
    assert len(counted) == 1
    assert LimitCount.objects.count() == len(LIMITS[Act.JOIN]) == 3


@pytest.mark.usefixtures("three_an_hour")
def test_a_clock_that_is_put_back_a_little_gives_nothing_away() -> None:
    for _ in range(3):
        ask()
    assert ask(AT_NOON - dt.timedelta(minutes=45)) is False
    assert ask(AT_NOON - 3 * HOUR) is True  # put back by more than the stretch it begins anew, and only once
    assert [ask(AT_NOON - 3 * HOUR) for _ in range(3)] == [True, True, False]


def test_a_subject_that_is_missing_is_a_mistake_and_not_a_way_around() -> None:
    with pytest.raises(KeyError):
        take(act=Act.JOIN, by={Who.CLIENT: CLIENT}, now=AT_NOON)


def test_no_row_says_who_and_two_rows_do_not_show_that_they_are_one_client() -> None:
    for number in range(3):
        take(act=Act.MISS_LINK, by={Who.CLIENT: CLIENT}, now=AT_NOON + number * HOUR / limits.PARTS)
    marks = [bytes(one) for one in LimitCount.objects.values_list("pk", flat=True)]
    assert len(set(marks)) == 3
    assert all(len(mark) == limits.MARK_BYTES for mark in marks)


def test_another_secret_key_counts_anew(settings: Any, three_an_hour: None) -> None:
    for _ in range(3):
        ask()
    settings.SECRET_KEY = "een andere sleutel, lang genoeg om er een te zijn, zoals het hoort"
    assert ask() is True


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_bounds_and_none_counts_twice_under_one_mark(act: Act) -> None:
    assert LIMITS[act]
    assert len({(one.counter, one.who, one.per) for one in LIMITS[act]}) == len(LIMITS[act])
    assert all(one.most > 0 and one.per in {MINUTE, HOUR, 2 * HOUR, DAY} for one in LIMITS[act])


@pytest.mark.parametrize(("act", "few"), ROOM_FOR_FEW.items())
def test_the_door_of_few_is_tighter_and_no_wider_area_gets_much_through(act: Act, few: Act) -> None:
    of_act, of_few = ({one.who: one for one in LIMITS[which]} for which in (act, few))
    assert of_few[Who.CLIENT].counter == of_act[Who.CLIENT].counter  # what was done counts for it as well
    assert of_few[Who.CLIENT].most * 10 <= of_act[Who.CLIENT].most
    (at_all,) = (one for who, one in of_few.items() if who not in {Who.CLIENT, Who.AREA})
    assert (of_few[Who.AREA].per, at_all.per) == (HOUR, MINUTE)
    assert at_all.most * 60 / of_few[Who.AREA].most >= 120  # so many areas, every hour, to keep it shut


@pytest.mark.parametrize(("first", "second", "who"), [(MINUTE, HOUR, "everybody"), (HOUR, MINUTE, "area")])
def test_who_finds_both_doors_full_hears_when_one_has_room(
    first: dt.timedelta, second: dt.timedelta, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, Act.TRY_PAPER_CODE, (Bound("all", Who.EVERYBODY, 1, first),))
    monkeypatch.setitem(LIMITS, Act.TRY_PAPER_CODE_OF_FEW, (Bound("few", Who.AREA, 1, second),))
    by = {Who.EVERYBODY: None, Who.AREA: "192.0.0.0/16"}
    for _door in range(2):
        take(act=Act.TRY_PAPER_CODE, by=by, now=AT_NOON)
    with pytest.raises(TooOftenError) as full:
        take(act=Act.TRY_PAPER_CODE, by=by, now=AT_NOON)
    assert (full.value.who, full.value.seconds <= 2 * MINUTE.total_seconds()) == (who, True)


def test_allauth_and_we_let_a_code_of_staff_be_tried_as_often() -> None:
    (ours,) = (one for one in LIMITS[Act.STAFF_TRY_CODE] if one.who is Who.CODE)
    assert ours.most == django_settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS


def test_rows_go_when_they_count_no_more_and_not_before() -> None:
    take(act=Act.MISS_LINK, by={Who.CLIENT: CLIENT}, now=AT_NOON)
    take(act=Act.BROADCAST_TEST, by={Who.MEMBER: 1}, now=AT_NOON)
    with database_login(WORKER):
        assert remove_old_counts(now=AT_NOON + HOUR) == 0
        assert remove_old_counts(now=AT_NOON + HOUR + HOUR / limits.PARTS + SECOND) == 2
    assert (LimitCount.objects.count(), StaffLimitCount.objects.count()) == (0, 0)


def test_each_face_counts_in_its_own_table() -> None:
    subjects = dict.fromkeys(Who, 1)
    for act in Act:
        with database_login(BEHEER if act in OF_STAFF else DEELNEMER):
            take(act=act, by=subjects, now=AT_NOON)
    assert StaffLimitCount.objects.count() == sum(len(LIMITS[act]) for act in OF_STAFF)
    assert LimitCount.objects.count() > 0


def test_a_database_that_is_away_fails_as_a_page_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(limits.connection, "cursor", away)
    with pytest.raises(OperationalError):
        ask()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_the_limit_and_none_waits_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bounds = (
        Bound("t", Who.CLIENT, 1_000, HOUR),
        Bound("t", Who.CAMPAIGN, 40, HOUR),
        Bound("t", Who.EVERYBODY, 1_000, DAY),
    )
    monkeypatch.setitem(LIMITS, Act.MISS_LINK, bounds)
    got: list[bool] = []

    def many(client: str) -> None:
        for _ in range(20):
            try:
                take(act=Act.MISS_LINK, by={Who.CLIENT: client, Who.CAMPAIGN: 1}, now=AT_NOON)
                got.append(True)
            except TooOftenError:
                got.append(False)
        connection.close()

    threads = [threading.Thread(target=many, args=(f"10.0.{number}.0/24",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), got.count(True)) == (120, 40)
    # Nothing was kept of what was refused, under no bound.
    assert sum(LimitCount.objects.values_list("times", flat=True)) == 3 * 40
