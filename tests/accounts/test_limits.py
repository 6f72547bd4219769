"""The counters of staff sign-in hold whatever else is counted."""

import datetime as dt

import pytest
import time_machine
from django.db import connection

from accounts.adapters.limits import LimitsCache
from tests.faces import BEHEER, database_login
from tests.factories import AT_NOON

pytestmark = pytest.mark.django_db


def test_nothing_that_still_counts_is_forgotten_and_what_is_over_goes() -> None:
    limits = LimitsCache("beheer_cache", {"OPTIONS": {"MAX_ENTRIES": 3}})
    with time_machine.travel(AT_NOON, tick=False) as clock, database_login(BEHEER):
        for number in range(12):
            limits.set(f"teller-{number:02}", number, timeout=60)
        assert [limits.get(f"teller-{number:02}") for number in range(12)] == list(range(12))
        clock.shift(dt.timedelta(seconds=61))
        limits.set("nog-een", 1, timeout=60)
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key FROM beheer_cache")
            assert cursor.fetchall() == [(":1:nog-een",)]
