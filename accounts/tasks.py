"""Thin: a task calls one service."""

import logging
import os
import signal
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from kombu import Connection
from kombu.exceptions import OperationalError

from accounts.services import delivery, email_codes, heartbeat, overdue, retention

logger = logging.getLogger(__name__)

BROKER_PATIENCE = (
    0.5  # seconds that a page waits for the broker; the clock starts the same task every minute anyway
)


@shared_task(name="accounts.erase_expired_participants")
def erase_expired_participants() -> None:
    retention.erase_expired_participants(now=timezone.now())


@shared_task(name="accounts.remove_expired_staff_sessions")
def remove_expired_staff_sessions() -> None:
    retention.remove_expired_staff_sessions(now=timezone.now())


@shared_task(name="accounts.remove_expired_codes")
def remove_expired_codes() -> None:
    email_codes.remove_expired_codes(now=timezone.now())


@shared_task(name="accounts.drain_outbox")
def drain_outbox() -> None:
    # A name that no run had before: the outbox tells workers apart by it.
    worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex}"
    with _asked_to_stop() as stop_asked:
        done = delivery.drain(worker=worker, clock=timezone.now, stop_asked=stop_asked)
    if done:
        logger.info("outbox: %s", ", ".join(f"{outcome} {count}" for outcome, count in sorted(done.items())))


@shared_task(name="accounts.tidy_outbox")
def tidy_outbox() -> None:
    now = timezone.now()
    overdue.recover_messages(now=now)
    overdue.expire_messages(now=now)


@shared_task(name="accounts.keep_heartbeat")
def keep_heartbeat() -> None:
    heartbeat.keep_heartbeat(now=timezone.now())


@shared_task(name="accounts.look_at_mail_server")
def look_at_mail_server() -> None:
    heartbeat.note_mail_server(answers=delivery.mail_server_answers(), now=timezone.now())


@shared_task(name="accounts.remove_old_messages")
def remove_old_messages() -> None:
    overdue.remove_old_messages(now=timezone.now())


def start_draining() -> None:
    """Asks a worker to send what is due, now. A page that calls this never fails or waits long for it."""
    once = {"max_retries": 0, "interval_start": 0, "interval_step": 0}
    patience = {"socket_connect_timeout": BROKER_PATIENCE, "socket_timeout": BROKER_PATIENCE, **once}
    with Connection(settings.CELERY_BROKER_URL, transport_options=patience) as broker:
        try:
            drain_outbox.apply_async(connection=broker, retry=False, expires=60)
        except (OperationalError, *broker.connection_errors, *broker.channel_errors) as away:
            logger.warning("the broker cannot be reached: %s", type(away).__name__)


@contextmanager
def _asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Keeps a SIGTERM until the block is left, and tells meanwhile whether there was one."""
    asked: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False  # only the main thread of a process hears signals
        return

    def note(number: int, _frame: Any) -> None:
        asked.append(number)

    before = signal.signal(signal.SIGTERM, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGTERM, before)
        if asked:
            signal.raise_signal(signal.SIGTERM)
