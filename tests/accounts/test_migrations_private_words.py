"""What stood in plain text is sealed by the migrations, in batches, and comes back when they are undone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.migrations import _private_words
from accounts.models import Contact, Participant, ParticipantKey, index_of_address
from interactions.models import Interaction, OwnOpener, Reflection
from tests.factories import AT_NOON

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("accounts", "0014_staff_grants"), ("interactions", "0009_library_desk_grants")]
TEXT = "Ze zei 'hé' 🙂\nen liep door."


def migrate(targets: list[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)


def newest() -> list[tuple[str, str]]:
    return [
        one for one in MigrationExecutor(connection).loader.graph.leaf_nodes() if one[0] != "contenttypes"
    ]


@pytest.fixture
def _as_it_was() -> Iterator[None]:
    """The tables of before, and whatever happens those of now again."""
    last = newest()
    migrate(BEFORE)
    try:
        yield
    finally:
        migrate(last)


def run(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def fill(people: int) -> None:
    """So many people with a moment, a plan, a note, an opener and an address, in plain text."""
    run(
        "INSERT INTO interactions_lifedomain (key, name, short_name, place, description, for_ideas, position, english)"
        " VALUES ('buurt', 'buurt', 'buurt', 'in de buurt', '', true, 1, '{}') ON CONFLICT DO NOTHING"
    )
    run(
        "INSERT INTO accounts_participant (join_key, created_at, last_seen_at, hides_count, language)"
        " SELECT gen_random_uuid(), %s, %s, false, 'nl' FROM generate_series(1, %s)",
        AT_NOON, AT_NOON, people,
    )  # fmt: skip
    run(
        "INSERT INTO interactions_interaction (participant_id, client_id, domain_id, counterpart, local_date, late,"
        "  plan_text, status, unsafe, item_version, created_at, updated_at)"
        " SELECT id, gen_random_uuid(), 'buurt', '', '2026-10-14', false,"
        "  CASE WHEN id %% 2 = 0 THEN %s || id ELSE '' END, 'planned', false, 1, %s, %s FROM accounts_participant",
        TEXT, AT_NOON, AT_NOON,
    )  # fmt: skip
    run(
        "INSERT INTO interactions_reflection (interaction_id, text, written_at)"
        " SELECT id, %s || participant_id, %s FROM interactions_interaction", TEXT, AT_NOON,
    )  # fmt: skip
    run(
        'INSERT INTO interactions_ownopener (participant_id, client_id, text, domain_id, "character", created_at,'
        " updated_at) SELECT id, gen_random_uuid(), %s || id, 'buurt', '', %s, %s FROM accounts_participant",
        TEXT, AT_NOON, AT_NOON,
    )  # fmt: skip
    run(
        "INSERT INTO accounts_contact (participant_id, address, confirmed_at, undeliverable_reason, refused_kinds)"
        " SELECT id, 'mens' || id || '@thuis.example', %s, '', '{}' FROM accounts_participant", AT_NOON,
    )  # fmt: skip
    run(
        "INSERT INTO accounts_emailcode (address, code_hash, browser_hash, created_at, expires_at, tries)"
        " VALUES ('mens@thuis.example', 'a', 'b', %s, %s, 0)", AT_NOON, AT_NOON,
    )  # fmt: skip


def plain() -> list[Any]:
    return [
        run("SELECT id, plan_text FROM interactions_interaction ORDER BY id"),
        run("SELECT id, text FROM interactions_reflection ORDER BY id"),
        run("SELECT id, text FROM interactions_ownopener ORDER BY id"),
        run("SELECT id, address FROM accounts_contact ORDER BY id"),
    ]


@pytest.mark.usefixtures("_as_it_was")
def test_everything_is_sealed_and_comes_back_when_it_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_private_words, "AT_A_TIME", 3)
    fill(8)
    before, now = plain(), newest()
    migrate(
        [("accounts", "0018_addresses_out_of_the_files"), ("interactions", "0012_words_out_of_the_files")]
    )
    assert ParticipantKey.objects.count() == 8
    assert len({bytes(key.wrapped) for key in ParticipantKey.objects.all()}) == 8
    moments = list(Interaction.objects.order_by("pk"))
    assert [(one.pk, one.plan_text) for one in moments] == before[0]
    assert [(one.pk, one.text) for one in Reflection.objects.order_by("pk")] == before[1]
    assert [(one.pk, one.text) for one in OwnOpener.objects.order_by("pk")] == before[2]
    contacts = list(Contact.objects.order_by("pk"))
    assert [(one.pk, one.address) for one in contacts] == before[3]
    assert [bytes(one.address_index) for one in contacts] == [
        index_of_address(one.address) for one in contacts
    ]
    assert not any(
        b"Ze zei" in bytes(sealed) or b"mens" in bytes(sealed) for rows in plain() for _, sealed in rows
    )
    migrate(BEFORE)
    assert plain() == before
    migrate(now)
    assert [(one.pk, one.text) for one in Reflection.objects.order_by("pk")] == before[1]


@pytest.mark.usefixtures("_as_it_was")
def test_somebody_who_has_a_key_already_keeps_it() -> None:
    fill(2)
    migrate([("accounts", "0015_participant_keys"), BEFORE[1]])
    first = run("SELECT id FROM accounts_participant ORDER BY id")[0][0]
    key = ParticipantKey.made_for(Participant(pk=first)).opened()
    migrate([("interactions", "0010_words_sealed")])
    assert ParticipantKey.objects.get(pk=first).opened() == key
    assert ParticipantKey.objects.count() == 2
