"""The drill: real dumps of a real database, an erasure, and what is left of it in every file at every moment."""

import datetime as dt
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from pytest_django import Settings

from accounts.models import (
    Contact,
    Erasure,
    LimitCount,
    Message,
    Participant,
    SendingMark,
    StaffLimitCount,
)
from accounts.services.email_codes import ask_code
from accounts.services.erasure_settling import settle
from accounts.services.erasures import BACKUPS_KEPT_FOR, LISTED_FOR
from accounts.services.merging import merge_participants
from accounts.services.participants import erase_participant
from accounts.services.sending_mark import allow_sending, take_up_batch
from accounts.services.sessions import open_session, recognise
from config.backups import folder
from config.backups.envelope import DATA
from config.backups.making import KEY_TABLE, NOT_KEPT
from interactions.models import Interaction
from tests.config.backups.installation import Installation
from tests.config.backups.private import (
    all_words_of,
    counts,
    fingerprints,
    has_in_plain,
    is_there,
    make_person,
    rows_about,
    words_of,
)
from tests.factories import make_moment, make_participant

DAY = dt.timedelta(days=1)
COUNTERS = (LimitCount, StaffLimitCount)


def erase(number: int) -> None:
    erase_participant(participant=Participant.objects.get(pk=number))


def days_ago(days: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def test_the_file_with_data_alone_never_opens_what_somebody_wrote(installation: Installation) -> None:
    anna = make_person("anna", now=days_ago(9))
    made = installation.backup(now=days_ago(1))
    erase(anna.number)
    data, _keys, _about = made.files
    with installation.elsewhere(data, None):
        assert is_there(anna)
        assert words_of(anna) == []
        assert not has_in_plain("kanarie")
        assert not has_in_plain(anna.address)
        assert has_in_plain("0001_initial")  # so it is looked for well


def test_both_files_open_it_until_the_keys_are_gone_after_seven_days(installation: Installation) -> None:
    anna = make_person("anna", now=days_ago(9))
    made = installation.backup(now=days_ago(6.9))
    data, keys, about = made.files
    erase(anna.number)
    with installation.elsewhere(data, keys):
        assert words_of(anna) == all_words_of(anna)
    later = installation.backup(now=days_ago(0.1))
    assert later.removed == []
    assert keys.exists()
    tonight = installation.backup(now=timezone.now() + dt.timedelta(hours=2))
    assert tonight.removed == [keys]
    assert [file.exists() for file in made.files] == [True, False, True]
    with installation.elsewhere(data, None):
        assert words_of(anna) == []
    past_their_term = [data, about, later.files[1], tonight.files[1]]
    assert sorted(installation.backup(now=days_ago(-23.2)).removed) == sorted(past_their_term)


def test_who_erased_everything_stays_gone_and_the_other_is_whole(installation: Installation) -> None:
    anna, bram = make_person("anna", now=days_ago(9)), make_person("bram", now=days_ago(9))
    cookie = open_session(participant=Participant.objects.get(pk=bram.number), now=days_ago(8))
    data, keys, _about = installation.backup(now=timezone.now()).files
    before = rows_about(bram.number)
    erase(anna.number)
    erase(bram.number)  # by whatever fault; not by bram, so not in the list
    Erasure.objects.filter(number=bram.number).delete()
    listed = (installation.folder / "erasure-list").read_text()
    (installation.folder / "erasure-list").write_text(
        "".join(line for line in listed.splitlines(keepends=True) if f"gewist {bram.number} " not in line)
    )
    said = installation.restore(data, keys, "--replace")
    assert "deelnemers                          1\n" in said
    assert "opnieuw gewist                      1\n" in said
    assert rows_about(anna.number) == {}
    assert Contact.objects.count() == 1
    assert rows_about(bram.number) == before
    assert words_of(bram) == all_words_of(bram)
    known = recognise(secret=cookie, now=timezone.now())
    assert known is not None
    assert known.pk == bram.number


def test_without_its_keys_a_backup_still_comes_back_and_what_was_written_stays_closed(
    installation: Installation,
) -> None:
    bram = make_person("bram", now=days_ago(9))
    data, keys, _about = installation.backup(now=timezone.now()).files
    keys.unlink()
    assert "zonder sleutels" in installation.restore(data, "--replace")
    assert is_there(bram)
    assert words_of(bram) == []


def test_what_was_done_after_the_backup_is_gone_and_the_rest_is_row_for_row_the_same(
    installation: Installation,
) -> None:
    make_person("bram", now=days_ago(9))
    before = fingerprints()
    data, keys, _about = installation.backup(now=timezone.now()).files
    make_person("later", now=days_ago(0))
    installation.restore(data, keys, "--replace")
    after = fingerprints()
    changed = sorted(table for table in after if after[table] != before[table])
    assert changed == ["accounts_sendingmark"]  # held back
    assert installation.databases() == [installation.database]


def test_rights_and_rules_come_back_with_the_tables(installation: Installation) -> None:
    before = _rights()
    data, keys, _about = installation.backup(now=timezone.now()).files
    installation.restore(data, keys, "--replace")
    assert _rights() == before
    assert any(role == "gedag_beheer" for _table, role, _right in before)


def test_a_backup_and_its_restoring_send_nothing_twice(installation: Installation) -> None:
    assert take_up_batch(now=days_ago(2))
    data, keys, _about = installation.backup(now=timezone.now()).files
    assert take_up_batch(now=days_ago(1))
    installation.restore(data, keys, "--replace")
    assert not take_up_batch(now=timezone.now())
    assert allow_sending(now=timezone.now()) == 0
    assert take_up_batch(now=timezone.now())


def test_nothing_is_sent_either_where_no_mark_is_kept(installation: Installation, settings: Settings) -> None:
    settings.SENDING_MARK = ""
    data, keys, _about = installation.backup(now=timezone.now()).files
    installation.restore(data, keys, "--replace")
    assert SendingMark.objects.get().refused_at is not None
    assert not take_up_batch(now=timezone.now())
    assert Message.objects.count() == 0


def test_two_who_became_one_become_one_again_and_lose_nothing(installation: Installation) -> None:
    phone, laptop = make_participant(now=days_ago(9)), make_participant(now=days_ago(8))
    make_moment(participant=phone, now=days_ago(5))
    make_moment(participant=laptop, now=days_ago(4))
    data, keys, _about = installation.backup(now=timezone.now()).files
    merge_participants(source=laptop, target=phone, now=timezone.now())
    assert "opnieuw samengegaan                 1\n" in installation.restore(data, keys, "--replace")
    assert list(Participant.objects.values_list("pk", flat=True)) == [phone.pk]
    assert Interaction.objects.filter(participant=phone).count() == 2


@pytest.mark.parametrize("known_then", [True, False])
def test_who_became_one_with_somebody_who_then_erased_everything_is_gone_too(
    installation: Installation, *, known_then: bool
) -> None:
    """Also when the one they became did not exist yet when the backup was made."""
    laptop = make_participant(now=days_ago(8))
    phone = make_participant(now=days_ago(7)) if known_then else None
    other = make_participant(now=days_ago(7))
    data, keys, _about = installation.backup(now=timezone.now()).files
    phone = phone or make_participant(now=timezone.now())
    merge_participants(source=laptop, target=phone, now=timezone.now())
    erase(phone.pk)
    installation.restore(data, keys, "--replace")
    assert list(Participant.objects.values_list("pk", flat=True)) == [other.pk]


def test_who_went_on_as_somebody_that_the_backup_does_not_know_keeps_their_diary(
    installation: Installation,
) -> None:
    laptop = make_participant(now=days_ago(8))
    number = laptop.pk
    data, keys, _about = installation.backup(now=timezone.now()).files
    phone = make_participant(now=timezone.now())
    merge_participants(source=laptop, target=phone, now=timezone.now())
    installation.restore(data, keys, "--replace")
    assert list(Participant.objects.values_list("pk", flat=True)) == [number]


def test_no_number_is_given_out_twice_however_often_something_is_put_back(installation: Installation) -> None:
    make_participant(now=days_ago(9))
    data, keys, _about = installation.backup(now=timezone.now()).files
    given: list[int] = []
    for _time in range(3):
        later = [make_participant(now=timezone.now()) for _ in range(3)]
        given += [participant.pk for participant in later]
        erase(later[0].pk)
        installation.restore(data, keys, "--replace")
    newest = make_participant(now=timezone.now())
    assert len({*given, newest.pk}) == 10
    assert newest.pk > max(given)


def test_a_new_person_with_a_number_of_the_list_is_not_erased(installation: Installation) -> None:
    """Even when somebody turned the counters back by hand."""
    gone = make_participant(now=days_ago(9))
    number = gone.pk
    data, keys, _about = installation.backup(now=timezone.now()).files
    erase(number)
    installation.restore(data, keys, "--replace")
    someone = Participant.objects.create(
        pk=number,
        join_key="00000000-0000-4000-8000-000000000001",
        created_at=days_ago(0),
        last_seen_at=days_ago(0),
    )
    assert settle(now=timezone.now()).erased == 0
    assert Participant.objects.filter(pk=someone.pk).exists()


def test_a_database_put_back_by_hand_is_settled_by_the_worker(installation: Installation) -> None:
    anna = make_person("anna", now=days_ago(9))
    data, keys, _about = installation.backup(now=timezone.now()).files
    erase(anna.number)
    with installation.elsewhere(data, keys):
        assert is_there(anna)
        assert settle(now=timezone.now()).erased == 1
        assert rows_about(anna.number) == {}
        assert settle(now=timezone.now()).erased == 0


def test_a_backup_of_before_the_last_migration_comes_up_to_date(installation: Installation) -> None:
    anna, bram = make_person("anna", now=days_ago(9)), make_person("bram", now=days_ago(9))
    call_command("migrate", "accounts", _before_the_last(), verbosity=0, stdout=StringIO())
    data, keys, _about = installation.backup(now=timezone.now()).files
    call_command("migrate", verbosity=0, stdout=StringIO())
    erase(anna.number)
    said = installation.restore(data, keys, "--replace")
    assert "migraties die erna kwamen           0" not in said
    assert rows_about(anna.number) == {}
    assert words_of(bram) == all_words_of(bram)
    call_command("migrate", check_unapplied=True, verbosity=0, stdout=StringIO())


def test_no_sign_in_of_staff_no_code_and_no_counter_of_a_limit_is_kept(installation: Installation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('s3ss1e', 'wie', now() + interval '1 day')")
        cursor.execute("INSERT INTO beheer_cache VALUES ('t3ll3r', '1', now() + interval '1 day')")
    for counter in COUNTERS:
        counter.objects.create(id=bytes(16), times=1, ends_at=timezone.now() + DAY)
    ask_code(address="wie@thuis.example", browser="b" * 40, participant=None, now=timezone.now())
    assert set(counts(NOT_KEPT).values()) == {1}
    data, keys, _about = installation.backup(now=timezone.now()).files
    with installation.elsewhere(data, keys):
        assert set(counts(NOT_KEPT).values()) == {0}
    installation.restore(data, keys, "--replace")
    assert set(counts(NOT_KEPT).values()) == {0}


def test_a_table_that_counts_for_limits_is_in_no_backup() -> None:
    counting = [
        f"public.{model._meta.db_table}"
        for model in apps.get_models()
        if {"times", "ends_at"} <= {field.name for field in model._meta.get_fields()}
    ]
    assert len(counting) == len(COUNTERS)
    assert set(counting) <= set(NOT_KEPT)


def test_the_keys_are_in_the_one_file_and_not_in_the_other(installation: Installation) -> None:
    anna = make_person("anna", now=days_ago(9))
    data, keys, _about = installation.backup(now=timezone.now()).files
    with installation.elsewhere(data, None), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {KEY_TABLE}")  # noqa: S608
        assert cursor.fetchone() == (0,)
    with installation.elsewhere(data, keys), connection.cursor() as cursor:
        cursor.execute(f"SELECT array_agg(participant_id) FROM {KEY_TABLE}")  # noqa: S608
        assert cursor.fetchone() == ([anna.number],)


def test_an_entry_stays_in_the_list_for_as_long_as_any_backup_is_kept() -> None:
    assert folder.KEPT_FOR[DATA] == max(folder.KEPT_FOR.values()) == BACKUPS_KEPT_FOR
    assert BACKUPS_KEPT_FOR + 14 * DAY < LISTED_FOR


def _before_the_last() -> str:
    graph = MigrationLoader(connection).graph
    (last,) = graph.leaf_nodes("accounts")
    (parent,) = [node.key for node in graph.node_map[last].parents if node.key[0] == "accounts"]
    return str(parent[1])


def _rights() -> set[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname::text, coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC'), a.privilege_type"
            " FROM pg_class c, aclexplode(c.relacl) a WHERE relnamespace = 'public'::regnamespace"
            " UNION SELECT c.relname || '.' || attname, coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC'),"
            " a.privilege_type FROM pg_attribute JOIN pg_class c ON c.oid = attrelid, aclexplode(attacl) a"
            " UNION SELECT p.proname, coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC'), a.privilege_type"
            " FROM pg_proc p, aclexplode(p.proacl) a WHERE pronamespace = 'public'::regnamespace"
            " UNION SELECT 'schema', coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC'), a.privilege_type"
            " FROM pg_namespace n, aclexplode(n.nspacl) a WHERE nspname = 'public'"
        )
        return set(cursor.fetchall())
