"""What a message can and cannot be: rules of the database."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Message
from tests.factories import AT_NOON, make_message, make_participant

pytestmark = pytest.mark.django_db
LEASED = {"lease_until": AT_NOON, "worker": "w"}


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("message_kind_known", {"kind": "spam"}),
        ("message_channel_known", {"channel": "sms"}),
        ("message_state_known", {"state": "lost"}),
        ("message_to_a_participant_or_an_address", {"kind": "code"}),
        ("message_to_a_participant_or_an_address", {"participant": None}),
        ("message_end_has_its_reason", {"state": "failed"}),
        ("message_end_has_its_reason", {"state": "cancelled"}),
        ("message_end_has_its_reason", {"reason": "left"}),
        ("message_end_has_its_reason", {"state": "expired", "reason": "left"}),
        ("message_lease_while_in_hand", {"state": "claimed"}),
        ("message_lease_while_in_hand", {"state": "sending", "lease_until": AT_NOON}),
        ("message_lease_while_in_hand", {"state": "sending", "worker": "w"}),
        ("message_lease_while_in_hand", LEASED),
        ("message_lease_while_in_hand", {"state": "expired", **LEASED}),
        ("message_secrets_go_when_final", {"state": "expired", "sealed": b"x"}),
        ("message_secrets_go_when_final", {"state": "sent", "sent_at": AT_NOON, "sealed": b"x"}),
        ("message_secrets_go_when_final", {"state": "failed", "reason": "smtp_550", "sealed": b"x"}),
        ("message_sent_has_its_time", {"state": "sent"}),
        ("message_sent_has_its_time", {"sent_at": AT_NOON}),
    ],
)
def test_a_message_that_cannot_be(rule: str, values: dict[str, Any]) -> None:
    make_message()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Message.objects.update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"sealed": b"x"},
        {"state": "claimed", "sealed": b"x", **LEASED},
        {"state": "sending", "sealed": b"x", **LEASED},
        {"state": "sent", "sent_at": AT_NOON},
        {"state": "failed", "reason": "smtp_550"},
        {"state": "cancelled", "reason": "paused"},
        {"state": "expired"},
        {"kind": "code", "participant": None},
        {"kind": "invitation", "participant": None},
    ],
)
def test_a_message_that_can_be(values: dict[str, Any]) -> None:
    make_message()
    assert Message.objects.update(**values) == 1


def test_there_is_one_message_of_a_key_and_of_a_number() -> None:
    first, second = make_message(), make_message()
    for field, rule in (("dedupe_key", "dedupe_key"), ("number", "number")):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Message.objects.filter(pk=second.pk).update(**{field: getattr(first, field)})
    assert isinstance(first.number, uuid.UUID)


def test_messages_go_with_their_participant() -> None:
    participant = make_participant()
    make_message(participant=participant)
    kept = make_message()
    participant.delete()
    assert list(Message.objects.all()) == [kept]
