"""Writing down what came of handing a message to the mail server.

Each answers whether the message was still this worker's: after its lease another may have taken it, and then nothing
is written. Reasons are slugs such as `smtp_550`; what a server says in words may hold an address and is not kept.
"""

import datetime as dt

from django.db import connection, transaction
from django.db.models import F

from accounts.events import WARNING, Event, note
from accounts.models import Contact, Message
from accounts.services.outbox import held_message

BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 30))
MOST_RESENDS = 3  # of a message that may have arrived already

# `MessageQuerySet.end`, as plain SQL (see `_TAKE` in outbox.py).
_SENT = """
UPDATE accounts_message
SET state = 'sent', worker = NULL, lease_until = NULL, sealed = NULL, sent_at = %(now)s
WHERE id = %(id)s AND worker = %(worker)s AND state = 'sending'
"""


def record_sent(*, message_id: int, worker: str, now: dt.datetime) -> bool:
    """The server took it."""
    with connection.cursor() as cursor:
        cursor.execute(_SENT, {"id": message_id, "worker": worker, "now": now})
        return cursor.rowcount == 1


def record_refused(
    *, message_id: int, worker: str, reason: str, for_good: bool, of_recipient: bool, now: dt.datetime
) -> bool:
    """The server refused it, so it did not arrive. `for_good` (5xx) fails it; otherwise it is tried again after 1, 5,
    15 and then every 30 minutes, and fails with this reason when that would be too late. For good and `of_recipient`
    marks the participant's address undeliverable.
    """
    with transaction.atomic():
        message = held_message(message_id=message_id, worker=worker, state=Message.State.SENDING)
        if message is None:
            return False
        if for_good:
            _fail(message, reason)
        else:
            _try_again(message, reason, now)
        if for_good and of_recipient and message.participant_id:
            Contact.objects.filter(participant=message.participant_id).update(
                undeliverable_at=now, undeliverable_reason=reason
            )
    return True


def record_ambiguous(*, message_id: int, worker: str, now: dt.datetime) -> bool:
    """Nobody can tell whether it arrived. It is sent again, later, with the same Message-ID, three times at most;
    then it fails as `ambiguous`."""
    with transaction.atomic():
        message = held_message(message_id=message_id, worker=worker, state=Message.State.SENDING)
        if message is None:
            return False
        Message.objects.filter(pk=message.pk).update(ambiguous=F("ambiguous") + 1)
        if message.ambiguous >= MOST_RESENDS:
            _fail(message, "ambiguous")
        else:
            _try_again(message, "ambiguous", now)
    return True


def record_broken(*, message_id: int, worker: str, state: Message.State, now: dt.datetime) -> bool:
    """It could not be written or made into a mail: a fault of ours. Tried again as after a refusal, because whoever
    runs Gedag may have repaired it by then, and never in the way of other messages."""
    with transaction.atomic():
        message = held_message(message_id=message_id, worker=worker, state=state)
        if message is None:
            return False
        if state == Message.State.CLAIMED:
            message.attempts += 1
            Message.objects.filter(pk=message.pk).update(attempts=message.attempts)
        _try_again(message, "broken", now)
    return True


def _fail(message: Message, reason: str) -> None:
    Message.objects.filter(pk=message.pk).end(Message.State.FAILED, reason=reason)
    note(Event.MESSAGE_FAILED, level=WARNING, message=message.pk, kind=message.kind, reason=reason)


def _try_again(message: Message, reason: str, now: dt.datetime) -> None:
    later = now + BACK_OFF[min(max(message.attempts, 1), len(BACK_OFF)) - 1]
    if later >= message.expires_at:
        _fail(message, reason)
    else:
        Message.objects.filter(pk=message.pk).back_to_pending(not_before=later)
