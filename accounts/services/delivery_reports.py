"""Reading what mail servers send back: a mail that did not arrive (RFC 3464), or somebody who calls it spam (RFC 5965).

Anybody can mail anything here, so a report is believed only about a message of ours: its number, which nobody can
guess, stands in the headers that came back. Whatever comes in, nothing here raises.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from email import message_from_bytes, message_from_string, policy
from email.message import Message as Part
from enum import StrEnum

from accounts.events import Event, note
from accounts.models import Contact, Message
from accounts.services.undeliverable import ADDRESS_FAULTS

LARGEST = 64 * 1024  # bytes that are read: what matters of a report comes first, and nesting is slow to read
MOST_PARTS = 50

_NUMBER = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_COMPLAINTS = frozenset({"abuse", "fraud", "virus", "other"})  # "not-spam" is the opposite


class Outcome(StrEnum):
    """What came of a report, for the log."""

    UNDELIVERABLE = "undeliverable"
    NOTHING = "nothing"  # transient, of somebody we do not know, or no report at all


def read_report(*, raw: bytes, now: dt.datetime) -> Outcome:
    """Marks the address undeliverable when a report says that it cannot be reached for good (`bounce_5.1.1`) or that
    somebody does not want our mail (`complaint`). What is for now only, or is no report, changes nothing.

    Only a database that is away raises; a mail server offers the report again then.
    """
    verdict = _verdict_of(raw)
    if verdict is None:
        return Outcome.NOTHING
    reason, numbers = verdict
    contact = _contact_of_message(numbers)
    if contact is None:
        return Outcome.NOTHING
    marked = Contact.objects.filter(pk=contact.pk, undeliverable_at__isnull=True).update(
        undeliverable_at=now, undeliverable_reason=reason
    )
    if marked:
        note(Event.ADDRESS_UNDELIVERABLE, contact=contact.pk, reason=reason)
    return Outcome.UNDELIVERABLE


_Verdict = tuple[str, list[uuid.UUID]]


def _verdict_of(raw: bytes) -> _Verdict | None:
    """Why, and about which of our messages; None when there is nothing to conclude."""
    try:
        # The old policy: it keeps broken headers as they are instead of stumbling over them.
        report = message_from_bytes(raw[:LARGEST], policy=policy.compat32)
        if report.get_content_type() != "multipart/report":
            return None
        parts = [part for part, _count in zip(report.walk(), range(MOST_PARTS), strict=False)]
        reason = _bounce(parts) or _complaint(parts)
        if not reason:
            return None
        returned = list(_returned(parts))
        numbers = [
            uuid.UUID(found[1]) for one in returned for found in _NUMBER.finditer(_text(one, "Message-ID"))
        ]
        return reason, numbers
    except Exception as junk:  # the parser itself raises on some junk, and on what is nested very deep
        note(Event.REPORT_UNREADABLE, fault=junk)
        return None


def _bounce(parts: list[Part]) -> str:
    for part in parts:
        if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
            continue
        for block in _blocks(part):
            status = _text(block, "Status").split(None, 1)[:1]
            failed = _text(block, "Action").strip().lower() in {"failed", ""}
            if failed and status and status[0] in ADDRESS_FAULTS:
                return f"bounce_{status[0]}"
    return ""


def _complaint(parts: list[Part]) -> str:
    for part in parts:
        if part.get_content_type() != "message/feedback-report":
            continue
        for block in _blocks(part):
            if _text(block, "Feedback-Type").strip().lower() in _COMPLAINTS:
                return "complaint"
    return ""


def _blocks(part: Part) -> Iterator[Part]:
    """The groups of fields in a status, one a recipient; the parser splits only the best known kind itself."""
    inside = part.get_payload()
    if isinstance(inside, str):
        yield from (message_from_string(block) for block in inside.split("\n\n"))
        return
    for one in inside if isinstance(inside, list) else []:
        if isinstance(one, Part):
            yield one
            text = one.get_payload()
            if isinstance(text, str):
                yield from (message_from_string(block) for block in text.split("\n\n") if block.strip())


def _returned(parts: list[Part]) -> Iterator[Part]:
    """Our own mail as it came back, whole or its headers alone."""
    for part in parts:
        kind, inside = part.get_content_type(), part.get_payload()
        if kind in {"message/rfc822", "message/global"} and isinstance(inside, list):
            yield from (one for one in inside if isinstance(one, Part))
        elif kind in {"text/rfc822-headers", "message/global-headers"}:
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield message_from_bytes(body, policy=policy.compat32)
            elif isinstance(inside, list):
                yield from (one for one in inside if isinstance(one, Part))


def _text(part: Part, name: str) -> str:
    return str(part.get(name, ""))


def _contact_of_message(numbers: list[uuid.UUID]) -> Contact | None:
    """Whom one of our messages went to, unless they proved an address since: then it says nothing about that one."""
    for message in Message.objects.filter(number__in=numbers, participant__isnull=False)[:5]:
        contact = Contact.objects.filter(participant=message.participant_id).first()
        if contact and contact.confirmed_at <= (message.sent_at or message.not_before):
            return contact
    return None
