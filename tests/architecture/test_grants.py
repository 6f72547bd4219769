"""The four logins: what each may do with each table, in one table here, and tried for real."""

import re

import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from tests.factories import make_campaign, make_participant

pytestmark = pytest.mark.django_db

VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}
NEVER = ("TRUNCATE", "REFERENCES", "TRIGGER")
ROLES = ("gedag_deelnemer", "gedag_beheer", "gedag_worker")

# table: (deelnemer, beheer, worker); a dot is nothing at all
EXPECTED: dict[str, tuple[str, str, str]] = {
    # who takes part
    "accounts_participant": ("SIUD", ".", "SIUD"),
    "accounts_participantkey": ("SIUD", ".", "SIUD"),
    "accounts_participantsession": ("SIUD", ".", "SIUD"),
    "accounts_consent": ("SIUD", ".", "SIUD"),
    "accounts_wayback": ("SIUD", ".", "SIUD"),
    "accounts_contact": ("SIUD", ".", "SIUD"),
    "accounts_emailcode": ("SIUD", ".", "SIUD"),
    "accounts_message": ("SIUD", ".", "SIUD"),
    "accounts_sendingmark": (".", ".", "SIU"),
    # who was erased: the face that erases adds, and does not read
    "accounts_erasure": ("I", ".", "SID"),
    "accounts_limitcount": ("SIU", ".", "SD"),
    # the diary
    "interactions_interaction": ("SIUD", ".", "SIUD"),
    "interactions_dayanswer": ("SIUD", ".", "SIUD"),
    "interactions_dayanswer_barriers": ("SIUD", ".", "SIUD"),
    "interactions_reflection": ("SIUD", ".", "SIUD"),
    "interactions_mood": ("SIUD", ".", "SIUD"),
    "interactions_favourite": ("SIUD", ".", "SIUD"),
    "interactions_ownopener": ("SIUD", ".", "SIUD"),
    # taking part
    "challenges_participation": ("SIUD", ".", "SIUD"),
    "challenges_pause": ("SIUD", ".", "SIUD"),
    "challenges_assignment": ("SIUD", ".", "SIUD"),
    "challenges_offer": ("SID", ".", "SID"),
    "challenges_contributionowner": ("SIUD", ".", "SIUD"),
    # staff
    "accounts_user": (".", "SIUD", "S"),
    "accounts_organisation": ("S", "SIUD", "S"),
    "accounts_membership": (".", "SIUD", "S"),
    "account_emailaddress": (".", "SIUD", "."),
    "account_emailconfirmation": (".", "SIUD", "."),
    "accounts_invitation": (".", "SIUD", "SD"),
    "mfa_authenticator": (".", "SIUD", "."),
    "django_session": (".", "SIUD", "SIUD"),
    "beheer_cache": (".", "SIUD", "D"),  # the worker sees of them only when they end
    "accounts_stafflimitcount": (".", "SIU", "SD"),
    # how the tasks are
    "accounts_heartbeat": ("S", "S", "SIU"),
    "accounts_retentionrun": (".", ".", "SIUD"),
    # campaigns
    "challenges_theme": ("S", "SIUD", "S"),
    "challenges_campaign": ("S", "SIUD", "S"),
    "challenges_campaignday": ("S", "SIUD", "S"),
    "challenges_campaignslot": ("S", "SIUD", "S"),
    "challenges_themeversion": (".", "SI", "."),
    "challenges_themelogo": ("S", "SIUD", "S"),
    # while it runs: what staff wrote, and how often a page was opened
    "challenges_logbookentry": (".", "SIU", "S"),
    "challenges_pagetotal": ("SIU", "S", "S"),
    # messages: the worker says how they go, staff say what to send
    "challenges_deliverysummary": (".", "S", "SIUD"),
    "challenges_broadcast": (".", "SI", "S"),
    # what participants offer: staff decide about it and never learn whose it is
    "challenges_contribution": ("SID", "SU", "SID"),
    # figures: the worker draws and adds, everybody reads, nobody alters; who signed is a column (below)
    "insights_draw": ("S", "S", "SIU"),
    "insights_release": ("S", "S", "SI"),
    "insights_releasetable": ("S", "S", "SI"),
    "insights_budgetentry": (".", "S", "SI"),
    "insights_signature": (".", "SI", "."),
    "insights_countedparticipation": ("SUD", ".", "SIUD"),
    # what municipalities put before the institute, and what it notes of campaigns elsewhere
    "challenges_proposal": (".", "SIUD", "."),
    "challenges_outsidecampaign": (".", "SIUD", "."),
    # an infographic: staff add versions, the public reads what is on it
    "insights_infographic": (".", "SI", "."),
    # the library
    "interactions_opener": ("S", "S", "S"),
    "interactions_lifedomain": ("S", "SU", "S"),
    "interactions_idea": ("S", "SIU", "S"),
    "interactions_ideaversion": ("S", "SI", "S"),
    "interactions_barrier": ("S", "SIU", "S"),
    "interactions_principle": ("S", "S", "S"),
    "interactions_fact": ("S", "S", "S"),
    "interactions_warmline": ("S", "S", "S"),
    # what staff changed: added by triggers, never altered
    "accounts_organisationevent": (".", "SI", "."),
    "accounts_membershipevent": (".", "SI", "."),
    "challenges_campaignevent": (".", "SI", "."),
    "challenges_campaigndayevent": (".", "SI", "."),
    "challenges_campaignslotevent": (".", "SI", "."),
    "challenges_themeevent": (".", "SI", "."),
    "challenges_themelogoevent": (".", "SI", "."),
    "challenges_logbookentryevent": (".", "SI", "."),
    "challenges_broadcastevent": (".", "SI", "."),
    "challenges_contributionevent": (".", "SI", "."),
    "challenges_proposalevent": (".", "SI", "."),
    "challenges_outsidecampaignevent": (".", "SI", "."),
    "interactions_ideaevent": (".", "SI", "."),
    "interactions_ideaversionevent": (".", "SI", "."),
    "interactions_lifedomainevent": (".", "SI", "."),
    "interactions_barrierevent": (".", "SI", "."),
    # the framework's own
    "pghistory_context": (".", ".", "."),
    "auth_group": (".", ".", "."),
    "auth_group_permissions": (".", ".", "."),
    "auth_permission": (".", ".", "."),
    "django_content_type": (".", ".", "."),
    "django_migrations": (".", ".", "."),
}
OF_PARTICIPANTS = [
    table for table, (deelnemer, beheer, _worker) in EXPECTED.items() if beheer == "." and deelnemer != "."
]
KEY_OF = {"accounts_participantkey": "participant_id"}  # of which table the key is no `id`
FIGURES = ["insights_release", "insights_releasetable", "insights_budgetentry", "insights_signature"]
EVENTS = [table for table in EXPECTED if table.endswith("event")]
OF_STAFF = [
    table for table, (deelnemer, beheer, _worker) in EXPECTED.items() if deelnemer == "." and beheer != "."
]


def refused(role: str, statement: str, table: str = "") -> bool:
    """Whether PostgreSQL refuses `statement` to `role` for want of a privilege; any other outcome is False."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute(statement.format(table))
            transaction.set_rollback(True)
    except ProgrammingError as error:
        return isinstance(error.__cause__, InsufficientPrivilege)
    return False


def granted(verbs: tuple[str, ...]) -> set[tuple[str, str, str]]:
    """Each (table, role, verb) that PostgreSQL says holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, role, verb FROM pg_tables, unnest(%s::text[]) AS role, unnest(%s::text[]) AS verb"
            " WHERE schemaname = 'public' AND has_table_privilege(role, format('public.%%I', tablename), verb)",
            [list(ROLES), list(verbs)],
        )
        return set(cursor.fetchall())


def test_every_table_is_in_the_table_above() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        assert [table for (table,) in cursor.fetchall()] == sorted(EXPECTED)


def test_every_privilege_is_the_one_in_the_table() -> None:
    assert granted(tuple(VERBS.values())) == {
        (table, role, VERBS[letter])
        for table, row in EXPECTED.items()
        for role, letters in zip(ROLES, row, strict=True)
        for letter in letters.replace(".", "")
    }


def test_nobody_but_the_owner_may_do_more_than_rows() -> None:
    assert granted(NEVER) == set()


def test_no_role_stands_above_another_or_may_make_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,"
            "       has_schema_privilege(rolname, 'public', 'CREATE'),"
            "       EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = ANY(%s) ORDER BY rolname",
            [list(ROLES)],
        )
        assert cursor.fetchall() == [
            (role, False, False, False, False, False, False) for role in sorted(ROLES)
        ]


@pytest.mark.parametrize("table", OF_PARTICIPANTS)
def test_staff_cannot_touch_anything_of_a_participant(table: str) -> None:
    for statement in (
        "SELECT * FROM {}",
        "SELECT count(*) FROM {}",
        "INSERT INTO {} DEFAULT VALUES",
        f"UPDATE {{}} SET {KEY_OF.get(table, 'id')} = NULL",  # noqa: S608
        "DELETE FROM {}",
        "TRUNCATE {}",
    ):
        assert refused("gedag_beheer", statement, table), statement


def test_the_tables_of_participants_are_these_twenty_three() -> None:
    assert len(OF_PARTICIPANTS) == 23
    assert [table for table in OF_PARTICIPANTS if EXPECTED[table][0] != "SIUD"] == [
        "accounts_erasure",
        "accounts_limitcount",
        "challenges_offer",
        "insights_countedparticipation",
    ]


def test_the_public_reads_how_many_signed_and_when_and_not_who() -> None:
    assert not refused("gedag_deelnemer", "SELECT release_id, signed_at FROM insights_signature")
    assert not refused("gedag_deelnemer", "SELECT release_id, count(id) FROM insights_signature GROUP BY 1")
    assert not refused("gedag_deelnemer", "SELECT count(*) FROM insights_signature")
    for statement in (
        "SELECT user_id FROM insights_signature",
        "SELECT * FROM insights_signature",
    ):
        assert refused("gedag_deelnemer", statement), statement


def test_the_public_reads_what_is_on_an_infographic_and_not_who_made_it() -> None:
    assert not refused("gedag_deelnemer", "SELECT headline, made_at FROM insights_infographic")
    assert refused("gedag_deelnemer", "SELECT made_by_id FROM insights_infographic")


@pytest.mark.parametrize("table", FIGURES)
def test_nobody_alters_a_figure_once_it_is_there(table: str) -> None:
    for role in ROLES:
        for statement in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"):
            assert refused(role, statement, table), (role, statement)


@pytest.mark.parametrize("table", FIGURES[:-1])
def test_only_the_worker_adds_a_figure(table: str) -> None:
    for role in ("gedag_deelnemer", "gedag_beheer"):
        assert refused(role, "INSERT INTO {} DEFAULT VALUES", table), role


def test_only_the_worker_says_how_far_a_draw_is() -> None:
    for role in ("gedag_deelnemer", "gedag_beheer"):
        for statement in (
            "UPDATE insights_draw SET state = 'done'",
            "INSERT INTO insights_draw DEFAULT VALUES",
            "DELETE FROM insights_draw",
        ):
            assert refused(role, statement), (role, statement)
    assert refused("gedag_worker", "DELETE FROM insights_draw")


@pytest.mark.parametrize("table", OF_STAFF)
def test_the_participant_face_cannot_touch_staff(table: str) -> None:
    for statement in ("SELECT * FROM {}", "INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}"):
        assert refused("gedag_deelnemer", statement, table), statement


@pytest.mark.parametrize("role", ["gedag_deelnemer", "gedag_worker"])
def test_an_offer_that_was_made_stays_as_it_was(role: str) -> None:
    assert refused(role, "UPDATE challenges_offer SET reason = 'swap'")
    assert not refused(role, "SELECT * FROM challenges_offer")


def test_the_participant_face_cannot_change_what_is_offered() -> None:
    make_campaign()
    for statement in (
        "UPDATE challenges_campaign SET status = 'draft'",
        "DELETE FROM challenges_campaignslot",
        "UPDATE interactions_ideaversion SET title = ''",
        "UPDATE accounts_organisation SET name = ''",
    ):
        assert refused("gedag_deelnemer", statement), statement


def test_staff_decide_about_what_was_offered_and_never_learn_whose_it_is() -> None:
    decide = "UPDATE challenges_contribution SET status = 'approved', decided_at = now(), staff_note = ''"
    assert not refused("gedag_beheer", decide)
    assert not refused("gedag_beheer", "SELECT * FROM challenges_contribution")
    for statement in (
        "SELECT * FROM challenges_contribution JOIN challenges_contributionowner USING (id)",
        "SELECT EXISTS (SELECT FROM challenges_contributionowner)",
        "DELETE FROM challenges_contribution",
        "INSERT INTO challenges_contribution DEFAULT VALUES",
    ):
        assert refused("gedag_beheer", statement), statement
    assert refused("gedag_deelnemer", decide)


@pytest.mark.parametrize("table", EVENTS)
def test_nobody_can_alter_what_was_kept_of_a_change(table: str) -> None:
    for role in ROLES:
        for statement in ("UPDATE {} SET pgh_label = ''", "DELETE FROM {}", "TRUNCATE {}"):
            assert refused(role, statement, table), (role, statement)


def test_every_history_is_in_the_list_of_the_function_that_ends_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'gedag_remove_old_history'")
        (source,) = cursor.fetchone()
    assert sorted(re.findall(r"DELETE FROM public\.(\w+)", source)) == sorted(EVENTS)


def test_only_the_worker_may_end_what_is_past_its_term() -> None:
    end = "SELECT gedag_remove_old_history(now())"
    assert not refused("gedag_worker", end)
    assert refused("gedag_beheer", end)
    assert refused("gedag_deelnemer", end)


def test_the_worker_ends_counters_of_sign_in_and_does_not_read_whose_they_are() -> None:
    assert not refused("gedag_worker", "DELETE FROM beheer_cache WHERE expires < now()")
    for statement in ("SELECT cache_key FROM beheer_cache", "SELECT value FROM beheer_cache"):
        assert refused("gedag_worker", statement), statement


@pytest.mark.parametrize("role", ["gedag_deelnemer", "gedag_beheer"])
def test_no_page_reads_how_many_participants_a_night_removed(role: str) -> None:
    assert refused(role, "SELECT count(*) FROM accounts_retentionrun")


def test_refused_tells_a_refusal_from_another_outcome() -> None:
    """The tests above rest on this: a statement that succeeds, or fails otherwise, is not a refusal."""
    make_participant()
    assert not refused("gedag_deelnemer", "SELECT * FROM accounts_participant")
    assert not refused("gedag_deelnemer", "SELECT * FROM table_that_is_not_there")
