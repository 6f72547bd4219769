"""Tasks of accounts: what a page starts never holds it up, and a stop comes between two messages."""

import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from kombu import Connection
from pytest_django import Settings

from accounts import tasks
from accounts.models import Message
from accounts.services import delivery, message_kinds
from tests.factories import AT_NOON, make_message
from tests.outbox import PLAIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent_broker(settings: Settings) -> Iterator[None]:
    """A broker that takes the call and never answers, as one that is stopped does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        yield


def waiting() -> int:
    """How many tasks wait for a worker."""
    with Connection(django_settings.CELERY_BROKER_URL) as broker:
        return int(broker.default_channel.client.llen("celery"))


def test_a_page_asks_a_worker_to_send() -> None:
    before = waiting()
    tasks.start_draining()
    assert waiting() == before + 1


@pytest.mark.parametrize("trouble", ["away", "silent"])
def test_a_broker_in_trouble_breaks_no_page_and_holds_none_up(
    trouble: str, deelnemer_face: Client, silent_broker: None, settings: Settings
) -> None:
    if trouble == "away":
        settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    begun = time.monotonic()
    response = deelnemer_face.post("/terug/mail/", {"address": "ik@thuis.example"})
    assert (response.status_code, Message.objects.get().state) == (302, "pending")
    assert time.monotonic() - begun < 4  # Celery itself tries for more than six seconds


def test_only_the_brokers_own_troubles_are_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(**_said: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tasks.drain_outbox, "apply_async", fault)
    with pytest.raises(ZeroDivisionError):
        tasks.start_draining()


def test_a_stop_comes_between_two_messages_and_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []

    def render(message: Message, now: object) -> object:
        os.kill(os.getpid(), signal.SIGTERM)  # while the first one is written
        return PLAIN.render(message, now)  # type: ignore[arg-type]

    monkeypatch.setitem(
        message_kinds._registered,
        "notice",
        message_kinds.MessageKind(PLAIN.refusal, render),  # type: ignore[arg-type]
    )
    monkeypatch.setattr(tasks.timezone, "now", lambda: AT_NOON)
    messages = [make_message() for _ in range(3)]
    before = signal.signal(signal.SIGTERM, lambda number, _frame: heard.append(number))
    try:
        tasks.drain_outbox()
    finally:
        signal.signal(signal.SIGTERM, before)
    states = [Message.objects.get(pk=one.pk).state for one in messages]
    assert (states, len(mail.outbox)) == (["sent", "pending", "pending"], 1)
    assert heard == [signal.SIGTERM]


def test_no_two_runs_have_the_same_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    def drain(**said: Any) -> Counter[str]:
        names.append(said["worker"])
        return Counter()

    monkeypatch.setattr(delivery, "drain", drain)
    tasks.drain_outbox()
    tasks.drain_outbox()
    assert len(set(names)) == 2
    assert all(len(name) <= 100 for name in names)


def test_tidying_takes_back_and_ends_what_is_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.timezone, "now", lambda: AT_NOON)
    make_message(state="claimed", worker="w", lease_until=AT_NOON, expires_at=AT_NOON)
    tasks.tidy_outbox()
    assert Message.objects.get().state == "expired"
