"""Sealing what stood in plain text, and back again: in batches, with few statements however many rows there are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.migrations import RunPython

from accounts.models.participants import Participant
from accounts.models.private_keys import ParticipantKey, index_of_address
from accounts.models.private_seals import BrokenSealedError, binding, seal_text, unseal_text

AT_A_TIME = 2_000


@dataclass(frozen=True)
class Column:
    """A column of words. `source` gives id, participant_id, what makes the row that one, plain text and seal."""

    label: str
    table: str
    plain: str
    sealed: str
    source: str


PLANS = Column(
    "interactions.Interaction.plan_text",
    "interactions_interaction",
    "plan_text",
    "sealed_plan",
    "SELECT id, participant_id, client_id::text AS own, plan_text AS plain, sealed_plan AS sealed"
    " FROM interactions_interaction",
)
NOTES = Column(
    "interactions.Reflection.text",
    "interactions_reflection",
    "text",
    "sealed_text",
    "SELECT note.id, participant_id, client_id::text AS own, note.text AS plain, sealed_text AS sealed"
    " FROM interactions_reflection AS note JOIN interactions_interaction AS moment ON moment.id = interaction_id",
)
OPENERS = Column(
    "interactions.OwnOpener.text",
    "interactions_ownopener",
    "text",
    "sealed_text",
    "SELECT id, participant_id, client_id::text AS own, text AS plain, sealed_text AS sealed"
    " FROM interactions_ownopener",
)
ADDRESSES = Column(
    "accounts.Contact.address",
    "accounts_contact",
    "address",
    "sealed_address",
    "SELECT id, participant_id, '' AS own, address AS plain, sealed_address AS sealed FROM accounts_contact",
)


def make_keys() -> RunPython:
    """A key for everybody who has none."""

    def forwards(_apps: Any, _editor: Any) -> None:
        _make_keys()

    return RunPython(forwards, RunPython.noop)


def seal_column(column: Column) -> RunPython:
    """Seals a column; backwards it opens it again, which needs the same keys of the installation."""

    def forwards(_apps: Any, _editor: Any) -> None:
        _make_keys()
        _convert(
            column,
            "plain",
            lambda key, row, text: seal_text(key, text, binding(column.label, *row)),
            f"{column.sealed} = fresh.bytes",
        )

    def backwards(_apps: Any, _editor: Any) -> None:
        _convert(
            column,
            "sealed",
            lambda key, row, sealed: unseal_text(key, bytes(sealed), binding(column.label, *row)).encode(),
            f"{column.plain} = convert_from(fresh.bytes, 'UTF8')",
        )

    return RunPython(forwards, backwards)


def index_addresses() -> RunPython:
    """What addresses are found by."""

    def forwards(_apps: Any, _editor: Any) -> None:
        with connection.cursor() as cursor:
            for rows in _batches("SELECT id, address FROM accounts_contact"):
                cursor.execute(
                    "UPDATE accounts_contact AS own SET address_index = fresh.value"
                    " FROM unnest(%s::bigint[], %s::bytea[]) AS fresh (id, value) WHERE own.id = fresh.id",
                    [[pk for pk, _address in rows], [index_of_address(address) for _pk, address in rows]],
                )

    return RunPython(forwards, RunPython.noop)


def _make_keys() -> None:
    without = (
        "SELECT id FROM accounts_participant"
        " WHERE id NOT IN (SELECT participant_id FROM accounts_participantkey)"
    )
    with connection.cursor() as cursor:
        for rows in _batches(without):
            made = [ParticipantKey.fresh(Participant(pk=pk)) for (pk,) in rows]
            cursor.execute(
                "INSERT INTO accounts_participantkey (participant_id, wrapped, wrapped_with, created_at)"
                " SELECT id, wrapped, wrapped_with, now()"
                " FROM unnest(%s::bigint[], %s::bytea[], %s::text[]) AS made (id, wrapped, wrapped_with)",
                [
                    [one.participant_id for one in made],
                    [bytes(one.wrapped) for one in made],
                    [one.wrapped_with for one in made],
                ],
            )


def _convert(column: Column, given: str, change: Callable[[bytes, Any, Any], bytes], becomes: str) -> None:
    # Names of this file alone, and nothing that anybody typed.
    source = (
        f"SELECT source.id, participant_id, own, {given}, wrapped, wrapped_with FROM ({column.source}) AS source"  # noqa: S608
        f" JOIN accounts_participantkey USING (participant_id) WHERE {given} <> ''"
    )
    update = (
        f"UPDATE {column.table} AS own SET {becomes}"  # noqa: S608
        " FROM unnest(%s::bigint[], %s::bytea[]) AS fresh (id, bytes) WHERE own.id = fresh.id"
    )
    with connection.cursor() as cursor:
        for rows in _batches(source):
            ids, values = [], []
            for pk, participant, own, before, wrapped, wrapped_with in rows:
                key = ParticipantKey(participant_id=participant, wrapped=wrapped, wrapped_with=wrapped_with)
                try:
                    values.append(change(key.opened(), (participant, own), before))
                except BrokenSealedError as error:
                    raise RuntimeError(f"{column.label} {pk} does not open: nothing was changed") from error
                ids.append(pk)
            cursor.execute(update, [ids, values])


def _batches(source: str) -> Iterator[list[Any]]:
    """The rows of a query that begins with an id, a batch at a time, in the order of that."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            batch = f"SELECT * FROM ({source}) AS rows WHERE id > %s ORDER BY id LIMIT %s"  # noqa: S608
            cursor.execute(batch, [last, AT_A_TIME])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]
