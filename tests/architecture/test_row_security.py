"""Whose rows each web login sees and writes: in one table here, and tried for real on every table of the schema."""

# ruff: noqa: S608 (statements are put together from the names of tables here)

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import Error, connection, transaction

from accounts.models import Organisation, Participant
from accounts.queries import row_security
from challenges.models import Campaign
from tests.architecture.row_table import (
    EVERY,
    EVERYWHERE,
    OF_NOBODY,
    OF_PARTICIPANTS,
    OF_STAFF,
    READ,
    ROWS,
    SHOWN,
)
from tests.architecture.row_world import Rows, every_row, made_by, make_house, make_person
from tests.architecture.test_grants import EXPECTED, ROLES
from tests.faces import BEHEER, DEELNEMER, WORKER, database_login
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    """Two participants and two organisations, and which rows are whose."""

    people: tuple[Participant, Participant]
    of_people: tuple[Rows, Rows]
    houses: tuple[Organisation, Organisation]
    of_houses: tuple[Rows, Rows]


@pytest.fixture
def world() -> World:
    campaign = make_campaign()
    first, of_first = made_by(lambda: make_person(campaign))
    second, of_second = made_by(lambda: make_person(campaign))
    one, of_one = made_by(make_house)
    other, of_other = made_by(make_house)
    return World((first, second), (of_first, of_second), (one, other), (of_one, of_other))


@contextmanager
def acting(role: str, whom: Participant | Organisation | None) -> Iterator[None]:
    """A web login that acts for somebody, or for nobody."""
    with row_security.as_nobody(), database_login(role):
        if isinstance(whom, Participant):
            row_security.act_for(whom.pk)
        elif whom is not None:
            row_security.act_for_staff(user=0, organisation=whom.pk)
        yield


def key_of(table: str) -> str:
    return "pgh_id" if table.endswith("event") else KEYS.get(table, "id")


# Who adds one is known by its number: one more of one's own has another, and would be nobody's.
KNOWN_BY_NUMBER = (
    "accounts_participantkey",
    "accounts_participant",
    "accounts_organisation",
    "challenges_contribution",
)
KEYS = {
    "accounts_participantkey": "participant_id",
    "interactions_lifedomain": "key",
    "interactions_barrier": "key",
}


def seen(table: str) -> set[str]:
    """The numbers of the rows that are seen now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key_of(table)}::text FROM {table}")
        return {number for (number,) in cursor.fetchall()}


def written(statement: str, values: list[Any]) -> int:
    """How many rows a statement changed; nothing of it stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        transaction.set_rollback(True)
        return int(cursor.rowcount)


def refusal(statement: str, values: list[Any]) -> str:
    """What PostgreSQL says about a statement: empty when it does it."""
    try:
        written(statement, values)
    except Error as error:
        return str(error)
    return ""


def added(table: str, row: Mapping[str, Any]) -> str:
    """What PostgreSQL says when this row is added once more under another number."""
    another = {**row, key_of(table): 2_000_000_000}
    columns = ", ".join(f'"{name}"' for name in another)
    return refusal(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s)",
        [json.dumps(another)],
    )


def may(role: str, table: str, verb: str) -> bool:
    return verb in EXPECTED[table][ROLES.index(role)]


def test_every_table_has_its_place_above() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        found = cursor.fetchall()
    assert sorted(table for table, secured, _forced in found if secured) == sorted(ROWS)
    assert sorted(table for table, secured, _forced in found if not secured) == sorted(OF_NOBODY)
    assert [table for table, _secured, forced in found if forced] == []


def test_the_worker_has_a_policy_of_its_own_and_sees_every_row(world: World) -> None:
    everything = every_row()
    with database_login(WORKER):
        for table in ROWS:
            if may(WORKER, table, "S"):
                assert seen(table) == set(everything[table]), table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE roles = '{gedag_worker}' AND cmd = 'ALL'"
            " AND qual = 'true' AND with_check = 'true'"
        )
        assert sorted(table for (table,) in cursor.fetchall()) == sorted(ROWS)


def test_no_policy_is_for_everybody() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT roles::text FROM pg_policies WHERE schemaname = 'public'")
        assert {roles for (roles,) in cursor.fetchall()} == {f"{{{role}}}" for role in ROLES}


def test_this_world_has_a_row_in_every_table_for_everybody(world: World) -> None:
    """What follows says nothing about a table without rows."""
    for rows in world.of_people:
        assert [table for table in OF_PARTICIPANTS if not rows[table]] == []
    for rows in world.of_houses:
        assert [table for table in OF_STAFF if not rows[table]] == []


def test_who_says_nothing_sees_no_row_of_anybody(world: World) -> None:
    with acting(DEELNEMER, None):
        assert {table: seen(table) for table in OF_PARTICIPANTS} == {
            table: shown(table, world) for table in OF_PARTICIPANTS
        }
    with acting(BEHEER, None):
        assert {table: seen(table) & of_staff(table, world) for table in OF_STAFF} == {
            table: read_by_staff(table, world) for table in OF_STAFF
        }


def test_a_participant_sees_and_writes_their_own_rows_alone(world: World) -> None:
    for me, mine, theirs in _both(world.people, world.of_people):
        with acting(DEELNEMER, me):
            for table in OF_PARTICIPANTS:
                assert seen(table) == set(mine[table]) | shown(table, world), table
                _cannot_write(DEELNEMER, table, mine[table], theirs[table])


def test_a_participant_notes_of_themselves_alone_that_they_go(world: World) -> None:
    me, other = world.people
    statement = (
        "INSERT INTO accounts_erasure (kind, number, began_at, into_number, into_began_at, noted_at)"
        " VALUES (%s, %s, now(), %s, %s, now())"
    )
    erased: list[Any] = ["erased", me.pk, None, None]
    merged = ["merged", me.pk, other.pk, me.created_at]
    with row_security.as_nobody(), database_login(DEELNEMER):
        assert "row-level security" in refusal(statement, erased)
        row_security.act_for(other.pk)
        assert "row-level security" in refusal(statement, erased)
        row_security.act_for(me.pk)
        assert written(statement, erased) == 1
        assert "row-level security" in refusal(statement, merged)
        with row_security.acting_for(me.pk, other.pk):
            assert written(statement, merged) == 1


def test_staff_see_and_write_rows_of_their_organisation_alone(world: World) -> None:
    for me, mine, theirs in _both(world.houses, world.of_houses):
        with acting(BEHEER, me):
            for table in OF_STAFF:
                expected = set(mine[table]) | read_by_staff(table, world)
                assert seen(table) & of_staff(table, world) == expected, table
                _cannot_write(BEHEER, table, mine[table], theirs[table])


def shown(table: str, world: World) -> set[str]:
    """What everybody sees of a table of participants: a text that was approved, and was made without an owner here."""
    return of_staff(table, world)


def read_by_staff(table: str, world: World) -> set[str]:
    """What staff see of a table whoever they work for."""
    return of_staff(table, world) if ROWS[table][1] == READ else set()


def of_staff(table: str, world: World) -> set[str]:
    return set(world.of_houses[0][table]) | set(world.of_houses[1][table])


def _both(whom: Any, rows: Any) -> Iterator[Any]:
    return zip(whom, rows, rows[::-1], strict=True)


def _cannot_write(role: str, table: str, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    key = key_of(table)
    for verb, statement in (
        ("U", f"UPDATE {table} SET {key} = {key} WHERE {key}::text = ANY(%s)"),
        ("D", f"DELETE FROM {table} WHERE {key}::text = ANY(%s)"),
    ):
        if may(role, table, verb):
            assert written(statement, [list(theirs)]) == 0, statement
            if verb == "U":
                assert written(statement, [list(mine)]) == len(mine), statement
    if may(role, table, "I"):
        for row in theirs.values():
            assert "row-level security" in added(table, row), row
        for row in mine.values() if table not in KNOWN_BY_NUMBER else ():
            assert "row-level security" not in added(table, row), row  # but something else, or nothing


BELONGS = (
    "organisation_id",
    "participant_id",
    "participation_id",
    "campaign_id",
    "day_id",
    "theme_id",
    "assignment_id",
    "interaction_id",
    "dayanswer_id",
)


@pytest.mark.parametrize(("role", "place"), [(DEELNEMER, 0), (BEHEER, 1)])
def test_nobody_gives_a_row_of_theirs_to_another(role: str, place: int, world: World) -> None:
    whom, rows = ((world.people, world.of_people), (world.houses, world.of_houses))[place]
    tables = (OF_PARTICIPANTS, OF_STAFF)[place]
    tried = []
    with acting(role, whom[0]):
        for table in tables:
            if not may(role, table, "U") or table in ("accounts_participant", "accounts_participantkey"):
                continue
            row, another = (next(iter(one[table].values())) for one in rows)
            column = next((name for name in BELONGS if row.get(name)), None)
            if column is None:  # an organisation itself
                continue
            statement = f"UPDATE {table} SET {column} = %s WHERE {key_of(table)} = %s"
            assert written(statement, [row[column], row[key_of(table)]]) == 1, table
            assert "row-level security" in refusal(statement, [another[column], row[key_of(table)]]), table
            tried.append(table)
    assert len(tried) == (18, 12)[place]


def test_the_institute_reads_of_everybody_what_its_pages_need_and_no_more(world: World) -> None:
    with acting(BEHEER, make_house()):
        row_security.act_everywhere()
        read = {table: seen(table) & of_staff(table, world) for table in OF_STAFF}
    assert read == {
        table: of_staff(table, world) if table in EVERYWHERE else read_by_staff(table, world)
        for table in OF_STAFF
    }


def test_the_list_of_the_institute_is_of_tables_that_are_limited() -> None:
    assert [table for table in EVERYWHERE if table not in OF_STAFF] == []


def test_what_the_public_may_see_other_staff_see_and_do_not_change(world: World) -> None:
    one, other = world.houses
    rows = world.of_houses[1]
    Campaign.objects.filter(organisation=other).update(status="published", theme=other.themes.get())
    with acting(BEHEER, one):
        for table in (table for table, (_deelnemer, beheer) in ROWS.items() if beheer == SHOWN):
            expected = set() if table.endswith("event") else set(rows[table])
            assert seen(table) & set(rows[table]) == expected, table
            _cannot_write(BEHEER, table, {}, rows[table])


@pytest.mark.parametrize(("role", "place"), [(DEELNEMER, 0), (BEHEER, 1)])
def test_what_is_everybodys_to_read_is_read_without_a_word(role: str, place: int, world: World) -> None:
    everything = every_row()
    tables = [table for table, kinds in ROWS.items() if kinds[place] in (EVERY, READ)]
    readable = [table for table in tables if may(role, table, "S")]
    with acting(role, None):
        assert {table: seen(table) for table in readable} == {
            table: set(everything[table]) for table in readable
        }


def test_a_login_without_a_policy_sees_nothing() -> None:
    """A new table that somebody grants and forgets here is empty, and not open."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (id bigint)")
        cursor.execute("INSERT INTO forgotten VALUES (1)")
        cursor.execute("GRANT SELECT ON forgotten TO gedag_deelnemer")
        cursor.execute("ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY")
        cursor.execute("SET LOCAL ROLE gedag_deelnemer")
        cursor.execute("SELECT * FROM forgotten")
        assert cursor.fetchall() == []
        cursor.execute("RESET ROLE")
        transaction.set_rollback(True)
