"""Tasks of accounts: what a page starts never holds it up, and a stop comes between two messages."""

import datetime as dt
import socket
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from celery.worker import state
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from kombu import Connection
from pytest_django import Settings

from accounts import tasks
from accounts.emails import Letter
from accounts.models import Message
from accounts.services import delivery, message_kinds
from accounts.services.code_messages import mail_code
from accounts.services.staff_invitations import invite
from tests.factories import AT_NOON, make_message, make_organisation
from tests.outbox import PLAIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent_broker(settings: Settings) -> Iterator[None]:
    """A broker that takes the call and never answers, as one that is stopped does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        yield


@pytest.fixture
def own_queue(settings: Settings, worker_id: str) -> None:
    """A queue of this process alone: the others put tasks in theirs meanwhile."""
    place, _, _ = settings.CELERY_BROKER_URL.rpartition("/")
    number = 0 if worker_id == "master" else int(worker_id.removeprefix("gw"))
    settings.CELERY_BROKER_URL = f"{place}/{number + 1}"


def waiting() -> int:
    """How many tasks wait for a worker."""
    with Connection(django_settings.CELERY_BROKER_URL) as broker:
        return int(broker.default_channel.client.llen("celery"))


def test_a_page_asks_a_worker_to_send(own_queue: None) -> None:
    before = waiting()
    tasks.start_sending_codes()
    assert waiting() == before + 1


def test_a_page_asks_a_worker_to_invite(own_queue: None) -> None:
    before = waiting()
    tasks.start_inviting()
    assert waiting() == before + 1


def test_an_invitation_is_planned_and_sent_in_one_go() -> None:
    now = timezone.now()
    organisation = make_organisation()
    invite(organisation=organisation, email="a@ede.example", name="A", role="redacteur", by=None, now=now)
    tasks.plan_invitations()
    tasks.plan_invitations()
    assert [letter.to for letter in mail.outbox] == [["a@ede.example"]]
    assert Message.objects.get().state == "sent"


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

    monkeypatch.setattr(tasks.send_codes, "apply_async", fault)
    with pytest.raises(ZeroDivisionError):
        tasks.start_sending_codes()


@pytest.mark.parametrize(
    ("flag", "value"), [("should_stop", 0), ("should_stop", 1), ("should_terminate", True)]
)
def test_a_stop_comes_between_two_messages(flag: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def render(message: Message, now: dt.datetime) -> Letter:
        monkeypatch.setattr(state, flag, value)  # while the first one is written
        return PLAIN.render(message, now)

    kind = message_kinds.MessageKind(PLAIN.refusal, render)
    monkeypatch.setitem(message_kinds._registered, "notice", kind)
    monkeypatch.setattr(tasks.timezone, "now", lambda: AT_NOON)
    messages = [make_message() for _ in range(3)]
    assert not tasks.stop_asked()
    tasks.drain_outbox()
    states = [Message.objects.get(pk=one.pk).state for one in messages]
    assert (states, len(mail.outbox)) == (["sent", "pending", "pending"], 1)


def test_codes_have_a_turn_in_which_nothing_else_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.timezone, "now", lambda: AT_NOON)
    monkeypatch.setitem(message_kinds._registered, "notice", PLAIN)
    notice = make_message()
    with translation.override("nl"):
        mail_code(address="ik@thuis.example", browser="b", participant=None, now=AT_NOON)
    tasks.send_codes()
    assert [one.to for one in mail.outbox] == [["ik@thuis.example"]]
    notice.refresh_from_db()
    assert notice.state == "pending"


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
