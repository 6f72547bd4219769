"""Moving messages on from planned to certain. PostgreSQL holds the truth: whatever falls over, the row knows.

    pending → claimed → sending → sent | failed | cancelled          pending → expired

A worker claims for the length of a lease. Every write after that says whose and in which state the message must still
be, so a worker that slept through its lease changes nothing. `sending` is committed before the mail server hears
anything: a message that is found there later may have arrived, and is sent again with the same Message-ID, so that a
mail program can show it once. A message that never got that far was certainly not sent.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F
from django.utils import translation

from accounts.emails import Letter
from accounts.models import Contact, Message, Participant, ParticipantKey, readable
from accounts.services.message_kinds import NothingToSayError, NotNowError, kind_of
from accounts.services.sending_mark import nothing_before

Row = TypeVar("Row", bound=models.Model)
LEASE = dt.timedelta(minutes=5)  # also the longest: what a worker holds when it falls over, waits this long


@dataclass(frozen=True)
class Sending:
    """What to hand to the mail server now; `number` is the same on every try."""

    message_id: int
    number: uuid.UUID
    letter: Letter


def enqueue_secret(
    *,
    kind: Message.Kind,
    dedupe_key: str,
    about_id: int,
    sealed: bytes,
    now: dt.datetime,
    expires_at: dt.datetime,
) -> None:
    """Puts a message to an address in the outbox, to go at once. The same `dedupe_key` again changes nothing."""
    Message.objects.bulk_create(
        [
            Message(
                kind=kind,
                dedupe_key=dedupe_key,
                about_id=about_id,
                sealed=sealed,
                not_before=now,
                expires_at=expires_at,
                created_at=now,
            )
        ],
        ignore_conflicts=True,
    )


def claim(
    *,
    worker: str,
    limit: int,
    now: dt.datetime,
    lease: dt.timedelta = LEASE,
    kinds: Collection[str] | None = None,
) -> list[int]:
    """Takes at most `limit` messages whose time has come, the oldest first, for `worker` alone until the lease is
    over. Returns their ids. Any number of workers can claim at once; none waits for another. Raises ValueError for a
    lease above five minutes.
    """
    if lease > LEASE:
        raise ValueError("a lease is five minutes at most")
    due = Message.objects.filter(
        state=Message.State.PENDING, not_before__lte=now, not_before__gt=nothing_before(), expires_at__gt=now
    )
    if kinds is not None:
        due = due.filter(kind__in=kinds)
    with transaction.atomic():
        ids = list(
            due.select_for_update(skip_locked=True)
            .order_by("not_before", "pk")
            .values_list("pk", flat=True)[:limit]
        )
        Message.objects.filter(pk__in=ids).update(
            state=Message.State.CLAIMED, worker=worker, lease_until=now + lease
        )
    return ids


def release(*, worker: str) -> int:
    """Gives back what `worker` claimed and did not begin; it was certainly not sent. Returns how many."""
    return Message.objects.held_by(worker, Message.State.CLAIMED).back_to_pending()


def begin_sending(*, message_id: int, worker: str, now: dt.datetime) -> Sending | None:
    """Looks once more whether a claimed message is wanted, writes it, and marks it `sending` with a fresh lease.

    None when it is not this worker's any more, when it became too late, or when its kind refuses it or puts it off.
    """
    with transaction.atomic():
        _lock_whose(message_id, worker, Message.State.CLAIMED)
        message = _taken(message_id, worker, now)
        if message is None:
            mine = Message.objects.held_by(worker, Message.State.CLAIMED).filter(pk=message_id)
            mine.filter(expires_at__lte=now).end(Message.State.EXPIRED)
            return None
        this, no_try = Message.objects.filter(pk=message.pk), F("attempts") - 1
        try:
            letter, reason = _letter_or_reason(message, now)
        except NotNowError as later:
            this.back_to_pending(not_before=later.until, attempts=no_try)
            return None
        if letter is None:
            this.end(Message.State.CANCELLED, reason=reason, attempts=no_try)
            return None
    return Sending(message.pk, message.number, letter)


# What every message goes through is plain SQL, here and in `outcomes.py`: building these statements through the ORM
# takes longer than carrying them out.
#
# Marks a claimed message `sending` and says whom it is to, in one statement. It is read beside itself, because what is
# joined cannot be tied to the row that is updated.
_TAKE = """
UPDATE accounts_message AS message
SET state = 'sending', attempts = message.attempts + 1, lease_until = %(lease_until)s
FROM accounts_message AS same
    LEFT JOIN accounts_participant AS participant ON participant.id = same.participant_id
    LEFT JOIN accounts_contact AS contact ON contact.participant_id = participant.id
    LEFT JOIN accounts_participantkey AS private_key ON private_key.participant_id = participant.id
WHERE same.id = message.id AND message.id = %(id)s AND message.worker = %(worker)s AND message.state = 'claimed'
    AND message.expires_at > %(now)s
RETURNING {columns}
"""


@cache
def _take() -> str:
    tables = {
        "message": Message,
        "participant": Participant,
        "contact": Contact,
        "private_key": ParticipantKey,
    }
    columns = [f"{name}.{field.column}" for name, of in tables.items() for field in of._meta.concrete_fields]
    return _TAKE.format(columns=", ".join(columns))


def _taken(message_id: int, worker: str, now: dt.datetime) -> Message | None:
    """The message, marked `sending`, with participant, contact and key; None when it is not this worker's to send
    now."""
    with connection.cursor() as cursor:
        cursor.execute(_take(), {"id": message_id, "worker": worker, "now": now, "lease_until": now + LEASE})
        row = cursor.fetchone()
    if row is None:
        return None
    values = iter(row)
    message = _next_row(Message, values)
    participant, contact = _next_row(Participant, values), _next_row(Contact, values)
    key = _next_row(ParticipantKey, values)
    if message and participant:
        message.participant = participant
        if contact:
            participant.contact = contact
        if key:
            participant.private_key = key
    return message


def _next_row(of: type[Row], values: Iterator[object]) -> Row | None:
    """The row that `values` has next, beginning with its id; None when there was nothing to join."""
    names = [field.attname for field in of._meta.concrete_fields]
    own = list(islice(values, len(names)))
    return None if own[0] is None else of.from_db(connection.alias, names, own)


def _letter_or_reason(message: Message, now: dt.datetime) -> tuple[Letter | None, str]:
    """What to mail, in the participant's language; None with the reason when there is nothing to mail. Raises
    WordsLockedError when the address does not open."""
    kind = kind_of(message.kind)
    reason = kind.refusal(message, now)
    if reason:
        return None, reason
    language = message.participant.language if message.participant else settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            letter = kind.render(message, now)
            readable(letter.to)  # an address that does not open waits, until somebody gives us the keys back
            return letter, ""
    except NothingToSayError as nothing:
        return None, nothing.reason


def held_message(*, message_id: int, worker: str, state: Message.State) -> Message | None:
    """The message, locked, with participant and contact, when it is `worker`'s and in `state`; None otherwise.

    The participant is locked first, as merging and erasing do: in another order they would wait for each other.
    """
    _lock_whose(message_id, worker, state)
    held = Message.objects.held_by(worker, state).filter(pk=message_id)
    return held.select_related("participant__contact").select_for_update(of=("self",)).first()


_LOCK_WHOSE = """
SELECT FROM accounts_participant AS participant JOIN accounts_message AS message
    ON message.participant_id = participant.id
WHERE message.id = %(id)s AND message.worker = %(worker)s AND message.state = %(state)s
FOR NO KEY UPDATE OF participant
"""


def _lock_whose(message_id: int, worker: str, state: Message.State) -> None:
    # A statement of its own: what is read after it, is read as it is once the lock was waited for.
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_WHOSE, {"id": message_id, "worker": worker, "state": state.value})


def withdraw(*, participant: Participant, kinds: Collection[str]) -> int:
    """Forgets messages of these kinds that were never tried, so that they can be planned anew. Returns how many.

    One that was tried stays: it may have arrived, and planned anew it would come twice.
    """
    return Message.objects.filter(
        participant=participant, kind__in=kinds, state=Message.State.PENDING, attempts=0
    ).delete()[0]
