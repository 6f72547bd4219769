"""Draining the outbox beside a bare loop that sends the same mails. bench/README.md says what both sides do."""

import datetime as dt
import itertools
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from accounts.emails import Letter
from accounts.models import Message, Participant
from accounts.queries.batches import one_batch
from accounts.services import delivery
from challenges.models import Campaign
from challenges.services.message_kinds import TODAY
from challenges.services.messages import plan_messages
from simulation import mailed

NOON = dt.datetime(2026, 10, 14, 10, 0, 1, tzinfo=dt.UTC)
_run = itertools.count(1)


@contextmanager
def catcher() -> Iterator[None]:
    """A mail server in a process of its own, that accepts everything and keeps nothing; Django sends to it."""
    command = [sys.executable, "-P", "-m", "bench.catcher"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as process:
        printed = process.stdout.readline() if process.stdout else ""
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(printed)
        try:
            yield
        finally:
            process.terminate()


def stage(people: int) -> None:
    """So many people, whose messages of noon are planned."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Participant._meta.db_table} CASCADE")
    before = NOON - dt.timedelta(hours=1)
    mailed.join(
        campaign=Campaign.objects.get(national=True), people=people, prompt_time=dt.time(12), now=before
    )
    plan_messages(now=before)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_message")


def drained(people: int) -> float:
    """Seconds for the product to send everything."""
    began = time.perf_counter()
    done = delivery.drain(worker=f"bench-{next(_run)}", clock=lambda: NOON, budget=dt.timedelta(hours=1))
    seconds = time.perf_counter() - began
    if done != {"sent": people}:
        raise RuntimeError(f"not everything was sent: {done}")
    return seconds


def staged(people: int) -> list[Message]:
    """Planned messages, read with whom they are to."""
    stage(people)
    return list(
        Message.objects.select_related("participant__contact", "participant__private_key").order_by(
            "not_before", "pk"
        )
    )


def staged_letters(people: int) -> list[tuple[str, Letter]]:
    """Mails that are ready to go."""
    return [(str(message.number), _written(message)) for message in staged(people)]


def bare(mails: Sequence[tuple[str, Letter]]) -> float:
    """Seconds for a loop that only sends mails that are ready: no database at all."""
    began = time.perf_counter()
    with get_connection() as mail:
        for number, letter in mails:
            _send(mail, number, letter)
    return time.perf_counter() - began


def bare_writing(messages: Sequence[Message]) -> float:
    """Seconds for a loop that makes the challenge and the mail of every message, and sends it. The days of the
    campaign are looked up once for all of them."""
    began = time.perf_counter()
    with get_connection() as mail, one_batch():
        for message in messages:
            _send(mail, str(message.number), _written(message))
    return time.perf_counter() - began


def _written(message: Message) -> Letter:
    with transaction.atomic():
        return TODAY.render(message, NOON)


def _send(mail: BaseEmailBackend, number: str, letter: Letter) -> None:
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[letter.to],
        connection=mail,
        headers={**letter.headers, "Message-ID": f"<{number}@localhost>"},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    mail.send_messages([message])
