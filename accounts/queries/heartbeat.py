"""Reading how the tasks are, and from when on that is worth a word."""

import datetime as dt

from accounts.models import Heartbeat

# The clock beats every minute; a worker that starts again needs one or two.
WORKER_LATE = dt.timedelta(minutes=5)
# A full morning drains in less; what waits longer is held up.
QUEUE_LATE = dt.timedelta(minutes=15)


def heartbeat() -> Heartbeat | None:
    """What the worker last wrote; None when it never did."""
    return Heartbeat.objects.filter(pk=Heartbeat.ONLY).first()


def worker_away(beat: Heartbeat, now: dt.datetime) -> bool:
    """Whether the last beat is so long ago that clock, broker or worker must be away."""
    return now - beat.beat_at > WORKER_LATE


def queue_late(beat: Heartbeat) -> bool:
    """Whether a message that was due had waited too long at the last beat."""
    return dt.timedelta(minutes=beat.queue_minutes) > QUEUE_LATE
