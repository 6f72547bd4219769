"""How the tasks are, as the worker writes it down."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from accounts import tasks
from accounts.models import Heartbeat
from accounts.queries.heartbeat import QUEUE_LATE, WORKER_LATE, heartbeat, queue_late, worker_away
from accounts.services.delivery import mail_server_answers
from accounts.services.heartbeat import keep_heartbeat, note_mail_server
from tests.faces import WORKER, database_login
from tests.factories import AT_NOON, make_message
from tests.smtp_server import smtp_server

pytestmark = pytest.mark.django_db
SECOND, MINUTE, DAY = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(days=1)
IN_HAND = {"worker": "w", "lease_until": AT_NOON}


def beat_at(now: dt.datetime) -> Heartbeat:
    with database_login(WORKER):
        keep_heartbeat(now=now)
    found = heartbeat()
    assert found is not None
    return found


def test_there_is_one_row_and_the_last_beat_is_in_it() -> None:
    assert heartbeat() is None
    beat_at(AT_NOON)
    assert beat_at(AT_NOON + MINUTE).beat_at == AT_NOON + MINUTE
    assert Heartbeat.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({}, 7),
        ({"state": "claimed", **IN_HAND}, 7),
        ({"state": "sending", **IN_HAND}, 7),
        ({"state": "sent", "sent_at": AT_NOON - DAY}, 0),
        ({"state": "failed", "reason": "smtp_550"}, 0),
        ({"state": "expired"}, 0),
        ({"state": "cancelled", "reason": "left"}, 0),
    ],
)
def test_what_waits_is_what_is_due_and_has_no_end_yet(fields: dict[str, object], minutes: int) -> None:
    make_message(not_before=AT_NOON - 7 * MINUTE - 59 * SECOND, **fields)  # type: ignore[arg-type]
    make_message(not_before=AT_NOON - 2 * MINUTE, state="expired")
    make_message(not_before=AT_NOON + MINUTE)
    assert beat_at(AT_NOON).queue_minutes == minutes


def test_the_lag_is_of_the_latest_of_the_last_messages() -> None:
    for late, ago in ((2, 1), (5, 3), (90, 16)):
        sent_at = AT_NOON - ago * MINUTE
        make_message(state="sent", sent_at=sent_at, not_before=sent_at - late * MINUTE)
    assert beat_at(AT_NOON).lag_minutes == 5
    assert beat_at(AT_NOON + DAY).lag_minutes == 0


def test_a_clock_that_went_back_is_no_lag() -> None:
    make_message(state="sent", sent_at=AT_NOON - MINUTE, not_before=AT_NOON)
    assert beat_at(AT_NOON).lag_minutes == 0


def test_since_when_the_mail_server_is_away() -> None:
    note_mail_server(answers=False, now=AT_NOON)  # before the first beat there is nowhere to write it
    beat_at(AT_NOON)
    since = []
    for minute, answers in enumerate((True, False, False, True, False)):
        with database_login(WORKER):
            note_mail_server(answers=answers, now=AT_NOON + minute * MINUTE)
        since.append(beat_at(AT_NOON).mail_lost_at)
    away, again = AT_NOON + MINUTE, AT_NOON + 4 * MINUTE
    assert since == [None, away, away, None, again]


def test_whether_the_mail_server_answers_is_asked_without_a_message(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with smtp_server() as server:
        settings.EMAIL_PORT = server.port
        assert mail_server_answers()
        for server.greeting, server.ehlo in (
            ("554 dicht", "250 hallo"),
            ("220 hallo", "502 wat"),
            ("220 hallo", ""),
        ):
            assert not mail_server_answers()
    assert not mail_server_answers()
    assert (server.senders, server.kept) == ([], [])


def test_the_edges_of_late() -> None:
    at = [AT_NOON + WORKER_LATE + extra for extra in (dt.timedelta(), SECOND)]
    beat = Heartbeat(beat_at=AT_NOON)
    assert [worker_away(beat, now) for now in at] == [False, True]
    longest = int(QUEUE_LATE / MINUTE)
    assert [queue_late(Heartbeat(queue_minutes=minutes)) for minutes in (longest, longest + 1)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("task", "wrote"),
    [
        (tasks.keep_heartbeat, lambda: heartbeat() is not None),
        (tasks.look_at_mail_server, lambda: heartbeat() is None),
    ],
)
def test_the_clock_starts_them_every_minute(task: Callable[[], None], wrote: Callable[[], bool]) -> None:
    task()
    assert wrote()
    (entry,) = [
        one
        for one in django_settings.CELERY_BEAT_SCHEDULE.values()
        if one["task"] == task.name  # type: ignore[attr-defined]
    ]
    assert (entry["schedule"], entry["options"]) == (MINUTE, {"expires": 55})
