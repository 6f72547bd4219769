"""A worker whose tasks fall over, with a word of somebody in every error. Only tests start it."""

import os
from typing import Any

import django
from django.db import connection, transaction

from config.celery import app

django.setup()

from accounts.services import email_codes, heartbeat, overdue  # noqa: E402  # their models need Django to be ready

WORD = os.environ["CANARY"]


def _fall(**_given: Any) -> None:
    private = {"note": WORD}
    raise ValueError(f"{private['note']} is wrong")


def _refused(**_given: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute("INSERT INTO faulty VALUES (%s)", [WORD])


def _slow(**_given: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT %s, pg_sleep(2)", [WORD])


heartbeat.keep_heartbeat = _fall
email_codes.remove_expired_codes = _refused  # type: ignore[assignment]
overdue.remove_old_messages = _slow  # type: ignore[assignment]

__all__ = ["app"]
