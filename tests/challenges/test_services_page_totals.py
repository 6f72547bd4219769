"""Counting how often a page is opened: right when many do so at once, and never at the cost of the page."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoAssertNumQueries

from challenges.models import Campaign, PageTotal
from challenges.queries.staff_page_totals import WEEKS, page_totals
from challenges.services.page_totals import count_page
from tests.factories import AT_NOON, TODAY, make_campaign
from tests.written import written

VISIT, SCAN = PageTotal.Kind.VISIT, PageTotal.Kind.SCAN


def rows() -> list[tuple[dt.date, str, int]]:
    return list(PageTotal.objects.order_by("local_date", "kind").values_list("local_date", "kind", "times"))


@pytest.mark.django_db
def test_each_day_and_kind_has_a_total_of_its_own(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    campaign, other = make_campaign(), make_campaign()
    with django_assert_num_queries(1):
        count_page(campaign=campaign, kind=VISIT, now=AT_NOON)
    count_page(campaign=campaign, kind=VISIT, now=AT_NOON)
    count_page(campaign=campaign, kind=SCAN, now=AT_NOON)
    count_page(campaign=campaign, kind=VISIT, now=AT_NOON + dt.timedelta(hours=15))  # 03:00, still this day
    count_page(campaign=campaign, kind=VISIT, now=AT_NOON + dt.timedelta(hours=17))
    assert rows() == [(TODAY, "scan", 1), (TODAY, "visit", 3), (TODAY + dt.timedelta(days=1), "visit", 1)]
    assert not other.page_totals.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_twenty() -> None:
    campaign = make_campaign(length=1)
    together = threading.Barrier(20)
    counted: list[bool] = []

    def visitor() -> None:
        try:
            together.wait(timeout=30)
            counted.append(count_page(campaign=campaign, kind=VISIT, now=AT_NOON))
        finally:
            connections.close_all()

    visitors = [threading.Thread(target=visitor) for _ in range(20)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    assert counted == [True] * 20
    assert rows() == [(TODAY, "visit", 20)]


@pytest.mark.django_db(transaction=True)
def test_who_holds_the_row_costs_a_count_and_not_a_page() -> None:
    campaign = make_campaign(length=1)
    count_page(campaign=campaign, kind=VISIT, now=AT_NOON)
    answers: list[bool] = []

    def visitor() -> None:
        try:
            answers.append(count_page(campaign=campaign, kind=VISIT, now=AT_NOON))
            with connection.cursor() as cursor:  # the connection goes on, and waits as long as ever
                cursor.execute("SHOW lock_timeout")
                answers.append(cursor.fetchone() == ("0",))
        finally:
            connections.close_all()

    with transaction.atomic():
        PageTotal.objects.select_for_update().get()
        one = threading.Thread(target=visitor)
        one.start()
        one.join(timeout=30)
    assert answers == [False, True]
    assert rows() == [(TODAY, "visit", 1)]


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_is_not_counted_and_said_in_the_log() -> None:
    with written() as log:
        assert count_page(campaign=Campaign(pk=0), kind=VISIT, now=AT_NOON) is False
    assert [line["error"][-1]["sqlstate"] for line in log.of("page_not_counted")] == ["23503"]


@pytest.mark.django_db
def test_weeks_begin_on_monday_the_newest_first_and_quiet_ones_are_there() -> None:
    campaign = make_campaign()
    for day, kind, times in (
        (dt.date(2026, 9, 30), VISIT, 10), (dt.date(2026, 10, 12), VISIT, 3), (TODAY, VISIT, 2), (TODAY, SCAN, 1),
    ):  # fmt: skip
        PageTotal.objects.create(campaign=campaign, local_date=day, kind=kind, times=times)
    PageTotal.objects.create(campaign=make_campaign(), local_date=TODAY, kind=VISIT, times=99)
    totals = page_totals(campaign, TODAY)
    assert (totals.visits, totals.scans) == (15, 1)
    assert [(week.monday.day, week.sunday.day, week.visits, week.scans) for week in totals.weeks] == [
        (12, 18, 5, 1),
        (5, 11, 0, 0),
        (28, 4, 10, 0),
    ]
    assert [(week.visits_bar, week.scans_bar) for week in totals.weeks] == [(50, 10), (0, 0), (100, 0)]


@pytest.mark.django_db
def test_a_long_campaign_shows_its_last_weeks_and_counts_all(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    campaign = make_campaign()
    for week in range(30):
        day = TODAY - dt.timedelta(weeks=week)
        PageTotal.objects.create(campaign=campaign, local_date=day, kind=VISIT, times=2)
    with django_assert_num_queries(1):
        totals = page_totals(campaign, TODAY)
    assert (totals.visits, len(totals.weeks)) == (60, WEEKS)


@pytest.mark.django_db
def test_nothing_yet_is_no_weeks() -> None:
    totals = page_totals(make_campaign(), TODAY)
    assert (totals.visits, totals.scans, list(totals.weeks)) == (0, 0, [])
