"""May this database send from here? A restored copy would send again what was sent since it was made.

The database counts batches. A file outside it (`GEDAG_SENDING_MARK`), which all workers share, holds the highest count
seen. A database that is behind the file was put back; one that has sent before where no file is, sends from a new
place. In both cases nothing goes until somebody says `manage.py allow_sending`, and what was due until then is given
up: it may have been sent. With the file always written after the database, a crash never looks like a restored copy.
Without the setting there is no such guard.
"""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.events import ERROR, Event, note
from accounts.models import Message, SendingMark
from accounts.services.shared_files import one_at_a_time, write_whole

_ALWAYS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def nothing_before() -> Coalesce:
    """For a query: what was due at this moment or earlier is not sent any more."""
    mark = SendingMark.objects.values("nothing_before_at")[:1]
    return Coalesce(Subquery(mark), Value(_ALWAYS, output_field=DateTimeField()))


def take_up_batch(*, now: dt.datetime) -> bool:
    """Counts a batch that is about to be sent, or was sent just now. False when nothing may be sent from here."""
    file = _file()
    if file is None:
        return not SendingMark.objects.filter(refused_at__isnull=False).exists()
    # Between the database's count and the file's nobody else may look.
    with one_at_a_time(file=file):
        with transaction.atomic():
            mark = _locked_mark()
            if mark.batches == 0 and not file.exists():
                write_whole(file=file, text="0")  # a new installation begins here
            seen = _seen(file)
            if mark.refused_at or seen is None or mark.batches < seen:
                _refuse(mark, seen, now)
                return False
            mark.batches += 1
            mark.save(update_fields=["batches"])
        write_whole(file=file, text=str(mark.batches))
    return True


def hold_sending(*, now: dt.datetime) -> None:
    """Nothing is sent from this database until `allow_sending`: it was put back. Also where no file would tell."""
    with transaction.atomic():
        mark = _locked_mark()
        mark.refused_at = mark.refused_at or now
        mark.save(update_fields=["refused_at"])


def allow_sending(*, now: dt.datetime) -> int | None:
    """Lets this database send from here again, and gives up what was due until `now`. Returns how many messages that
    were; None when nothing was held back, and then it does nothing."""
    file = _file()
    if file is None:
        return _allow(None, now)
    with one_at_a_time(file=file):
        given_up = _allow(file, now)
        if given_up is not None:
            write_whole(file=file, text=str(SendingMark.objects.get().batches))
    return given_up


def _allow(file: Path | None, now: dt.datetime) -> int | None:
    with transaction.atomic():
        mark = _locked_mark()
        seen = _seen(file) if file else mark.batches
        behind = mark.batches > 0 if seen is None else mark.batches < seen
        if mark.refused_at is None and not behind:
            return None
        mark.batches = max(mark.batches, mark.seen, seen or 0) + 1
        mark.refused_at, mark.nothing_before_at = None, now
        mark.save()
        unfinished = Message.objects.exclude(state__in=Message.FINAL)
        return unfinished.filter(not_before__lte=now).end(Message.State.EXPIRED)


def _refuse(mark: SendingMark, seen: int | None, now: dt.datetime) -> None:
    mark.seen = max(mark.seen, seen or 0)
    mark.refused_at = mark.refused_at or now
    mark.save(update_fields=["seen", "refused_at"])
    # This database is not the one that was last sent from here; see allow_sending in docs/draaien.md.
    note(Event.SENDING_HELD_BACK, level=ERROR, batch=mark.batches, seen=seen)


def _locked_mark() -> SendingMark:
    SendingMark.objects.bulk_create([SendingMark(pk=1)], ignore_conflicts=True)
    return SendingMark.objects.select_for_update().get()


def _file() -> Path | None:
    return Path(settings.SENDING_MARK) if settings.SENDING_MARK else None


def _seen(file: Path) -> int | None:
    try:
        return int(file.read_text("ascii"))
    except FileNotFoundError:
        return None
