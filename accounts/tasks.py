"""Thin: a task calls one service."""

import os
import socket
import uuid
from collections.abc import Collection

from celery import Task, shared_task
from celery.worker import state
from django.conf import settings
from django.utils import timezone
from kombu import Connection
from kombu.exceptions import OperationalError

from accounts.events import WARNING, Event, note
from accounts.models import Message
from accounts.services import (
    delivery,
    erasure_settling,
    heartbeat,
    limits,
    overdue,
    retention,
    staff_invitation_mail,
)
from accounts.services.one_at_a_time import OneAtATime

BROKER_PATIENCE = (
    0.5  # seconds that a page waits for the broker; the clock starts the same task every minute anyway
)


@shared_task(name="accounts.carry_out_retention")
def carry_out_retention() -> None:
    retention.carry_out_retention(now=timezone.now())


@shared_task(name="accounts.settle_erasures")
def settle_erasures() -> None:
    erasure_settling.settle(now=timezone.now())


@shared_task(name="accounts.remove_old_counts")
def remove_old_counts() -> None:
    limits.remove_old_counts(now=timezone.now())


@shared_task(name="accounts.plan_invitations")
def plan_invitations() -> None:
    if staff_invitation_mail.plan_invitations(now=timezone.now()):
        _everything.ask()


@shared_task(name="accounts.drain_outbox")
def drain_outbox() -> None:
    _everything.ask()


@shared_task(name="accounts.send_codes")
def send_codes() -> None:
    """Codes have a turn of their own: somebody waits for one, also while the messages of a morning go."""
    _codes.ask()


def _drain(kinds: Collection[str] | None = None) -> None:
    # A name that no run had before: the outbox tells workers apart by it.
    worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex}"
    done = delivery.drain(worker=worker, clock=timezone.now, stop_asked=stop_asked, kinds=kinds)
    for outcome, count in sorted(done.items()):
        note(Event.OUTBOX_DRAINED, outcome=outcome.replace(" ", "_"), count=count)


_everything = OneAtATime(lambda: _drain())
_codes = OneAtATime(lambda: _drain([Message.Kind.CODE]))


def stop_asked() -> bool:
    """Whether this worker was asked to stop. Celery's main thread hears that and notes it here at once; the threads
    that tasks run in are waited for, and end between two messages."""
    return any(flag is not None and flag is not False for flag in (state.should_stop, state.should_terminate))


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


def start_sending_codes() -> None:
    """Asks a worker to send the codes that are due, now. A page that calls this never fails or waits long for it."""
    _start(send_codes)


def start_inviting() -> None:
    """Asks a worker to mail the invitations that were just made, in the same way."""
    _start(plan_invitations)


def _start(task: Task) -> None:
    once = {"max_retries": 0, "interval_start": 0, "interval_step": 0}
    patience = {"socket_connect_timeout": BROKER_PATIENCE, "socket_timeout": BROKER_PATIENCE, **once}
    with Connection(settings.CELERY_BROKER_URL, transport_options=patience) as broker:
        try:
            task.apply_async(connection=broker, retry=False, expires=60)
        except (OperationalError, *broker.connection_errors, *broker.channel_errors) as away:
            note(Event.BROKER_AWAY, level=WARNING, fault=away)
