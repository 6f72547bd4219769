"""Saying for whom a statement is: in front of each, for that statement's transaction, and never a moment longer."""

import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pghistory
import pytest
from django.db import NotSupportedError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from psycopg.sql import SQL

from accounts import middleware
from accounts.models import Participant, ParticipantSession, index_of_address
from accounts.queries import row_security
from accounts.queries.row_security import Reach, act_for, acting_for, as_nobody, holding
from accounts.services.secrets import hash_secret
from accounts.services.sessions import open_session, recognise
from interactions.models import Interaction, Mood
from tests.faces import BEHEER, DEELNEMER, FaceClient, database_login
from tests.factories import (
    AT_NOON,
    TODAY,
    make_campaign,
    make_contact,
    make_moment,
    make_participant,
    make_participation,
    make_staff,
)

COUNT = "SELECT count(*) FROM interactions_interaction"


@pytest.fixture
def two() -> tuple[Participant, Participant]:
    """Two participants with a moment each."""
    people = make_participant(), make_participant()
    for one in people:
        make_moment(participant=one)
    return people


@pytest.fixture
def web() -> Iterator[None]:
    """The participant face, within a request that nobody is known in yet."""
    with database_login(DEELNEMER), as_nobody():
        yield


def asked(statement: Any, values: Any = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def whose() -> list[int]:
    return list(Interaction.objects.order_by("pk").values_list("participant_id", flat=True))


@pytest.mark.django_db
def test_a_request_begins_as_nobody_and_sees_nobody(two: tuple[Participant, Participant], web: None) -> None:
    assert asked(COUNT) == [(0,)]
    assert Participant.objects.count() == 0


@pytest.mark.django_db
def test_who_it_is_said_to_be_is_who_is_seen(two: tuple[Participant, Participant], web: None) -> None:
    me, other = two
    act_for(me.pk)
    assert whose() == [me.pk]
    with acting_for(other.pk):
        assert whose() == [other.pk]
        with acting_for(me.pk, other.pk):
            assert whose() == [me.pk, other.pk]
        assert whose() == [other.pk]
    assert whose() == [me.pk]
    with acting_for():
        assert whose() == []


@pytest.mark.django_db
def test_who_becomes_known_on_the_way_stays_known(two: tuple[Participant, Participant], web: None) -> None:
    """A page for one person may look up the browser's own halfway: that is not forgotten, and not seen here."""
    me, other = two
    with acting_for(other.pk):
        act_for(me.pk)
        assert whose() == [other.pk]
    assert whose() == [me.pk]


@pytest.mark.django_db
def test_it_ends_with_the_lines_it_is_for_also_when_they_fail(
    two: tuple[Participant, Participant], web: None
) -> None:
    with pytest.raises(ZeroDivisionError), acting_for(two[0].pk):
        _ = 1 / 0
    assert asked(COUNT) == [(0,)]


@pytest.mark.django_db
def test_a_savepoint_that_is_undone_does_not_undo_who_it_is(
    two: tuple[Participant, Participant], web: None
) -> None:
    me, _other = two
    act_for(me.pk)
    with transaction.atomic():
        assert whose() == [me.pk]
        transaction.set_rollback(True)
    assert whose() == [me.pk]
    with pytest.raises(Exception, match="does not exist"), transaction.atomic():
        asked("SELECT * FROM not_there")
    assert whose() == [me.pk]


@pytest.mark.django_db
def test_the_result_is_that_of_the_statement_itself(two: tuple[Participant, Participant], web: None) -> None:
    me, _other = two
    act_for(me.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 AS een, '100%%' AS deel WHERE %s", [True])
        assert [column.name for column in cursor.description] == ["een", "deel"]
        assert cursor.fetchall() == [(1, "100%")]
        cursor.execute("SELECT '100%' AS deel")
        assert cursor.fetchone() == ("100%",)
        cursor.execute("UPDATE interactions_interaction SET late = late")
        assert cursor.rowcount == 1
        cursor.execute("SELECT %(een)s::int", {"een": 1})
        assert cursor.fetchone() == (1,)
        cursor.execute(SQL("SELECT participant_id FROM interactions_interaction"))
        assert cursor.fetchall() == [(me.pk,)]
        cursor.execute("EXPLAIN SELECT 1")
        assert "Result" in cursor.fetchone()[0]
    assert "Scan" in Interaction.objects.all().explain()
    assert [one.participant_id for one in Interaction.objects.all().iterator(chunk_size=1)] == [me.pk]


@pytest.mark.django_db
def test_many_at_once_are_each_said_for_the_same_person(
    two: tuple[Participant, Participant], web: None
) -> None:
    me, other = two
    with acting_for(me.pk, other.pk):
        numbers = list(Interaction.objects.values_list("pk", flat=True))
    assert len(numbers) == 2
    act_for(me.pk)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE interactions_interaction SET late = true WHERE id = %s", [[one] for one in numbers]
        )
    with acting_for(me.pk, other.pk):
        changed = Interaction.objects.filter(late=True)
        assert [one.participant_id for one in changed] == [me.pk]


@pytest.mark.django_db
def test_a_cursor_on_the_server_refuses_to_read_for_nobody_knows_whom(
    two: tuple[Participant, Participant], web: None
) -> None:
    act_for(two[0].pk)
    with connection.create_cursor(name="there") as raw, pytest.raises(NotSupportedError):
        connection.make_cursor(raw).execute(COUNT)


@pytest.mark.django_db
def test_it_costs_no_query_of_its_own(two: tuple[Participant, Participant], web: None) -> None:
    act_for(two[0].pk)
    with CaptureQueriesContext(connection) as queries:
        whose()
        Mood.objects.update_or_create(
            participant=two[0],
            local_date=TODAY,
            defaults={"score": 7, "asked_in": "diary", "answered_at": AT_NOON},
        )
    plain = [query["sql"].rsplit("; ", 1)[-1].split()[0] for query in queries.captured_queries]
    assert plain == ["SELECT", "SAVEPOINT", "SELECT", "SAVEPOINT", "INSERT", "RELEASE", "RELEASE"]


@pytest.mark.django_db
def test_outside_a_request_nothing_is_said() -> None:
    act_for(1)
    row_security.act_for_staff(user=1, organisation=1)
    row_security.act_everywhere()
    with acting_for(1), holding(row_security.of_contact(1)), CaptureQueriesContext(connection) as queries:
        asked("SELECT 1")
    assert [query["sql"] for query in queries.captured_queries] == ["SELECT 1"]


@given(
    st.lists(st.integers(1, 2**63 - 1), max_size=4),
    st.lists(st.binary(min_size=1, max_size=40), max_size=3),
    st.uuids(),
)
def test_nothing_stands_in_it_but_numbers_and_hexadecimal_digits(
    people: list[int], hashes: list[bytes], key: uuid.UUID
) -> None:
    proofs = (*map(row_security.of_secret, hashes), row_security.of_join_key(key), row_security.of_contact(7))
    said = Reach(participants=tuple(people), proofs=proofs, user=3, organisations=(4,), everywhere=True).said(
        in_transaction=True
    )
    assert "%" not in said
    for literal in said.split("'")[1::2]:
        assert (
            literal in ("on", "", ",")
            or literal.startswith(("app.", "\\x"))
            or all(character in "0123456789abcdef," for character in literal)
        )


@pytest.mark.parametrize("wrong", ["1; DROP TABLE accounts_participant", "1'--", None])
def test_a_participant_is_a_number(wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        Reach(participants=(wrong,)).said(in_transaction=False)


@pytest.mark.django_db
def test_a_secret_shows_whose_it_is_and_nobody_else(two: tuple[Participant, Participant]) -> None:
    me, other = two
    mine, _theirs = open_session(participant=me, now=AT_NOON), open_session(participant=other, now=AT_NOON)
    with database_login(DEELNEMER), as_nobody():
        with holding(row_security.of_secret(hash_secret(mine))):
            assert [one.participant_id for one in ParticipantSession.objects.all()] == [me.pk]
        with holding(row_security.of_secret(hash_secret("verzonnen"))):
            assert ParticipantSession.objects.count() == 0
        assert ParticipantSession.objects.count() == 0
        assert recognise(secret=mine, now=AT_NOON) == me
        assert whose() == [me.pk]


@pytest.mark.django_db
def test_an_address_and_its_number_show_whose_they_are_and_nobody_else() -> None:
    mine, theirs = make_contact(), make_contact()
    with database_login(DEELNEMER), as_nobody():
        for proof in (
            row_security.of_address(index_of_address(mine.address)),
            row_security.of_contact(mine.pk),
        ):
            with holding(proof):
                assert asked("SELECT id FROM accounts_contact") == [(mine.pk,)]
        unknown = row_security.of_address(index_of_address("niemand@thuis.example"))
        with holding(unknown, row_security.of_contact(theirs.pk + 1)):
            assert asked("SELECT id FROM accounts_contact") == []


@pytest.mark.django_db
def test_a_join_key_shows_and_makes_its_own_row_alone(
    two: tuple[Participant, Participant], web: None
) -> None:
    key = uuid.uuid4()
    with holding(row_security.of_join_key(key)):
        made = Participant.objects.create(join_key=key, created_at=AT_NOON, last_seen_at=AT_NOON)
        assert list(Participant.objects.all()) == [made]
        assert Participant.objects.update(hides_count=True) == 0
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Participant.objects.create(join_key=uuid.uuid4(), created_at=AT_NOON, last_seen_at=AT_NOON)
    assert Participant.objects.count() == 0


@pytest.mark.django_db
def test_who_changed_something_is_still_written_down_beside_it() -> None:
    campaign = make_campaign()
    staff = make_staff(organisation=campaign.organisation)
    with pghistory.context(user=staff.pk), as_nobody(), database_login(BEHEER):
        row_security.act_for_staff(user=staff.pk, organisation=campaign.organisation_id)
        campaign.days.all().delete()
        assert campaign.days.count() == 0
    contexts = [
        (label, context)
        for label, context in asked("SELECT pgh_label, pgh_context->>'user' FROM challenges_campaigndayevent")
        if label == "delete"
    ]
    assert contexts == [("delete", str(staff.pk))] * 14


# --- whole requests, on a connection that is kept ---------------------------------------------------------------


def _seen_without_a_word() -> list[Any]:
    """What the participant face sees on this connection when nobody says for whom."""
    with database_login(DEELNEMER):
        raw = connection.connection
        return [
            raw.execute("SELECT current_setting('app.participant', true)").fetchone()[0] or "",
            *(raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _TABLES),  # noqa: S608 (names of our own)
        ]


_TABLES = (
    "accounts_participant",
    "interactions_interaction",
    "challenges_participation",
    "accounts_participantsession",
)


def _browser(participant: Participant) -> Client:
    client = FaceClient(DEELNEMER)
    client.cookies["deelname"] = open_session(participant=participant, now=AT_NOON)
    return client


@pytest.mark.django_db(transaction=True)
def test_what_one_request_was_is_gone_in_the_next_on_the_same_connection(deelnemer_face: Client) -> None:
    campaign = make_campaign()
    me, other = make_participant(), make_participant()
    for one in (me, other):
        make_participation(participant=one, campaign=campaign)
        make_moment(participant=one)
    mine, theirs = _browser(me), _browser(other)
    connected = connection.connection
    nobody = ["", 0, 0, 0, 0]
    for client in (mine, theirs, deelnemer_face, mine):
        status = client.get("/dagboek/").status_code
        assert status == (302 if client is deelnemer_face else 200)
        assert _seen_without_a_word() == nobody
        assert connection.execute_wrappers == []
    assert connection.connection is connected


@pytest.mark.django_db(transaction=True)
def test_a_request_that_fails_leaves_nothing_behind() -> None:
    me = make_participant()
    make_moment(participant=me)
    seen = []

    def fails(request: HttpRequest) -> HttpResponse:
        act_for(me.pk)
        with transaction.atomic():
            seen.append(whose())
            raise ZeroDivisionError

    with database_login(DEELNEMER), pytest.raises(ZeroDivisionError):
        middleware.row_security(fails)(RequestFactory().get("/"))
    assert seen == [[me.pk]]
    assert _seen_without_a_word() == ["", 0, 0, 0, 0]
    assert connection.execute_wrappers == []


@pytest.mark.django_db(transaction=True)
def test_two_threads_are_two_people(two: tuple[Participant, Participant]) -> None:
    both = threading.Barrier(2, timeout=20)
    seen: dict[int, list[list[int]]] = {}

    def one(participant: Participant) -> None:
        try:
            with database_login(DEELNEMER), as_nobody():
                asked("SELECT 1")
                connection.connection.execute(f"SET ROLE {DEELNEMER}")
                act_for(participant.pk)
                for _ in range(5):
                    both.wait()
                    seen.setdefault(participant.pk, []).append(whose())
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[participant]) for participant in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {participant.pk: [[participant.pk]] * 5 for participant in two}


@pytest.mark.django_db(transaction=True)
def test_in_autocommit_a_stranger_has_nothing_to_say(deelnemer_face: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        deelnemer_face.get("/")
    assert queries.captured_queries != []
    assert [query["sql"] for query in queries.captured_queries if "app." in query["sql"]] == []
