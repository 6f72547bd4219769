"""The night that carries out the terms of the register (config/retention.yaml), and looking ahead at it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from accounts.events import ERROR, Event, note
from accounts.models import RetentionRun
from accounts.queries.retention import Ending, endings
from accounts.services.heartbeat import note_tidied
from accounts.services.removers import Due, Remover, registered


@dataclass(frozen=True)
class Ahead:
    """What one remover would do: of which group of the register, what, from before when, how many."""

    title: str
    what: str
    before: dt.datetime
    count: int


def look_ahead(*, now: dt.datetime) -> list[Ahead]:
    """What `carry_out_retention` would remove at this moment, per remover. The database itself sees to it that
    nothing changes: the transaction may only read."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        found = [
            Ahead(ending.title, remover.what, due.before, remover.count(due))
            for ending, remover, due in _work(now)
        ]
        transaction.set_rollback(True)
    return found


def carry_out_retention(*, now: dt.datetime) -> list[RetentionRun]:
    """Removes everything that is past its term, and writes down what each remover did. One that fails does not stop
    the others; that it failed is in the log, in the report and, as one word, on the staff's screens."""
    done = [_carry_out(ending, remover, due) for ending, remover, due in _work(now)]
    failed = [run.remover for run in done if run.failure]
    if failed:
        note(Event.RETENTION_INCOMPLETE, level=ERROR, failed=len(failed))
    note_tidied(failed=bool(failed), now=now)
    return done


def _work(now: dt.datetime) -> Iterator[tuple[Ending, Remover, Due]]:
    by_remover = endings()
    for name, remover in registered().items():
        ending = by_remover[name]
        yield ending, remover, Due(now, ending.term.before(now))


def _carry_out(ending: Ending, remover: Remover, due: Due) -> RetentionRun:
    began, removed, failure = monotonic(), 0, ""
    try:
        for gone in remover.steps(due):
            removed += gone
    except Exception as error:  # whatever it is, the others go on
        # Of an error only its kind: its words may quote a row.
        failure = " ".join(type(one).__name__ for one in (error, error.__cause__) if one is not None)[:80]
        note(Event.RETENTION_FAILED, level=ERROR, what=ending.remover, count=removed, fault=error)
    run = RetentionRun(
        night_on=due.now.astimezone(ZoneInfo(settings.TIME_ZONE)).date(),
        remover=ending.remover,
        kept_from_at=due.before,
        removed=removed,
        began_at=due.now,
        milliseconds=int((monotonic() - began) * 1000),
        failure=failure,
    )
    return _write_down(run)


def _write_down(run: RetentionRun) -> RetentionRun:
    """Adds to what the same night did before, when a task came twice."""
    try:
        with transaction.atomic():
            before = RetentionRun.objects.select_for_update().filter(
                night_on=run.night_on, remover=run.remover
            )
            if earlier := before.first():
                run.pk = earlier.pk
                run.removed += earlier.removed
                run.milliseconds += earlier.milliseconds
            run.save()
    except Exception as error:
        note(Event.RETENTION_FAILED, level=ERROR, what=run.remover, fault=error)
        run.failure = run.failure or type(error).__name__
    return run
