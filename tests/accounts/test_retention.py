"""Ending what has had its time: every night, by the terms of the register."""

import datetime as dt
import uuid
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction

from accounts import tasks
from accounts.models import Heartbeat, Participant, RetentionRun
from accounts.queries.retention import endings, tidied
from accounts.services import removers
from accounts.services.heartbeat import keep_heartbeat
from accounts.services.owndata import registered
from accounts.services.removers import Due, Remover, of_rows
from accounts.services.retention import carry_out_retention, look_ahead
from challenges.services.participations import join_campaign
from interactions.models import Interaction
from interactions.services.moments import say_not_today
from tests.accounts.test_participants import fill
from tests.faces import WORKER, database_login
from tests.factories import AT_NOON, TODAY, make_campaign, make_moment, make_participant
from tests.written import written

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
EMPTY_AFTER = dt.timedelta(days=endings()["lege-deelnemers"].term.days)
ABSENT_AFTER = dt.timedelta(days=endings()["afwezige-deelnemers"].term.days)
PEOPLE = ("lege-deelnemers", "afwezige-deelnemers")


def left() -> set[int]:
    return set(Participant.objects.values_list("pk", flat=True))


def removed(now: dt.datetime) -> dict[str, int]:
    """What a night removes, without what it had nothing to do for."""
    return {run.remover: run.removed for run in carry_out_retention(now=now) if run.removed}


@pytest.fixture
def extra(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a remover of a test in the place of one of ours."""

    def put(name: str, remover: Remover) -> None:
        monkeypatch.setitem(removers._registered, name, remover)

    return put


def test_somebody_empty_goes_after_thirty_days() -> None:
    on_the_day = make_participant(now=AT_NOON - EMPTY_AFTER)
    make_participant(now=AT_NOON - EMPTY_AFTER - SECOND)
    assert removed(AT_NOON) == {"lege-deelnemers": 1}
    assert left() == {on_the_day.pk}


@pytest.mark.parametrize("holding", ["moment", "plan", "day answer"])
def test_somebody_with_a_diary_stays_thirteen_months(holding: str) -> None:
    stays = make_participant(now=AT_NOON - ABSENT_AFTER)
    goes = make_participant(now=AT_NOON - ABSENT_AFTER - SECOND)
    for participant in (stays, goes):
        if holding == "day answer":
            say_not_today(participant=participant, day=TODAY, barriers=[], now=AT_NOON)
        else:
            status = Interaction.Status.DONE if holding == "moment" else Interaction.Status.PLANNED
            make_moment(participant=participant, status=status)
    assert removed(AT_NOON) == {"afwezige-deelnemers": 1}
    assert left() == {stays.pk}


def test_who_is_empty_and_absent_goes_once() -> None:
    make_participant(now=AT_NOON - ABSENT_AFTER - SECOND)
    assert removed(AT_NOON) == {"afwezige-deelnemers": 1}


def test_a_second_time_removes_nobody_more_and_keeps_the_count() -> None:
    make_participant(now=AT_NOON - EMPTY_AFTER - SECOND)
    carry_out_retention(now=AT_NOON)
    carry_out_retention(now=AT_NOON + SECOND)
    (row,) = RetentionRun.objects.filter(remover="lege-deelnemers")
    assert (row.removed, row.failure, row.night_on) == (1, "", TODAY)


def test_everything_a_participant_can_own_keeps_them() -> None:
    """A kind of own data that is not registered would let somebody be erased too early."""
    participant = make_participant()
    make_moment(participant=participant)
    holders = [one for own_data in registered().values() for one in own_data.keeps_alive]
    assert sorted(pk for one in holders for (pk,) in one(AT_NOON)) == [participant.pk]


def test_staff_sessions_past_their_end_go() -> None:
    Session.objects.create(session_key="oud", session_data="", expire_date=AT_NOON - SECOND)
    Session.objects.create(session_key="nu", session_data="", expire_date=AT_NOON)
    assert removed(AT_NOON) == {"verlopen-sessies": 1}
    assert [session.session_key for session in Session.objects.all()] == ["nu"]


def test_the_nightly_task_does_it_with_the_workers_own_login() -> None:
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    keep_heartbeat(now=long_ago)
    fill(make_participant(now=long_ago))
    Participant.objects.update(last_seen_at=long_ago)
    Session.objects.create(session_key="oud", session_data="", expire_date=long_ago)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO beheer_cache VALUES ('oud', '', %s)", [long_ago])
    with database_login(WORKER):
        tasks.carry_out_retention()
    assert (left(), Session.objects.count()) == (set(), 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM beheer_cache")
        assert cursor.fetchone() == (0,)
    assert list(RetentionRun.objects.exclude(failure="")) == []
    assert RetentionRun.objects.count() == len(endings())


def test_who_joined_long_before_it_begins_is_still_in_when_it_does() -> None:
    campaign = make_campaign(starts_on=TODAY + dt.timedelta(days=45))
    join_campaign(campaign=campaign, step="zin", now=AT_NOON, join_key=uuid.uuid4())
    assert removed(AT_NOON + dt.timedelta(days=44)) == {}
    assert removed(AT_NOON + dt.timedelta(days=45 + 14 + 30)) == {"lege-deelnemers": 1}


def test_every_model_of_a_participant_counts_as_own_data_or_says_why_not() -> None:
    """A kind of own data that is not registered would let somebody be erased too early."""
    holding = {
        f"{model.__name__}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is Participant
    }
    # come with joining or bring somebody back; hold no words of theirs
    nothing_written = {
        "Consent",
        "ParticipantKey",
        "ParticipantSession",
        "WayBack",
        "Contact",
        "EmailCode",
        "Message",
    }
    counted = {
        "Interaction",
        "DayAnswer",
        "Mood",
        "Favourite",
        "OwnOpener",
        "Participation",
        "ContributionOwner",
    }
    assert holding == nothing_written | counted


# --- one that fails ---------------------------------------------------------------------------------------------


def failing(_due: Due) -> Iterator[int]:
    yield 2
    raise OSError("quotes a row: jan@voorbeeld.example")


def test_one_that_fails_does_not_stop_the_others_and_everybody_can_see_it(extra: Any) -> None:
    keep_heartbeat(now=AT_NOON)
    make_participant(now=AT_NOON - EMPTY_AFTER - SECOND)
    extra("oude-berichten", Remover("berichten", lambda due: 3, failing))
    with written() as log:
        done = {run.remover: run for run in carry_out_retention(now=AT_NOON)}
    assert {name for name, run in done.items() if run.failure} == {"oude-berichten"}
    assert (done["oude-berichten"].removed, done["oude-berichten"].failure) == (2, "OSError")
    assert done["lege-deelnemers"].removed == 1
    (failed,) = log.of("retention_failed")
    assert (failed["what"], failed["count"], failed["error"][0]["type"]) == (
        "oude-berichten",
        2,
        "builtins.OSError",
    )
    assert [line["failed"] for line in log.of("retention_incomplete")] == [1]
    assert "voorbeeld.example" not in log.text
    assert tidied(Heartbeat.objects.get(), AT_NOON) is False
    assert Heartbeat.objects.get().untidied_at == AT_NOON


def test_a_night_that_went_well_ends_the_trouble_and_a_missed_one_is_trouble(extra: Any) -> None:
    keep_heartbeat(now=AT_NOON)
    carry_out_retention(now=AT_NOON)
    assert tidied(Heartbeat.objects.get(), AT_NOON + dt.timedelta(hours=30)) is True
    assert tidied(Heartbeat.objects.get(), AT_NOON + dt.timedelta(hours=30) + SECOND) is False
    night = AT_NOON + dt.timedelta(days=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(removers._registered, "oude-berichten", Remover("", lambda due: 0, failing))
        carry_out_retention(now=night)
    assert tidied(Heartbeat.objects.get(), night) is False
    carry_out_retention(now=night + dt.timedelta(days=1))
    assert tidied(Heartbeat.objects.get(), night + dt.timedelta(days=1)) is True


@pytest.mark.parametrize("at_once", [1, 2, 50])
def test_a_row_that_cannot_go_does_not_stand_in_the_way(at_once: int) -> None:
    people = [make_participant(now=AT_NOON - ABSENT_AFTER - SECOND) for _ in range(5)]
    stuck = people[1].pk

    def erase(rows: Any) -> int:
        if rows.filter(pk=stuck).exists():
            raise ValueError
        return int(rows.delete()[0])

    before = AT_NOON - ABSENT_AFTER
    remover = of_rows(
        what="",
        past=lambda due: Participant.objects.filter(last_seen_at__lt=due.before),
        remove=erase,
        at_once=at_once,
    )
    gone: list[int] = []
    with pytest.raises(removers.LeftBehindError, match="1"):
        gone.extend(remover.steps(Due(AT_NOON, before)))
    assert (sum(gone), left()) == (4, {stuck})


def test_who_comes_back_while_the_night_goes_stays() -> None:
    person = make_participant(now=AT_NOON - ABSENT_AFTER - SECOND)
    other = make_participant(now=AT_NOON - ABSENT_AFTER - SECOND)
    asked: list[int] = []

    def past(due: Due) -> Any:
        asked.append(1)
        if len(asked) == 2:  # after it was seen that they are past their term
            Participant.objects.filter(pk=person.pk).update(last_seen_at=AT_NOON)
        return Participant.objects.filter(last_seen_at__lt=due.before)

    steps = of_rows(what="", past=past).steps(Due(AT_NOON, AT_NOON - ABSENT_AFTER))
    assert sum(steps) == 1
    assert left() == {person.pk}
    assert other.pk not in left()


def test_a_report_that_cannot_be_written_is_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_heartbeat(now=AT_NOON)
    make_participant(now=AT_NOON - EMPTY_AFTER - SECOND)

    def refuse(self: RetentionRun, **_kwargs: Any) -> None:
        raise OSError

    monkeypatch.setattr(RetentionRun, "save", refuse)
    assert {run.failure for run in carry_out_retention(now=AT_NOON)} == {"OSError"}
    assert left() == set()
    assert Heartbeat.objects.get().untidied_at == AT_NOON


# --- looking ahead ----------------------------------------------------------------------------------------------


def test_looking_ahead_may_only_read(extra: Any) -> None:
    def writes(_due: Due) -> int:
        make_participant()
        return 1

    extra("oude-berichten", Remover("", writes, failing))
    with pytest.raises(InternalError, match="read-only"), transaction.atomic():
        look_ahead(now=AT_NOON)
    assert left() == set()


def test_looking_ahead_leaves_everything_and_the_connection_as_it_was() -> None:
    person = make_participant(now=AT_NOON - EMPTY_AFTER - SECOND)
    ahead = {one.what: one.count for one in look_ahead(now=AT_NOON) if one.count}
    assert ahead == {"deelnemers die nog niets opschreven": 1}
    assert left() == {person.pk}
    make_participant()  # writing is allowed again
    assert RetentionRun.objects.count() == 0


# --- the command ------------------------------------------------------------------------------------------------


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("retention", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_would_go_does_it_and_tells_what_went() -> None:
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    make_participant(now=long_ago)
    assert said("--report") == "Er is nog geen nacht geweest.\n"
    line = "       1  deelnemers die al lang niet kwamen"
    assert line in said("--dry-run")
    assert left()
    assert line in said("--run")
    assert not left()
    report = said("--report")
    assert line in report
    assert report.startswith("Nacht van ")
    assert "MISLUKT" not in report


def test_the_command_ends_badly_when_something_failed(extra: Any) -> None:
    extra("oude-berichten", Remover("berichten", lambda due: 0, failing))
    with pytest.raises(CommandError, match="Niet alles lukte"):
        said("--run")
    assert "MISLUKT (OSError)" in said("--report")
