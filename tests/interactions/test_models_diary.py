"""What the database itself refuses in the diary and the library, one rule at a time."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from interactions.models import DayAnswer, Idea, IdeaVersion, Interaction, Reflection, WarmLine
from tests.factories import AT_NOON, TODAY, make_idea, make_moment, make_participant

pytestmark = pytest.mark.django_db
LATER = AT_NOON + dt.timedelta(minutes=1)
ATTEMPT: dict[str, Any] = {"status": "done", "outcome_at": AT_NOON}


def refused_by(name: str, rows: models.QuerySet[Any], **values: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**values)


@pytest.fixture
def moment() -> models.QuerySet[Interaction]:
    """One planned moment, as rows to try a change on."""
    planned = make_moment(participant=make_participant(), status=Interaction.Status.PLANNED)
    return Interaction.objects.filter(pk=planned.pk)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("interaction_outcome_has_its_time", {"status": "done"}),
        ("interaction_outcome_has_its_time", {"outcome_at": AT_NOON}),
        ("interaction_outcome_has_its_time", {"status": "lapsed", "outcome_at": AT_NOON}),
        ("interaction_outcome_has_its_time", {"status": "verzonnen"}),
        ("interaction_prediction_has_its_time", {"predicted_yes": 3}),
        ("interaction_prediction_has_its_time", {"predicted_awkward": 3}),
        ("interaction_prediction_before_outcome", {**ATTEMPT, "predicted_yes": 3, "predicted_at": LATER}),
        ("interaction_late_has_no_prediction", {"late": True, "predicted_at": AT_NOON}),
        ("interaction_answers_need_an_outcome", {"response": "positive"}),
        ("interaction_answers_need_an_outcome", {"awkward": 0}),
        ("interaction_answers_need_an_outcome", {"enjoyed": 0}),
        ("interaction_answers_need_an_outcome", {"unsafe": True}),
        ("interaction_predicted_yes_to_ten", {"predicted_yes": 11, "predicted_at": AT_NOON}),
        ("interaction_predicted_awkward_to_ten", {"predicted_awkward": 11, "predicted_at": AT_NOON}),
        ("interaction_awkward_to_ten", {**ATTEMPT, "awkward": 11}),
        ("interaction_enjoyed_to_ten", {**ATTEMPT, "enjoyed": 11}),
        ("interaction_predicted_yes_check", {"predicted_yes": -1, "predicted_at": AT_NOON}),
        ("interaction_awkward_check", {**ATTEMPT, "awkward": -1}),
    ],
)
def test_a_moment_that_cannot_be(
    moment: models.QuerySet[Interaction], rule: str, values: dict[str, Any]
) -> None:
    refused_by(rule, moment, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "lapsed"},
        {"predicted_at": AT_NOON},
        {"predicted_yes": 0, "predicted_awkward": 10, "predicted_at": AT_NOON},
        {**ATTEMPT, "predicted_yes": 10, "predicted_at": AT_NOON},
        {**ATTEMPT, "response": "declined", "awkward": 10, "enjoyed": 0, "unsafe": True},
        {**ATTEMPT, "late": True},
        {"status": "other", "outcome_at": AT_NOON, "idea_version": None, "counterpart": ""},
    ],
)
def test_a_moment_that_can_be(moment: models.QuerySet[Interaction], values: dict[str, Any]) -> None:
    assert moment.update(**values) == 1


def test_one_client_id_is_one_moment_of_a_participant(moment: models.QuerySet[Interaction]) -> None:
    first = moment.get()
    second = make_moment(participant=first.participant)
    refused_by(
        "interaction_once_per_client_id", Interaction.objects.filter(pk=second.pk), client_id=first.client_id
    )


def test_one_day_answer_a_day() -> None:
    participant = make_participant()
    DayAnswer.objects.create(participant=participant, local_date=TODAY, created_at=AT_NOON)
    with pytest.raises(IntegrityError, match="day_answer_once_a_day"), transaction.atomic():
        DayAnswer.objects.create(participant=participant, local_date=TODAY, created_at=LATER)


def test_one_note_a_moment_and_no_longer_than_a_thousand(moment: models.QuerySet[Interaction]) -> None:
    Reflection.objects.create(interaction=moment.get(), text="Eén.", written_at=AT_NOON)
    with (
        pytest.raises(IntegrityError, match="interactions_reflection_interaction_id_key"),
        transaction.atomic(),
    ):
        Reflection.objects.create(interaction=moment.get(), text="Twee.", written_at=AT_NOON)
    note = Reflection.objects.get()
    note.text = "x" * 1001
    with pytest.raises(ValueError, match="longer than 1000"):
        note.save()


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("idea_form_known", {"form": "gedicht"}),
        ("idea_act_known", {"act": "zingen"}),
        ("idea_step_known", {"step": "reus"}),
        ("idea_counterpart_known", {"counterpart": "hond"}),
    ],
)
def test_an_idea_of_an_unknown_kind(rule: str, values: dict[str, Any]) -> None:
    version = make_idea()
    refused_by(rule, Idea.objects.filter(pk=version.idea_id), **values)


def test_a_number_of_a_version_comes_once() -> None:
    version = make_idea()
    with pytest.raises(IntegrityError, match="idea_version_number_once"), transaction.atomic():
        IdeaVersion.objects.create(
            idea=version.idea, number=1, title="x", do="x", why="x", author="loader", created_at=AT_NOON
        )


def test_a_place_among_the_warm_lines_comes_once() -> None:
    WarmLine.objects.create(situation="other", position=1, line="Mooi.")
    with pytest.raises(IntegrityError, match="warm_line_place_once"), transaction.atomic():
        WarmLine.objects.create(situation="other", position=1, line="Fijn.")


def test_an_idea_with_moments_cannot_be_deleted(moment: models.QuerySet[Interaction]) -> None:
    version = moment.get().idea_version
    assert version is not None
    with pytest.raises(models.ProtectedError):
        version.delete()
    with pytest.raises(models.ProtectedError):
        version.idea.delete()
    with pytest.raises(models.ProtectedError):
        version.idea.domain.delete()


def test_only_attempts_count() -> None:
    participant = make_participant()
    made = {status: make_moment(participant=participant, status=status) for status in Interaction.Status}
    attempts = Interaction.objects.attempts()
    assert set(attempts) == {made[status] for status in Interaction.ATTEMPTS}
    assert {status for status, moment in made.items() if moment.is_attempt} == set(Interaction.ATTEMPTS)
