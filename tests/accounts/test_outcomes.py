"""What came of a try: only its own worker may say so, and no message is tried for ever."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.models import Contact, Message
from accounts.services.outcomes import (
    MOST_RESENDS,
    record_ambiguous,
    record_broken,
    record_refused,
    record_sent,
)
from accounts.services.overdue import recover_messages
from tests.factories import AT_NOON, make_message

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
LEASE = {"worker": "w", "lease_until": AT_NOON + 5 * MINUTE}
refused = partial(record_refused, reason="smtp_451", for_good=False, of_recipient=False)
refused_for_good = partial(record_refused, reason="smtp_550", for_good=True, of_recipient=True)

RECORDS: dict[str, Callable[..., bool]] = {
    "sent": partial(record_sent, now=AT_NOON),
    "refused": partial(refused, now=AT_NOON),
    "refused for good": partial(refused_for_good, now=AT_NOON),
    "ambiguous": partial(record_ambiguous, now=AT_NOON),
    "broken": partial(record_broken, state=Message.State.SENDING, now=AT_NOON),
}
each_record = pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS.keys())


def sending(**fields: Any) -> Message:
    return make_message(**{"state": "sending", "attempts": 1, **LEASE, **fields})


def row(message: Message) -> dict[str, Any]:
    return dict(Message.objects.values().get(pk=message.pk))


@each_record
def test_another_worker_writes_nothing(record: Callable[..., bool]) -> None:
    message = sending()
    before = row(message)
    assert record(message_id=message.pk, worker="v") is False
    assert row(message) == before
    assert not Contact.objects.filter(undeliverable_at__isnull=False).exists()


@each_record
def test_a_worker_that_slept_through_its_lease_writes_nothing(record: Callable[..., bool]) -> None:
    message = sending()
    assert recover_messages(now=AT_NOON + 5 * MINUTE) == 1
    before = row(message)
    assert record(message_id=message.pk, worker="w") is False
    Message.objects.filter(pk=message.pk).update(
        state="sending", worker="v", lease_until=AT_NOON + 9 * MINUTE
    )
    assert record(message_id=message.pk, worker="w") is False
    assert {**row(message), "state": "pending", "worker": None, "lease_until": None} == before


@each_record
def test_a_second_record_changes_nothing(record: Callable[..., bool]) -> None:
    message = sending()
    assert record(message_id=message.pk, worker="w") is True
    before = row(message)
    assert record(message_id=message.pk, worker="w") is False
    assert row(message) == before


@each_record
def test_nobodys_lease_stays_and_secrets_go_with_the_end(record: Callable[..., bool]) -> None:
    message = sending(sealed=b"geheim")
    record(message_id=message.pk, worker="w")
    message.refresh_from_db()
    assert (message.worker, message.lease_until) == (None, None)
    assert (message.sealed is None) == (message.state in Message.FINAL)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 30), (5, 30), (40, 30)])
def test_a_refusal_for_now_waits_longer_each_time(attempts: int, minutes: int) -> None:
    message = sending(attempts=attempts)
    refused(message_id=message.pk, worker="w", now=AT_NOON)
    message.refresh_from_db()
    assert (message.state, message.not_before) == ("pending", AT_NOON + minutes * MINUTE)


def test_what_would_be_tried_too_late_fails_with_what_was_wrong() -> None:
    message = sending(attempts=3, expires_at=AT_NOON + 15 * MINUTE)
    refused(message_id=message.pk, worker="w", now=AT_NOON)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("failed", "smtp_451")


def test_a_message_that_may_have_arrived_is_sent_again_three_times_at_most() -> None:
    message = sending(expires_at=AT_NOON + dt.timedelta(days=1))
    number = message.number
    for time in range(1, MOST_RESENDS + 2):
        Message.objects.update(state="sending", **LEASE)
        record_ambiguous(message_id=message.pk, worker="w", now=AT_NOON)
        message.refresh_from_db()
        over = time > MOST_RESENDS
        assert (message.state, message.reason, message.ambiguous, message.number) == (
            "failed" if over else "pending",
            "ambiguous" if over else "",
            time,
            number,
        )
