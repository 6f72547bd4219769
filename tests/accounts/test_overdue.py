"""What time does to messages that nobody finished."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Message
from accounts.services.outcomes import MOST_RESENDS
from accounts.services.overdue import expire_messages, recover_messages
from tests.factories import AT_NOON, make_message
from tests.retention import end

pytestmark = pytest.mark.django_db
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)


def held(state: str, **fields: Any) -> Message:
    return make_message(**{"state": state, "worker": "w", "lease_until": AT_NOON, "attempts": 1, **fields})


def row(message: Message) -> tuple[str, str, int, int]:
    message.refresh_from_db()
    return message.state, message.reason, message.attempts, message.ambiguous


def test_what_was_only_claimed_was_certainly_not_sent() -> None:
    message = held("claimed", attempts=0)
    assert recover_messages(now=AT_NOON) == 1
    assert row(message) == ("pending", "", 0, 0)


@pytest.mark.parametrize("ambiguous", range(MOST_RESENDS + 1))
def test_what_may_have_arrived_is_sent_again_and_not_for_ever(ambiguous: int) -> None:
    message = held("sending", ambiguous=ambiguous, sealed=b"geheim")
    number = message.number
    assert recover_messages(now=AT_NOON) == 1
    end = ("failed", "ambiguous") if ambiguous == MOST_RESENDS else ("pending", "")
    assert row(message) == (*end, 1, ambiguous + 1)
    assert (message.number, message.sealed is None) == (number, ambiguous == MOST_RESENDS)


@pytest.mark.parametrize("state", ["claimed", "sending"])
def test_a_lease_that_holds_is_left_alone(state: str) -> None:
    message = held(state)
    assert recover_messages(now=AT_NOON - SECOND) == 0
    assert row(message)[0] == state


def test_what_is_too_late_expires_without_its_secrets() -> None:
    late, soon = (
        make_message(expires_at=at, not_before=AT_NOON - DAY, sealed=b"x")
        for at in (AT_NOON, AT_NOON + SECOND)
    )
    busy = held("sending", not_before=AT_NOON - DAY, expires_at=AT_NOON)
    assert expire_messages(now=AT_NOON) == 1
    assert (row(late)[:2], late.sealed) == (("expired", ""), None)
    assert [row(one)[0] for one in (soon, busy)] == ["pending", "sending"]


def test_final_messages_go_after_ninety_days_and_no_other() -> None:
    old, young = AT_NOON - 90 * DAY - SECOND, AT_NOON - 90 * DAY
    finished: list[dict[str, Any]] = [
        {"state": "sent", "sent_at": old},
        {"state": "expired"},
        {"state": "failed", "reason": "smtp_550"},
        {"state": "cancelled", "reason": "left"},
    ]
    for state in finished:
        make_message(expires_at=old, **state)
    kept = [make_message(expires_at=young, state="expired"), make_message(expires_at=old)]
    assert end("oude-berichten", AT_NOON) == len(finished)
    assert list(Message.objects.order_by("pk")) == kept
