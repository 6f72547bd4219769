"""Signs of life: `/gezond` is whether this process is alive, `/klaar` whether all that Gedag needs works together."""

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from accounts.access import for_everyone
from accounts.events import WARNING, Event, note
from accounts.models import Heartbeat
from accounts.queries.heartbeat import heartbeat, queue_late, worker_away
from accounts.queries.retention import tidied

PATIENCE = 1.0  # seconds for all checks together; what has not answered by then is away
# Checks run beside the request, because a connection that hangs cannot be told to stop. Whoever asks often while
# something hangs, waits in this row and not in ever more threads.
_checkers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="klaar")


@for_everyone
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database or the broker."""
    return HttpResponse("gezond\n", content_type="text/plain; charset=utf-8")


@for_everyone
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, broker and tasks work and no message waits too long; otherwise 503. Which of them does not
    is false in the answer; what a check could not find out is null.

    The lag is a figure only: after a fault it stays high while the last messages are being caught up with.
    """
    database, broker = _checkers.submit(_read_heartbeat), _checkers.submit(_ping_broker)
    checking: list[Future[Any]] = [database, broker]
    wait(checking, timeout=PATIENCE)
    answered = _answered("database", database)
    checks = {
        "database": answered,
        "valkey": _answered("broker", broker),
        **_tasks(database.result() if answered else None, timezone.now(), known=answered),
    }
    # What has to go and stays is no reason to send visitors away.
    figures = {"opruimen", "klok_seconden", "wachtrij_minuten", "achterstand_minuten"}
    fine = all(value is True for name, value in checks.items() if name not in figures)
    return JsonResponse({"klaar": fine, **checks}, status=200 if fine else 503)


def _tasks(beat: Heartbeat | None, now: dt.datetime, *, known: bool) -> dict[str, Any]:
    """What the worker last wrote. Without a beat ever, the clock is not right; without a database nobody knows."""
    return {
        "klok": (beat is not None and not worker_away(beat, now)) if known else None,
        "berichten": not queue_late(beat) if beat else None,
        "opruimen": tidied(beat, now),
        "klok_seconden": max(int((now - beat.beat_at).total_seconds()), 0) if beat else None,
        "wachtrij_minuten": beat.queue_minutes if beat else None,
        "achterstand_minuten": beat.lag_minutes if beat else None,
    }


def _answered(name: str, check: "Future[Any]") -> bool:
    if not check.done():
        check.cancel()
        note(Event.NOT_READY, level=WARNING, what=name, reason="silent")
        return False
    fault = check.exception()
    if fault is not None:
        note(Event.NOT_READY, level=WARNING, what=name, reason="fault", fault=fault)
    return fault is None


def _read_heartbeat() -> Heartbeat | None:
    """Also the check of the database: with a connection of its own, of which nothing is kept."""
    try:
        return heartbeat()
    finally:
        connection.close()


def _ping_broker() -> None:
    with Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    ) as broker:
        broker.ping()
