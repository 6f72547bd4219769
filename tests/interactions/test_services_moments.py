"""Writing the diary: every verb may come twice, late or after the fact, and nothing is lost or made up."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError

from interactions import tasks
from interactions.models import Barrier, DayAnswer, Interaction, Reflection
from interactions.services import moments
from tests.faces import WORKER, database_login
from tests.factories import AT_NOON, TODAY, make_idea, make_moment, make_participant

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
CLIENT_ID = uuid.UUID("00000000-0000-4000-8000-000000000007")
DONE, DIFFERENT = Interaction.Status.DONE, Interaction.Status.DIFFERENT


@pytest.fixture
def planned() -> Interaction:
    return make_moment(participant=make_participant(), status=Interaction.Status.PLANNED)


def make_barrier(key: str = "te-druk", position: int = 1) -> Barrier:
    return Barrier.objects.create(key=key, label=key, answer="Dat kan.", offers="none", position=position)


def test_a_plan_takes_its_place_and_counterpart_from_the_idea() -> None:
    participant, version = make_participant(), make_idea(domain="ov")
    moment = moments.plan_moment(
        participant=participant, client_id=CLIENT_ID, idea_version=version, day=TODAY, now=AT_NOON
    )
    assert (moment.domain_id, moment.counterpart, moment.status, moment.local_date) == (
        "ov",
        "stranger",
        "planned",
        TODAY,
    )
    assert (moment.created_at, moment.updated_at, moment.outcome_at) == (AT_NOON, AT_NOON, None)


def test_the_same_plan_twice_is_one_moment() -> None:
    participant, version = make_participant(), make_idea()
    first, again = (
        moments.plan_moment(
            participant=participant, client_id=CLIENT_ID, idea_version=idea, day=TODAY, now=AT_NOON + wait
        )
        for idea, wait in ((version, 0 * MINUTE), (make_idea(), MINUTE))
    )
    assert again == first
    assert (again.idea_version, again.created_at) == (version, AT_NOON)


def test_a_plan_that_is_there_already_still_hears_how_it_went(planned: Interaction) -> None:
    assert planned.idea_version is not None
    again = moments.plan_moment(
        participant=planned.participant,
        client_id=planned.client_id,
        idea_version=planned.idea_version,
        day=TODAY,
        now=AT_NOON,
        outcome=Interaction.Status.DONE,
    )
    kept = Interaction.objects.get()
    assert (again.pk, kept.status, kept.outcome_at) == (planned.pk, Interaction.Status.DONE, AT_NOON)


def test_another_fault_of_a_plan_is_not_taken_for_one_that_is_there() -> None:
    version = make_idea()
    version.idea.counterpart = "niemand"
    with pytest.raises(IntegrityError, match="interaction_counterpart_known"):
        moments.plan_moment(
            participant=make_participant(),
            client_id=uuid.uuid4(),
            idea_version=version,
            day=TODAY,
            now=AT_NOON,
        )


def test_the_id_of_somebody_elses_moment_is_still_free() -> None:
    ours, theirs = (
        moments.plan_moment(
            participant=make_participant(),
            client_id=CLIENT_ID,
            idea_version=make_idea(),
            day=TODAY,
            now=AT_NOON,
        )
        for _ in range(2)
    )
    assert ours != theirs


def test_the_last_prediction_counts(planned: Interaction) -> None:
    assert moments.predict(moment=planned, predicted_yes=3, now=AT_NOON)
    assert moments.predict(moment=planned, predicted_yes=6, now=AT_NOON + MINUTE)
    planned.refresh_from_db()
    assert (planned.predicted_yes, planned.predicted_at) == (6, AT_NOON + MINUTE)


def test_a_prediction_after_the_outcome_is_none(planned: Interaction) -> None:
    moments.predict(moment=planned, predicted_yes=3, now=AT_NOON)
    moments.record_outcome(moment=planned, status=DONE, now=AT_NOON + MINUTE)
    assert not moments.predict(moment=planned, predicted_yes=9, now=AT_NOON + 2 * MINUTE)
    planned.refresh_from_db()
    assert (planned.predicted_yes, planned.predicted_at) == (3, AT_NOON)


def test_a_late_moment_takes_no_prediction(planned: Interaction) -> None:
    Interaction.objects.update(late=True)
    assert not moments.predict(moment=planned, predicted_yes=3, now=AT_NOON)
    planned.refresh_from_db()
    assert (planned.predicted_yes, planned.predicted_at) == (None, None)


def test_the_time_of_the_outcome_is_set_once_and_the_last_status_counts(planned: Interaction) -> None:
    moments.record_outcome(moment=planned, status=DONE, now=AT_NOON)
    moments.record_outcome(moment=planned, status=DIFFERENT, now=AT_NOON + MINUTE)
    planned.refresh_from_db()
    assert (planned.status, planned.outcome_at, planned.updated_at) == (
        "different",
        AT_NOON,
        AT_NOON + MINUTE,
    )


@pytest.mark.parametrize("status", [Interaction.Status.PLANNED, Interaction.Status.LAPSED])
def test_what_is_no_outcome_is_refused(planned: Interaction, status: Interaction.Status) -> None:
    with pytest.raises(ValueError, match="not an outcome"):
        moments.record_outcome(moment=planned, status=status, now=AT_NOON)


@pytest.mark.parametrize("status", Interaction.ATTEMPTS)
def test_every_attempt_is_an_outcome(planned: Interaction, status: Interaction.Status) -> None:
    moments.record_outcome(moment=planned, status=status, now=AT_NOON)
    planned.refresh_from_db()
    assert planned.is_attempt


def test_a_lapsed_plan_can_still_become_something(planned: Interaction) -> None:
    Interaction.objects.update(status=Interaction.Status.LAPSED)
    moments.record_outcome(moment=planned, status=DONE, now=AT_NOON)
    planned.refresh_from_db()
    assert (planned.status, planned.outcome_at) == ("done", AT_NOON)


def test_only_an_outcome_has_a_response(planned: Interaction) -> None:
    assert not moments.answer_response(moment=planned, response=Interaction.Response.POSITIVE, now=AT_NOON)
    planned.refresh_from_db()
    assert planned.response is None


def test_the_last_response_counts_and_can_be_taken_back(planned: Interaction) -> None:
    moments.record_outcome(moment=planned, status=DONE, now=AT_NOON)
    kept = []
    for response in (Interaction.Response.POSITIVE, Interaction.Response.DECLINED, None):
        assert moments.answer_response(moment=planned, response=response, now=AT_NOON)
        planned.refresh_from_db()
        kept.append(planned.response)
    assert kept == ["positive", "declined", None]


def test_a_note_is_one_note_and_an_empty_one_goes(planned: Interaction) -> None:
    moments.write_reflection(moment=planned, text="Eerst.", now=AT_NOON)
    moments.write_reflection(moment=planned, text="<b>Toen</b> dit.", now=AT_NOON + MINUTE)
    assert [(note.text, note.written_at) for note in Reflection.objects.all()] == [
        ("<b>Toen</b> dit.", AT_NOON + MINUTE)
    ]
    moments.write_reflection(moment=planned, text="  \n ", now=AT_NOON)
    assert Reflection.objects.count() == 0
    moments.write_reflection(moment=planned, text="", now=AT_NOON)
    assert Reflection.objects.count() == 0


def test_the_longest_note_fits(planned: Interaction) -> None:
    text = "é" * Reflection.MAX_LENGTH
    moments.write_reflection(moment=planned, text=text, now=AT_NOON)
    assert Reflection.objects.get().text == text


def test_not_today_twice_keeps_the_last_answer() -> None:
    participant, busy, shy = make_participant(), make_barrier(), make_barrier("spannend", 2)
    first = moments.say_not_today(participant=participant, day=TODAY, barriers=[busy, shy], now=AT_NOON)
    again = moments.say_not_today(participant=participant, day=TODAY, barriers=[shy], now=AT_NOON + MINUTE)
    assert first is not None
    assert again == first
    assert [barrier.key for barrier in first.barriers.all()] == ["spannend"]
    assert DayAnswer.objects.get().created_at == AT_NOON


def test_not_today_needs_no_reason() -> None:
    answer = moments.say_not_today(participant=make_participant(), day=TODAY, barriers=[], now=AT_NOON)
    assert answer is not None
    assert list(answer.barriers.all()) == []


def test_an_outcome_by_a_slower_clock_keeps_the_attempt() -> None:
    moment = make_moment(participant=make_participant(), status="planned")
    moments.predict(moment=moment, predicted_yes=3, now=AT_NOON)
    earlier = AT_NOON - dt.timedelta(milliseconds=5)
    moments.record_outcome(moment=moment, status=Interaction.Status.DONE, now=earlier)
    moment.refresh_from_db()
    assert (moment.status, moment.predicted_yes, moment.outcome_at) == ("done", 3, AT_NOON)


def test_not_today_is_of_one_day_and_one_person() -> None:
    ours, theirs = make_participant(), make_participant()
    yesterday = TODAY - dt.timedelta(days=1)
    for participant, day in ((ours, TODAY), (ours, yesterday), (theirs, TODAY)):
        moments.say_not_today(participant=participant, day=day, barriers=[], now=AT_NOON)
    moments.take_back_not_today(participant=ours, day=TODAY)
    moments.take_back_not_today(participant=ours, day=TODAY)
    assert set(DayAnswer.objects.values_list("participant", "local_date")) == {
        (ours.pk, yesterday),
        (theirs.pk, TODAY),
    }


def test_plans_of_before_yesterday_lapse_without_a_word() -> None:
    participant = make_participant()
    planned = {
        days: make_moment(
            participant=participant, status=Interaction.Status.PLANNED, now=AT_NOON - dt.timedelta(days=days)
        ).pk
        for days in range(4)
    }
    done = make_moment(participant=participant, now=AT_NOON - dt.timedelta(days=9))
    assert moments.lapse_planned_moments(now=AT_NOON) == 2
    lapsed = Interaction.objects.filter(status=Interaction.Status.LAPSED)
    assert set(lapsed.values_list("pk", flat=True)) == {planned[2], planned[3]}
    assert moments.lapse_planned_moments(now=AT_NOON) == 0
    done.refresh_from_db()
    assert done.status == "done"


def test_the_task_does_it_with_the_workers_own_login(planned: Interaction) -> None:
    Interaction.objects.update(local_date=dt.date(2020, 1, 1))
    with database_login(WORKER):
        tasks.lapse_planned_moments()
    planned.refresh_from_db()
    assert planned.status == "lapsed"
