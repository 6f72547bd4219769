"""Writing down how the tasks are. The clock starts it and the worker does it, so that each beat proves both, and the
broker and the database between them."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Max, Min

from accounts.models import Heartbeat, Message

SENT_LATELY = dt.timedelta(minutes=15)
LONGEST_WORTH = dt.timedelta(days=2)  # no message is worth sending longer; older ones are not looked through


def keep_heartbeat(*, now: dt.datetime) -> None:
    """Writes that a beat came through at `now`, how long the oldest message that is due has waited, and how late the
    latest was of those sent in the last quarter of an hour; both in whole minutes."""
    _write(
        beat_at=now,
        queue_minutes=_minutes(now - oldest_due) if (oldest_due := _oldest_due(now)) else 0,
        lag_minutes=_minutes(_latest(now)),
    )


def note_mail_server(*, answers: bool, now: dt.datetime) -> None:
    """Writes whether the mail server answers. Before the first beat there is nothing to add it to."""
    with transaction.atomic():
        beat = Heartbeat.objects.select_for_update().filter(pk=Heartbeat.ONLY).first()
        if beat is None or answers == (beat.mail_lost_at is None):
            return
        beat.mail_lost_at = None if answers else now
        beat.save(update_fields=["mail_lost_at"])


def note_tidied(*, failed: bool, now: dt.datetime) -> None:
    """Writes whether tonight all that was past its term went; how much that was nobody reads here."""
    with transaction.atomic():
        beat = Heartbeat.objects.select_for_update().filter(pk=Heartbeat.ONLY).first()
        if beat is None:
            return
        if failed:
            beat.untidied_at = beat.untidied_at or now
        else:
            beat.tidied_at, beat.untidied_at = now, None
        beat.save(update_fields=["tidied_at", "untidied_at"])


def _write(**values: object) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(**values)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=list(values),
    )


def _oldest_due(now: dt.datetime) -> dt.datetime | None:
    """When the message that waits longest was due; also one in a worker's hands, which may have fallen over."""
    due = Message.objects.filter(not_before__lte=now)
    found = [
        due.filter(state=Message.State.PENDING).aggregate(first=Min("not_before"))["first"],
        due.filter(state__in=Message.IN_HAND).aggregate(first=Min("not_before"))["first"],
    ]
    return min((one for one in found if one is not None), default=None)


def _latest(now: dt.datetime) -> dt.timedelta:
    lately = Message.objects.filter(
        state=Message.State.SENT, not_before__gt=now - LONGEST_WORTH, sent_at__gt=now - SENT_LATELY
    )
    return lately.aggregate(lag=Max(F("sent_at") - F("not_before")))["lag"] or dt.timedelta()


def _minutes(span: dt.timedelta) -> int:
    return max(span // dt.timedelta(minutes=1), 0)
