"""Who was erased stays erased, also when a backup of before is put back.

Every erasure is noted in the transaction that erases, and added to the erasure list, a file outside the database, as
soon as that transaction is there. Two who became one are noted too. `erasure_settling.py` does what the list says.
"""

import contextlib
import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial

from django.db import connection, transaction

from accounts.events import ERROR, Event, note
from accounts.models import Erasure, Participant
from accounts.services import erasure_list
from accounts.services.erasure_list import Gone, NoErasureListError

# The longest that a backup is kept, with a fortnight for one that was put back late.
BACKUPS_KEPT_FOR = dt.timedelta(days=30)
LISTED_FOR = BACKUPS_KEPT_FOR + dt.timedelta(days=15)


def note_erasure(*, participant: Participant) -> None:
    """Notes that somebody is being erased. Inside the transaction that does it."""
    _note(Gone(participant.pk, participant.created_at, _database_time()))


def note_merge(*, source: Participant, target: Participant) -> None:
    """Notes that `source` goes on as `target`. Inside the transaction that does it."""
    into = (target.pk, target.created_at)
    _note(Gone(source.pk, source.created_at, _database_time(), into))


def remove_old_erasures(*, before: dt.datetime) -> int:
    """Removes entries that no backup is old enough for, from the table and from the list. Returns how many rows."""
    removed = Erasure.objects.filter(noted_at__lt=before).delete()[0]
    if file := erasure_list.place():
        with contextlib.suppress(NoErasureListError):  # `settle` makes it
            erasure_list.forget(file=file, before=before)
    return removed


def noted() -> Sequence[Gone]:
    """Every entry of this database."""
    return [
        Gone(
            row.number,
            row.began_at,
            row.noted_at,
            (row.into_number, row.into_began_at) if row.into_number and row.into_began_at else None,
        )
        for row in Erasure.objects.order_by("noted_at", "pk")
    ]


def _note(entry: Gone) -> None:
    record(entries=[entry])
    transaction.on_commit(partial(_add_to_list, entry), robust=True)


def record(*, entries: Iterable[Gone]) -> None:
    """Puts entries in the table; what is there already stays as it is."""
    # Without asking anything back: the face that erases may add here, and not read.
    Erasure.objects.bulk_create(
        [
            Erasure(
                kind=Erasure.Kind.MERGED if entry.into else Erasure.Kind.ERASED,
                number=entry.number,
                began_at=entry.began_at,
                into_number=entry.into[0] if entry.into else None,
                into_began_at=entry.into[1] if entry.into else None,
                noted_at=entry.noted_at,
            )
            for entry in entries
        ],
        ignore_conflicts=True,
    )


def _add_to_list(entry: Gone) -> None:
    file = erasure_list.place()
    if file is None:
        return
    try:
        erasure_list.add(file=file, gone=[entry])
    except OSError as error:
        # Somebody was erased, and that stands; the worker adds the line within a minute.
        note(Event.ERASURE_LIST_AWAY, level=ERROR, fault=error)


def _database_time() -> dt.datetime:
    # The order in which people went is the database's: processes on several machines have several clocks.
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return moment.astimezone(dt.UTC)
