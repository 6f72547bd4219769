"""What mail servers send back: believed about our own mail only, and never a reason to fall over."""

import datetime as dt
import io
import sys
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Contact, Message, Participant
from accounts.services.contacts import come_back_with_address
from accounts.services.delivery_reports import LARGEST, Outcome, read_report
from tests.faces import WORKER, database_login
from tests.factories import AT_NOON, make_message

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LATER = AT_NOON + HOUR

BOUNCE = """\
From: MAILER-DAEMON@mail.example
To: gedag@example.nl
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Type: text/plain; charset=utf-8

Het ging niet. Sorry: caf\u00e9.

--grens
Content-Type: {status_type}

Reporting-MTA: dns; mail.example
Arrival-Date: Wed, 14 Oct 2026 12:00:00 +0200

{recipients}Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--grens
Content-Type: {returned_type}

Message-ID: <{number}@localhost>
Subject: Iets kleins voor vandaag
To: {to}

--grens--
"""

COMPLAINT = """\
From: feedback@groot.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="grens"

--grens
Content-Type: text/plain

This is a report.

--grens
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Groot/1.0
Version: 1
Original-Rcpt-To: <{to}>

--grens
Content-Type: message/rfc822

Message-ID: <{number}@localhost>
Subject: Iets kleins voor vandaag

Dag!

--grens--
"""


@pytest.fixture
def message() -> Message:
    return make_message(kind="today", state="sent", sent_at=AT_NOON)


def contact_of(message: Message) -> Contact:
    return Contact.objects.get(participant=message.participant_id)


def bounce(message: Message, **fields: Any) -> bytes:
    values = {
        "to": contact_of(message).address,
        "number": message.number,
        "action": "failed",
        "status": "5.1.1",
        "recipients": "",
        "status_type": "message/delivery-status",
        "returned_type": "text/rfc822-headers",
        **fields,
    }
    return BOUNCE.format(**values).encode()


def complaint(message: Message, **fields: Any) -> bytes:
    values = {"to": contact_of(message).address, "number": message.number, "kind": "abuse", **fields}
    return COMPLAINT.format(**values).encode()


def told(raw: bytes, now: dt.datetime = LATER) -> Outcome:
    with database_login(WORKER):
        return read_report(raw=raw, now=now)


def mark(message: Message) -> tuple[dt.datetime | None, str]:
    contact = contact_of(message)
    return contact.undeliverable_at, contact.undeliverable_reason


@pytest.mark.parametrize("status_type", ["message/delivery-status", "message/global-delivery-status"])
@pytest.mark.parametrize(
    "returned_type", ["text/rfc822-headers", "message/rfc822", "message/global", "message/global-headers"]
)
def test_a_bounce_for_good_marks_the_address_with_its_status(
    status_type: str, returned_type: str, message: Message
) -> None:
    raw = bounce(message, status_type=status_type, returned_type=returned_type, to="elders@door.example")
    assert told(raw) == Outcome.UNDELIVERABLE
    assert mark(message) == (LATER, "bounce_5.1.1")
    assert told(bounce(message, status="5.2.1"), LATER + HOUR) == Outcome.UNDELIVERABLE
    assert mark(message) == (LATER, "bounce_5.1.1")  # the first one stays


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("delayed", "4.4.1"),
        ("failed", "4.4.7"),
        ("delayed", "5.1.1"),
        ("delivered", "2.0.0"),
        ("relayed", "2.1.5"),
        ("failed", "5.2.2"),  # full, for now
        ("failed", "5.7.1"),  # about us, not about the address
        ("failed", "niets"),
        ("failed", ""),
    ],
)
def test_what_is_for_now_or_went_well_changes_nothing(action: str, status: str, message: Message) -> None:
    assert told(bounce(message, action=action, status=status)) == Outcome.NOTHING
    assert mark(message) == (None, "")


def test_an_address_alone_is_never_believed(message: Message) -> None:
    address = contact_of(message).address
    original = f"Original-Recipient: rfc822;{address}\n"
    for number in ("00000000-0000-4000-8000-000000000000", "x", ""):
        assert told(bounce(message, number=number, recipients=original)) == Outcome.NOTHING
        assert told(complaint(message, number=number)) == Outcome.NOTHING
    assert mark(message) == (None, "")


@pytest.mark.parametrize(
    ("kind", "reason"), [("abuse", "complaint"), ("fraud", "complaint"), ("not-spam", ""), ("", "")]
)
def test_a_complaint_ends_mail_to_that_address(kind: str, reason: str, message: Message) -> None:
    told(complaint(message, kind=kind, to="redacted@groot.example"))
    assert mark(message) == ((LATER if reason else None), reason)


def test_a_report_about_an_address_of_before_says_nothing_about_the_new_one(message: Message) -> None:
    raw = bounce(message)
    contact = Contact.objects.get()
    contact.address, contact.confirmed_at = "nieuw@thuis.example", LATER
    contact.save()
    assert told(raw, LATER + HOUR) == Outcome.NOTHING
    assert mark(message) == (None, "")


def test_proving_the_address_again_clears_it_for_reports_of_before_too(message: Message) -> None:
    raw = bounce(message)
    told(raw)
    address = contact_of(message).address
    come_back_with_address(address=address, participant=message.participant, own=True, now=LATER + HOUR)
    assert mark(message) == (None, "")
    assert told(raw, LATER + 2 * HOUR) == Outcome.NOTHING
    assert mark(message) == (None, "")


def test_somebody_who_is_gone_is_nobody(message: Message) -> None:
    raw = bounce(message)
    Participant.objects.all().delete()
    assert told(raw) == Outcome.NOTHING


def test_a_mail_that_only_looks_like_a_report_is_none(message: Message) -> None:
    raw = bounce(message).replace(b"multipart/report", b"multipart/mixed")
    assert told(raw) == Outcome.NOTHING


# --- junk --------------------------------------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    heads = [f'Content-Type: multipart/report; boundary="{n}"\n\n--{n}\n' for n in range(depth)]
    return "".join(heads).encode()


JUNK = {
    "nothing": b"",
    "zeroes": b"\0" * 1000,
    "no end": b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nStatus: 5",
    "nested parts": nested(3000),
    "nested mails": b"Content-Type: multipart/report; boundary=x\n\n--x\n"
    + b"Content-Type: message/rfc822\n\n" * 4000,
    "huge": b"Content-Type: multipart/report; boundary=x\n\n" + b"--x\nA: b\n\n" * 200_000,
    "one long line": b"Content-Type: multipart/report; boundary=" + b"x" * 3_000_000,
    "charset": b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: text/rfc822-headers; charset=nix\n"
    b"Content-Transfer-Encoding: base64\n\n\xff\xfe=?\n--x--\n",
}


@pytest.mark.parametrize("raw", JUNK.values(), ids=JUNK.keys())
def test_junk_is_nothing(raw: bytes) -> None:
    assert told(raw) == Outcome.NOTHING


@given(st.binary(max_size=2000))
def test_no_bytes_at_all_raise(raw: bytes) -> None:
    assert read_report(raw=raw, now=AT_NOON) == Outcome.NOTHING


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_no_broken_report_raises(data: st.DataObject) -> None:
    message = Message.objects.filter(state="sent").first() or make_message(state="sent", sent_at=AT_NOON)
    raw = bytearray(data.draw(st.sampled_from([bounce(message), complaint(message)])))
    for _change in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 40))
        raw[place : place + length] = data.draw(
            st.binary(max_size=40)
            | st.sampled_from([b"\0", b"\xff\xfe", b"\n\n", b"=?utf-8?q?=00?=", b"<@>"])
        )
    assert read_report(raw=bytes(raw), now=LATER) in Outcome
    Contact.objects.update(undeliverable_at=None, undeliverable_reason="")


# --- the pipe -----------------------------------------------------------------------------------------------------


class Pipe:
    """The standard input of a command, as bytes."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def test_the_command_reads_all_that_comes_and_says_what_came_of_it(
    message: Message, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = Pipe(bounce(message) + b"x" * 2 * LARGEST)
    monkeypatch.setattr(sys, "stdin", pipe)
    call_command("read_delivery_report")
    assert capsys.readouterr().out == "undeliverable\n"
    assert pipe.buffer.read() == b""
    assert mark(message)[1] == "bounce_5.1.1"


def test_the_command_asks_for_another_try_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_said: object) -> None:
        raise OperationalError

    monkeypatch.setattr(sys, "stdin", Pipe(b""))
    monkeypatch.setattr("accounts.management.commands.read_delivery_report.read_report", away)
    with pytest.raises(SystemExit) as ended:
        call_command("read_delivery_report")
    assert ended.value.code == 75


# --- on the next visit ----------------------------------------------------------------------------------------------


def test_who_cannot_be_reached_is_told_on_the_next_visit_and_can_put_it_right(
    message: Message, browser_of: Any
) -> None:
    assert message.participant is not None
    browser: Client = browser_of(message.participant)
    assert "We konden je niet bereiken" not in browser.get("/vandaag/").content.decode()
    told(bounce(message))
    page = browser.get("/vandaag/").content.decode()
    assert "We konden je niet bereiken op d•••@thuis.example." in page
    assert contact_of(message).address not in page
    assert "Stuur een code naar dit adres" in browser.get("/van-mij/terugkomen/").content.decode()
