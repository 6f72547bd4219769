"""The worker and the beat of the harness: the product's own, in a hurry, on a moved clock, with places to die.

What takes minutes there takes seconds here, in the same order of size: a lease (five minutes) outlasts a silent mail
server (ten seconds), and tasks start far more often than a lease is over.
"""

import datetime as dt
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from config.celery import app
from faults import clock, points

FOLDER = Path(os.environ["GEDAG_FAULTS"])
LEASE = dt.timedelta(seconds=4)
BACK_OFF = tuple(dt.timedelta(seconds=seconds) for seconds in (0.5, 1, 1, 2))
SILENCE = 1  # seconds until a mail server that says nothing is given up

django.setup()
clock.install(FOLDER)

from accounts.services import outbox, outcomes  # noqa: E402  # their models need Django to be ready

__all__ = ["app"]


def _before(place: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def stopping(*given: Any, **arguments: Any) -> Any:
        points.reach(FOLDER, place)
        return function(*given, **arguments)

    return stopping


def _after(place: str, function: Callable[..., Any], **fixed: Any) -> Callable[..., Any]:
    @wraps(function)
    def stopping(**arguments: Any) -> Any:
        answer = function(**arguments, **fixed)
        if answer:
            points.reach(FOLDER, place)
        return answer

    return stopping


settings.EMAIL_TIMEOUT = SILENCE
# Celery reads its settings when they are first asked for, which is after this.
settings.CELERY_BEAT_MAX_LOOP_INTERVAL = 0.2
settings.CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": seconds, "options": {"expires": 3}}
    for task, seconds in (
        ("challenges.plan_messages", 1.0),
        ("accounts.drain_outbox", 0.4),
        ("accounts.tidy_outbox", 0.7),
    )
}
outbox.LEASE = LEASE
outcomes.BACK_OFF = BACK_OFF
outbox.claim = _after(points.CLAIMED, outbox.claim, lease=LEASE)
outbox._letter_or_reason = _before(points.WRITING, outbox._letter_or_reason)
outbox.begin_sending = _after(points.SENDING, outbox.begin_sending)
outcomes.record_sent = _after(points.RECORDED, _before(points.ACCEPTED, outcomes.record_sent))
