"""Moments that somebody writes down themselves; changing and removing any moment."""

import datetime as dt
import uuid
from typing import Any

import pytest

from accounts.models import Participant
from challenges.models import Assignment, Offer
from challenges.services.assignments import begin_moment
from interactions.models import Interaction, Reflection
from interactions.services.own_moments import change_moment, delete_moment, log_own_moment
from tests.factories import AT_NOON, TODAY, make_assignment, make_domain, make_moment, make_participant

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
YESTERDAY = TODAY - DAY
DONE, DIFFERENT = Interaction.Status.DONE, Interaction.Status.DIFFERENT


@pytest.fixture
def participant() -> Participant:
    return make_participant()


def _log(participant: Participant, **said: Any) -> Interaction:
    values: dict[str, Any] = {
        "client_id": uuid.uuid4(),
        "domain": make_domain(),
        "counterpart": "",
        "status": DONE,
        "day": TODAY,
        "note": "",
        "now": AT_NOON,
    }
    return log_own_moment(participant=participant, **(values | said))


def _change(moment: Interaction, **said: Any) -> bool:
    values: dict[str, Any] = {
        "domain": moment.domain,
        "counterpart": moment.counterpart,
        "status": Interaction.Status(moment.status),
        "note": "",
        "now": AT_NOON,
    }
    return change_moment(moment=moment, **(values | said))


def _notes() -> list[str]:
    return [note.text for note in Reflection.objects.all()]


def test_an_own_moment_is_an_attempt_with_its_note(participant: Participant) -> None:
    moment = _log(
        participant,
        domain=make_domain(key="anders"),
        counterpart="stranger",
        status=DIFFERENT,
        note="Op de veerboot.",
    )
    moment.refresh_from_db()
    assert (moment.domain_id, moment.counterpart, moment.status, moment.idea_version) == (
        "anders",
        "stranger",
        DIFFERENT,
        None,
    )
    assert (moment.local_date, moment.late, moment.outcome_at) == (TODAY, False, AT_NOON)
    assert moment.reflection.text == "Op de veerboot."


def test_the_same_moment_twice_is_one_with_one_note(participant: Participant) -> None:
    client_id = uuid.uuid4()
    first = _log(participant, client_id=client_id, note="eerst")
    assert _log(participant, client_id=client_id, note="nog eens") == first
    assert (Interaction.objects.count(), _notes()) == (1, ["eerst"])


def test_the_id_of_somebody_elses_moment_is_free(participant: Participant) -> None:
    client_id = uuid.uuid4()
    assert _log(participant, client_id=client_id) != _log(make_participant(), client_id=client_id)


def test_a_moment_of_yesterday_is_late(participant: Participant) -> None:
    moment = _log(participant, day=YESTERDAY)
    assert (moment.local_date, moment.late) == (YESTERDAY, True)


@pytest.mark.parametrize("day", [TODAY + DAY, TODAY - 2 * DAY])
def test_another_day_is_refused(day: dt.date, participant: Participant) -> None:
    with pytest.raises(ValueError, match="neither today nor yesterday"):
        _log(participant, day=day)


@pytest.mark.parametrize("status", [Interaction.Status.PLANNED, Interaction.Status.LAPSED])
def test_what_is_no_outcome_is_refused(status: Interaction.Status, participant: Participant) -> None:
    with pytest.raises(ValueError, match="not an outcome"):
        _log(participant, status=status)
    with pytest.raises(ValueError, match="not an outcome"):
        _change(_log(participant), status=status)


def test_a_change_keeps_when_it_was_and_what_was_thought(participant: Participant) -> None:
    moment = make_moment(participant=participant, predicted_yes=3, response="positive")
    later = AT_NOON + 5 * DAY
    place = make_domain(key="werk")
    assert _change(moment, domain=place, counterpart="acquaintance", status=DIFFERENT, note="x", now=later)
    moment = Interaction.objects.get()
    assert (moment.domain_id, moment.counterpart, moment.status) == ("werk", "acquaintance", DIFFERENT)
    assert (moment.local_date, moment.outcome_at, moment.predicted_yes, moment.response) == (
        TODAY,
        AT_NOON,
        3,
        "positive",
    )
    assert (_notes(), moment.updated_at) == (["x"], later)


def test_an_empty_note_goes(participant: Participant) -> None:
    moment = _log(participant, note="weg")
    assert _change(moment, note=" \n")
    assert _notes() == []


def test_a_plan_is_not_changed(participant: Participant) -> None:
    plan = make_moment(participant=participant, status=Interaction.Status.PLANNED)
    assert not _change(plan, status=DONE, note="x")
    plan.refresh_from_db()
    assert (plan.status, _notes()) == (Interaction.Status.PLANNED, [])


@pytest.mark.parametrize(("old", "new"), [(TODAY, YESTERDAY), (YESTERDAY, TODAY), (TODAY, TODAY)])
def test_an_own_moment_moves_between_today_and_yesterday(
    old: dt.date, new: dt.date, participant: Participant
) -> None:
    moment = _log(participant, day=old)
    _change(moment, day=new)
    moment.refresh_from_db()
    assert (moment.local_date, moment.late) == (new, new < TODAY)


def test_a_day_after_a_moment_of_yesterday_stays_in_time(participant: Participant) -> None:
    """Written down on the day itself is never late, whenever the day is put right."""
    moment = _log(participant, day=YESTERDAY, now=AT_NOON - DAY)
    _change(moment, day=TODAY)
    moment.refresh_from_db()
    assert (moment.local_date, moment.late) == (TODAY, False)


def test_a_day_that_is_not_free_is_refused(participant: Participant) -> None:
    of_an_idea = make_moment(participant=participant)
    with pytest.raises(ValueError, match="keeps its day"):
        _change(of_an_idea, day=YESTERDAY)
    old = _log(participant, day=TODAY - 2 * DAY, now=AT_NOON - 2 * DAY)
    with pytest.raises(ValueError, match="keeps its day"):
        _change(old, day=TODAY)
    with pytest.raises(ValueError, match="neither today nor yesterday"):
        _change(_log(participant), day=TODAY - 2 * DAY)


def test_a_removed_moment_takes_its_note_and_opens_its_challenge() -> None:
    assignment = make_assignment()
    participant = assignment.participation.participant

    def begin() -> Interaction:
        return begin_moment(
            participation=assignment.participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON
        )

    moment = begin()
    Reflection.objects.create(interaction=moment, text="weg", written_at=AT_NOON)
    kept = _log(participant, note="blijft")
    offers = list(Offer.objects.values_list())
    delete_moment(moment=moment)
    assert (list(Interaction.objects.all()), _notes()) == ([kept], ["blijft"])
    assert list(Offer.objects.values_list()) == offers
    assert Assignment.objects.get().interaction is None
    again = begin()
    assert (again != moment, Assignment.objects.get().interaction) == (True, again)
