"""A worker whose tasks fall over, with a word of somebody in every error. Only tests start it."""

import os
from collections.abc import Iterator
from typing import Any

import django
from django.db import connection, transaction

from config.celery import app

django.setup()

from accounts.services import heartbeat, removers  # noqa: E402  # their models need Django to be ready
from accounts.services.removers import Due, Remover  # noqa: E402

WORD = os.environ["CANARY"]


def _fall(**_given: Any) -> None:
    private = {"note": WORD}
    raise ValueError(f"{private['note']} is wrong")


def _refused(_due: Due) -> Iterator[int]:
    yield 1
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute("INSERT INTO faulty VALUES (%s)", [WORD])


def _slow(_due: Due) -> Iterator[int]:
    yield 1
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT %s, pg_sleep(2)", [WORD])


heartbeat.keep_heartbeat = _fall
removers.register(name="oude-codes", remover=Remover("codes", lambda due: 1, _refused))
removers.register(name="oude-berichten", remover=Remover("berichten", lambda due: 1, _slow))

__all__ = ["app"]
