"""Writes what made-up people did straight into the tables with COPY: ten thousand people in seconds.

The rows are those that `through_services` would have made (a test compares the two). Ids are reserved from the
tables' own sequences first, so rows can point at each other and whoever joins meanwhile gets other ids. Everybody gets
a key, and what they wrote is sealed with it on its way into the table.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from accounts.models import Participant, ParticipantKey
from interactions.models import Interaction, Reflection
from simulation.events import Life
from simulation.ledger import INTERACTION, PARTICIPANT, REFLECTION, TABLES, Ledger, Row, Table
from simulation.staging import Stage, refuse_outside_demo

AT_A_TIME = 2_000  # people, which bounds the memory


class AlreadyThereError(ValueError):
    """These very people were written before: the same campaign and the same seed."""


@dataclass
class CopyReport:
    """How many people joined, and how many rows each table got."""

    people: int = 0
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys((table.name for table in TABLES), 0))


def write(*, stage: Stage, lives: Iterable[Life], until: dt.datetime) -> CopyReport:
    """Writes what these people do before `until`, in one transaction; the tables' statistics are fresh afterwards.

    Raises AlreadyThereError when one of them is there already, NotADemoError outside a demo.
    """
    refuse_outside_demo()
    report = CopyReport()
    remaining = iter(lives)
    with transaction.atomic():
        while some := list(islice(remaining, AT_A_TIME)):
            _refuse_twice(some)
            ledger = Ledger(stage, until)
            report.people += sum(ledger.enter(life) for life in some)
            _copy(ledger)
            for name, rows in ledger.rows.items():
                report.rows[name] += len(rows)
    with connection.cursor() as cursor:
        names = sql.SQL(", ").join(sql.Identifier(table.name) for table in TABLES)
        cursor.execute(sql.SQL("ANALYZE {}").format(names))
    return report


def _refuse_twice(lives: list[Life]) -> None:
    if Participant.objects.filter(join_key__in=[life.person.join_key for life in lives]).exists():
        raise AlreadyThereError("Deze verzonnen deelnemers doen al mee. Kies een andere seed.")


def _copy(ledger: Ledger) -> None:
    ids: dict[str, list[int]] = {}
    people: list[Participant] = []
    with connection.cursor() as cursor:
        for table in TABLES:
            rows = ledger.rows[table.name]
            ids[table.name] = _reserve_ids(cursor, table.name, len(rows))
            if table.name == REFLECTION:
                _seal_notes(ledger, people)
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, ("id", *table.columns)))
            )
            with cursor.copy(statement) as copy:
                for row in _with_ids(table, rows, ids):
                    copy.write_row(row)
            if table.name == PARTICIPANT:
                people = [Participant(pk=pk) for pk in ids[PARTICIPANT]]
                ParticipantKey.objects.bulk_create(map(ParticipantKey.fresh, people))


def _seal_notes(ledger: Ledger, people: list[Participant]) -> None:
    field = Reflection._meta.get_field("text")
    for note in ledger.rows[REFLECTION]:
        moment = ledger.rows[INTERACTION][note["interaction_id"]]
        whose = Interaction(participant=people[moment["participant_id"]], client_id=moment["client_id"])
        note["text"] = field.sealed(Reflection(interaction=whose), note["text"])


def _reserve_ids(cursor: Any, table: str, count: int) -> list[int]:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
    )
    return [number for (number,) in cursor.fetchall()]


def _with_ids(table: Table, rows: list[Row], ids: dict[str, list[int]]) -> Iterator[tuple[Any, ...]]:
    for own_id, row in zip(ids[table.name], rows, strict=True):
        values = [row[column] for column in table.columns]
        for place, column in enumerate(table.columns):
            target = table.points_at.get(column)
            if target and values[place] is not None:
                values[place] = ids[target][values[place]]
        yield (own_id, *values)
