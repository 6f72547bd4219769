"""Sending to a real mail server, and what each of its answers means for a message."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection
from pytest_django import Settings

from accounts.models import Contact, Message
from accounts.services import delivery, message_kinds, outcomes
from accounts.services.message_kinds import MessageKind
from tests import smtp_server as smtp
from tests.factories import AT_NOON, make_contact, make_message
from tests.outbox import PLAIN, drain_outbox
from tests.smtp_server import SmtpServer, smtp_server
from tests.written import written

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpServer]:
    monkeypatch.setitem(message_kinds._registered, "notice", PLAIN)
    with smtp_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 2
        settings.DEFAULT_FROM_EMAIL = "Gedag <post@gedag.example>"
        settings.URL_DEELNEMER = "https://gedag.example:8443"
        yield running


def state_of(message: Message) -> tuple[str, str, int, int]:
    message.refresh_from_db()
    return message.state, message.reason, message.attempts, message.ambiguous


def test_a_message_arrives_once_over_one_connection(server: SmtpServer) -> None:
    messages = [make_message() for _ in range(3)]
    assert drain_outbox(AT_NOON) == {"sent": 3}
    assert drain_outbox(AT_NOON) == {}
    assert [mail["Message-ID"] for mail in server.kept] == [
        f"<{one.number}@gedag.example>" for one in messages
    ]
    assert (server.connections, set(server.senders)) == (1, {"post@gedag.example"})
    for message in messages:
        assert state_of(message) == ("sent", "", 1, 0)
        assert message.sent_at == AT_NOON


def test_a_mail_has_both_parts_and_says_that_a_machine_sent_it(server: SmtpServer) -> None:
    contact = make_contact()
    make_message(participant=contact.participant)
    drain_outbox(AT_NOON)
    (mail,) = server.kept
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert (text.get_content().strip(), html.get_content().strip()) == ("Dag!", "<p>Dag!</p>")
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        contact.address,
        "Gedag <post@gedag.example>",
        "Hoi",
    )
    assert (mail["Auto-Submitted"], mail["X-Test"]) == ("auto-generated", "ja")
    assert mail["Date"].datetime == AT_NOON


@pytest.mark.parametrize(
    ("behaviour", "state", "undeliverable"),
    [
        ("rcpt 550 no such user", ("failed", "smtp_550", 1, 0), "smtp_550"),
        ("rcpt 550 5.1.1 unknown user", ("failed", "smtp_550", 1, 0), "smtp_550"),
        ("rcpt 554 5.7.1 relay access denied", ("pending", "", 1, 0), ""),  # not the address's fault
        ("rcpt 554 host rejected", ("pending", "", 1, 0), ""),
        ("rcpt 552 5.2.2 mailbox full", ("pending", "", 1, 0), ""),
        ("body 554 looks like spam", ("failed", "smtp_554", 1, 0), ""),
        ("data 554 no", ("failed", "smtp_554", 1, 0), ""),
        ("rcpt 451 greylisted", ("pending", "", 1, 0), ""),
        ("body 451 try again", ("pending", "", 1, 0), ""),
        ("mail 421 too busy", ("pending", "", 1, 0), ""),
        ("mail 550 who are you", ("pending", "", 1, 0), ""),  # our own address: not the message's fault
        (smtp.DROP_AT_MAIL, ("pending", "", 1, 1), ""),
        (smtp.DROP_AT_DATA, ("pending", "", 1, 1), ""),
        (smtp.DROP_BEFORE_ACCEPTING, ("pending", "", 1, 1), ""),
        (smtp.DROP_AFTER_ACCEPTING, ("pending", "", 1, 1), ""),
        (smtp.SILENT_AFTER_DATA, ("pending", "", 1, 1), ""),
    ],
)
def test_every_answer_of_the_server_has_its_meaning(
    behaviour: str,
    state: tuple[str, str, int, int],
    undeliverable: str,
    server: SmtpServer,
    settings: Settings,
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    server.script.append(behaviour)
    first, next_one = make_message(), make_message()
    drain_outbox(AT_NOON)
    assert state_of(first) == state
    assert state_of(next_one) == ("sent", "", 1, 0)  # nobody else suffers
    assert first.not_before == (AT_NOON + MINUTE if state[0] == "pending" else AT_NOON)
    contact = Contact.objects.get(participant=first.participant)
    assert (contact.undeliverable_reason, contact.undeliverable_at) == (
        undeliverable,
        AT_NOON if undeliverable else None,
    )


def test_a_lost_reply_costs_one_double_with_the_same_number(server: SmtpServer) -> None:
    message = make_message()
    server.script.append(smtp.DROP_AFTER_ACCEPTING)
    assert drain_outbox(AT_NOON) == {"ambiguous": 1}
    assert drain_outbox(AT_NOON) == {}  # not at once: the server may be in trouble
    assert drain_outbox(AT_NOON + MINUTE) == {"sent": 1}
    assert [mail["Message-ID"] for mail in server.kept] == [f"<{message.number}@gedag.example>"] * 2
    assert state_of(message) == ("sent", "", 2, 1)


def test_a_server_that_refuses_for_now_gets_it_later(server: SmtpServer) -> None:
    message = make_message()
    server.script.extend(["rcpt 451 later"] * 2)
    tries = [drain_outbox(AT_NOON + minutes * MINUTE) for minutes in (0, 1, 5, 6)]
    assert tries == [{"refused": 1}, {"refused": 1}, {}, {"sent": 1}]
    assert state_of(message) == ("sent", "", 3, 0)


@pytest.mark.parametrize("trouble", ["away", "greeting", "ehlo", "gone at ehlo"])
def test_without_a_connection_nothing_was_sent_and_nothing_is_counted(
    trouble: str, server: SmtpServer, settings: Settings
) -> None:
    messages = [make_message() for _ in range(3)]
    if trouble == "away":
        settings.EMAIL_PORT = 1
    elif trouble == "greeting":
        server.greeting = "554 closed"
    else:
        server.ehlo = "502 what" if trouble == "ehlo" else ""
    assert drain_outbox(AT_NOON) == {"unreachable": 1}
    assert [state_of(one) for one in messages] == [("pending", "", 0, 0)] * 3
    server.greeting, server.ehlo, settings.EMAIL_PORT = "220 hallo", "250 hallo", server.port
    assert drain_outbox(AT_NOON) == {"sent": 3}


def test_a_message_that_cannot_be_written_is_not_in_the_way(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = make_message()

    def fault(message: Message, now: dt.datetime) -> object:
        if message.pk == broken.pk:
            raise ZeroDivisionError
        return PLAIN.render(message, now)

    monkeypatch.setitem(message_kinds._registered, "notice", MessageKind(PLAIN.refusal, fault))  # type: ignore[arg-type]
    other = make_message()
    assert drain_outbox(AT_NOON) == {"broken": 1, "sent": 1}
    assert (state_of(broken), broken.not_before) == (("pending", "", 1, 0), AT_NOON + MINUTE)
    assert state_of(other)[0] == "sent"
    drain_outbox(AT_NOON + 179 * MINUTE)
    assert state_of(broken)[:2] == ("failed", "broken")


def test_a_letter_that_no_mail_can_be_made_of_is_not_in_the_way(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two_lines(message: Message, now: dt.datetime) -> object:
        return replace(PLAIN.render(message, now), subject="Hoi\nBcc: iedereen@elders.example")

    monkeypatch.setitem(message_kinds._registered, "notice", MessageKind(PLAIN.refusal, two_lines))  # type: ignore[arg-type]
    message = make_message()
    with written() as log:
        assert drain_outbox(AT_NOON) == {"broken": 1}
    assert (state_of(message)[:2], server.kept) == (("pending", ""), [])
    (line,) = log.of("message_broken")
    assert (line["message"], line["error"][0]["type"]) == (
        message.pk,
        "django.core.mail.message.BadHeaderError",
    )
    assert "iedereen" not in log.text  # what somebody wrote stays out of the log


def test_it_stops_between_two_messages_and_gives_the_rest_back(server: SmtpServer) -> None:
    messages = [make_message() for _ in range(4)]
    assert drain_outbox(AT_NOON, stop_asked=lambda: len(server.kept) == 2) == {"sent": 2}
    assert [state_of(one)[0] for one in messages] == ["sent", "sent", "pending", "pending"]
    assert not Message.objects.filter(worker__isnull=False).exists()


def test_it_stops_when_its_time_is_spent(server: SmtpServer) -> None:
    make_message()
    done = delivery.drain(worker="w", clock=lambda: AT_NOON, budget=dt.timedelta(0))
    assert (done, server.connections) == ({}, 0)


def test_with_nothing_due_the_mail_server_is_left_alone(server: SmtpServer) -> None:
    make_message(not_before=AT_NOON + MINUTE)
    assert (drain_outbox(AT_NOON), server.connections) == ({}, 0)


def test_what_was_accepted_is_written_down_however_long_the_database_is_away(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = make_message()
    pauses: list[float] = []
    record, away = outcomes.record_sent, iter([OperationalError, InterfaceError, OperationalError])

    def sometimes(**said: object) -> bool:
        if error := next(away, None):
            raise error
        return record(**said)  # type: ignore[arg-type]

    monkeypatch.setattr(outcomes, "record_sent", sometimes)
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own transaction lives in it
    monkeypatch.setattr(time, "sleep", pauses.append)
    assert drain_outbox(AT_NOON) == {"sent": 1}
    assert pauses == [0.1, 0.2, 0.5]
    assert (state_of(message)[0], len(server.kept)) == ("sent", 1)


def test_a_worker_that_must_stop_does_not_wait_for_the_database_for_ever(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = make_message()
    seconds, stop = [0.0], [False]

    def gone(**_said: object) -> bool:
        stop[0] = True
        raise OperationalError

    def sleep(pause: float) -> None:
        seconds[0] += pause

    monkeypatch.setattr(outcomes, "record_sent", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    with pytest.raises(OperationalError):
        drain_outbox(AT_NOON, stop_asked=lambda: stop[0])
    assert delivery.LAST_TRIES <= seconds[0] < 2 * delivery.LAST_TRIES + 1
    assert (state_of(message)[0], len(server.kept)) == (
        "sending",
        1,
    )  # its lease knows that it may have arrived


class UnknownBackend(BaseEmailBackend):
    """A backend that fails in a way nobody knows, as a provider's package may."""

    def send_messages(self, _messages: object) -> int:
        raise RuntimeError("anything")


def test_a_failure_that_nobody_knows_counts_as_maybe_sent(server: SmtpServer, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.UnknownBackend"
    message = make_message()
    assert drain_outbox(AT_NOON) == {"ambiguous": 1}
    assert state_of(message) == ("pending", "", 1, 1)


def test_codes_go_before_what_waited_longer(server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def refuse(message: Message, _now: dt.datetime) -> str:
        order.append(message.kind)
        return "seen"

    for kind in ("notice", "code"):
        monkeypatch.setitem(message_kinds._registered, kind, MessageKind(refuse, PLAIN.render))
    make_message(not_before=AT_NOON - 5 * MINUTE)
    Message.objects.create(
        kind="code", dedupe_key="code:1", not_before=AT_NOON, expires_at=AT_NOON + MINUTE, created_at=AT_NOON
    )
    assert drain_outbox(AT_NOON) == {"not sent": 2}
    assert order == ["code", "notice"]


def test_a_database_that_goes_while_writing_ends_the_run(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**_said: object) -> None:
        raise OperationalError

    message = make_message()
    monkeypatch.setattr(delivery.outbox, "begin_sending", gone)
    with pytest.raises(OperationalError):
        drain_outbox(AT_NOON)
    assert (state_of(message)[0], server.kept) == ("pending", [])
