"""What the database itself refuses: another figure, another cost, more than the budget."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from psycopg import sql

from challenges.models import Campaign
from insights.models import BudgetEntry, Release, ReleaseTable, Signature
from insights.models.releases import LOCAL_CAP, NATIONAL_CAP
from insights.queries import policy
from tests.faces import BEHEER, DEELNEMER, WORKER, database_login
from tests.factories import AT_NOON, make_campaign, make_staff
from tests.insights.people import after, drawn_true, make_draw, takes_part

TABLES = ["insights_release", "insights_releasetable", "insights_budgetentry", "insights_signature"]


@pytest.fixture
def release(db: None) -> Release:
    campaign = make_campaign()
    takes_part(campaign)
    release = drawn_true(make_draw(campaign))
    Signature.objects.create(release=release, user=make_staff(), signed_at=AT_NOON)
    return release


def rows(table: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(sql.Identifier(table)))
        return list(cursor.fetchall())


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_not_even_the_owner_changes_or_deletes(table: str, statement: str) -> None:
    before = rows(table)
    assert before
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        connection.cursor().execute(sql.SQL(statement).format(sql.Identifier(table)))
    assert rows(table) == before


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", [DEELNEMER, BEHEER, WORKER])
def test_no_login_changes_or_deletes(table: str, role: str) -> None:
    before = rows(table)
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            database_login(role),
        ):
            connection.cursor().execute(sql.SQL(statement).format(sql.Identifier(table)))
    assert rows(table) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("together_with_a_new_one", [False, True])
def test_nothing_is_added_to_a_release_that_is_complete(
    release: Release, together_with_a_new_one: bool
) -> None:
    with transaction.atomic():
        if together_with_a_new_one:
            new = Release.objects.create(
                draw=make_draw(make_campaign()), policy=1, drawn_at=AT_NOON, body="{}", digest="0" * 64
            )
            ReleaseTable.objects.create(release=new, kind="domain", cells=[])
        with pytest.raises(IntegrityError, match="is complete"), transaction.atomic():
            ReleaseTable.objects.create(release=release, kind="domain", cells=[])
    assert [one.kind for one in release.tables.all()] == ["course", "mirror"]


def spend(
    release: Release, campaign: Campaign, kind: str, table: str, hundredths: int, cohort: str = ""
) -> None:
    with transaction.atomic():
        BudgetEntry.objects.create(
            release=release,
            campaign=campaign,
            cohort=cohort,
            kind=kind,
            table=table,
            epsilon_hundredths=hundredths,
        )


def test_a_table_is_paid_for_once(release: Release) -> None:
    campaign = release.draw.campaign
    assert campaign is not None
    with pytest.raises(IntegrityError, match="budget_entry_spent_once"):
        spend(release, campaign, "final", "course", 1)
    with pytest.raises(IntegrityError, match="draw_once"), transaction.atomic():
        make_draw(campaign)


@pytest.mark.parametrize(
    ("kind", "other", "cap"),
    [("final", "interim_1", LOCAL_CAP), ("national", "national", NATIONAL_CAP)],
)
def test_no_more_than_the_cap_is_spent(release: Release, kind: str, other: str, cap: int) -> None:
    campaign = make_campaign()
    spend(release, campaign, kind, "course", cap - 10)
    with pytest.raises(IntegrityError, match="privacy budget"):
        spend(release, campaign, other, "active", 11)
    spend(release, campaign, other, "active", 10)
    with pytest.raises(IntegrityError, match="privacy budget"):
        spend(release, campaign, kind, "mirror", 1)
    with pytest.raises(IntegrityError, match="privacy budget"):
        spend(release, campaign, kind, "domain", 1, cohort="2026-Q4")  # everybody is in every quarter
    spend(release, make_campaign(), kind, "mirror", cap)


@pytest.mark.parametrize("kind", ["quarter", "national"])
def test_the_people_of_another_quarter_have_a_cap_of_their_own(release: Release, kind: str) -> None:
    campaign, cap = make_campaign(), 130 if kind == "national" else 160
    for cohort in ("2026-Q3", "2026-Q4"):
        spend(release, campaign, kind, "mirror", cap, cohort=cohort)
    with pytest.raises(IntegrityError, match="privacy budget"):
        spend(release, campaign, kind, "domain", 1, cohort="2026-Q4")


def test_rows_that_are_added_together_are_added_up_too(release: Release) -> None:
    campaign = make_campaign()
    entries = [
        BudgetEntry(
            release=release,
            campaign=campaign,
            kind="final",
            table=table,
            epsilon_hundredths=LOCAL_CAP // 2 + 1,
        )
        for table in ("course", "mirror")
    ]
    with pytest.raises(IntegrityError, match="privacy budget"), transaction.atomic():
        BudgetEntry.objects.bulk_create(entries)
    assert not BudgetEntry.objects.filter(campaign=campaign).exists()


def test_the_caps_are_what_the_policy_spends() -> None:
    local = [*policy.INTERIM, *policy.INTERIM, policy.COURSE]
    for more in (policy.LARGE, policy.SMALL):
        assert sum(rule.epsilon for rule in (*local, *more)) == LOCAL_CAP
    assert sum(rule.epsilon for rule in policy.NATIONAL) == NATIONAL_CAP


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_fit_together(release: Release) -> None:
    campaign = make_campaign()
    first_is_in, said = threading.Event(), {}

    def trying(body: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                body()
                said[body.__name__] = "added"
            except IntegrityError as error:
                said[body.__name__] = str(error).split(" of ")[0]
            finally:
                connection.close()

        return threading.Thread(target=run)

    def first() -> None:
        with transaction.atomic():
            spend(release, campaign, "final", "mirror", 90)
            first_is_in.set()
            second_waits.wait(0.5)  # never set: the second one waits for this very transaction

    def second() -> None:
        first_is_in.wait(10)
        spend(release, campaign, "final", "course", 90)
        second_waits.set()

    second_waits = threading.Event()
    threads = [trying(first), trying(second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {"first": "added", "second": "privacy budget"}
    assert list(BudgetEntry.objects.filter(campaign=campaign).values_list("table", flat=True)) == ["mirror"]


def test_a_draw_is_what_its_kind_says(release: Release) -> None:
    campaign = make_campaign()
    for values in (
        (campaign, "national", "2026-Q4"),
        (None, "final", ""),
        (campaign, "final", "2026-Q4"),
        (campaign, "quarter", ""),
        (campaign, "quarter", "2026-Q5"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_draw(values[0], values[1], cohort=values[2], due_on=after(3))


@pytest.mark.parametrize(
    "change", ["UPDATE insights_draw SET due_on = due_on + 1", "DELETE FROM insights_draw"]
)
def test_what_a_release_is_about_does_not_change_either(release: Release, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="insights_draw"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
