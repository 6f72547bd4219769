"""Becoming a participant, and being erased with everything."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.models import Consent, Participant
from accounts.services.participants import (
    CONSENT_VERSION,
    JoinKeySpentError,
    become_participant,
    erase_participant,
)
from accounts.services.sessions import open_session
from accounts.services.ways_back import make_start_link
from interactions.models import Barrier
from interactions.services.moments import say_not_today, write_reflection
from tests.factories import AT_NOON, TODAY, make_assignment, make_moment, make_participant, make_participation

pytestmark = pytest.mark.django_db
KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")


def test_consent_is_kept_with_its_version_and_time() -> None:
    participant = become_participant(join_key=KEY, now=AT_NOON)
    assert (participant.created_at, participant.last_seen_at) == (AT_NOON, AT_NOON)
    assert list(Consent.objects.values_list("participant", "version", "given_at")) == [
        (participant.pk, CONSENT_VERSION, AT_NOON)
    ]


@pytest.mark.parametrize("later", [dt.timedelta(0), dt.timedelta(seconds=3), dt.timedelta(minutes=10)])
def test_the_same_tap_twice_is_one_participant(later: dt.timedelta) -> None:
    first = become_participant(join_key=KEY, now=AT_NOON)
    again = become_participant(join_key=KEY, now=AT_NOON + later)
    assert again == first
    assert Participant.objects.count() == 1
    assert Consent.objects.get().given_at == AT_NOON


def test_a_page_left_open_does_not_give_somebody_elses_place() -> None:
    become_participant(join_key=KEY, now=AT_NOON)
    with pytest.raises(JoinKeySpentError):
        become_participant(join_key=KEY, now=AT_NOON + dt.timedelta(minutes=10, seconds=1))
    assert Participant.objects.count() == 1


def test_two_keys_are_two_people() -> None:
    assert become_participant(join_key=KEY, now=AT_NOON) != become_participant(
        join_key=uuid.uuid4(), now=AT_NOON
    )


def test_erasing_leaves_nothing_of_them_and_all_of_others() -> None:
    participant, other = make_participant(), make_participant()
    for person in (participant, other):
        fill(person)
    before = rows_of_participants()
    assert 0 not in before.values()
    erase_participant(participant=participant)
    assert rows_of_participants() == {name: count // 2 for name, count in before.items()}
    assert not Participant.objects.filter(pk=participant.pk).exists()


def fill(person: Participant) -> None:
    """Gives a participant a row in every table that can hold one."""
    participation = make_participation(participant=person)
    assignment = make_assignment(participation=participation)
    moment = make_moment(participant=person)
    type(assignment).objects.filter(pk=assignment.pk).update(interaction=moment)
    participation.pauses.create(starts_on=TODAY, ends_on=TODAY)
    write_reflection(moment=moment, text="Fijn.", now=AT_NOON)
    barrier, _created = Barrier.objects.get_or_create(
        key="te-druk",
        defaults={"label": "Te druk", "answer": "Zo'n dag is het soms.", "offers": "none", "position": 1},
    )
    say_not_today(participant=person, day=TODAY - dt.timedelta(days=1), barriers=[barrier], now=AT_NOON)
    open_session(participant=person, now=AT_NOON)
    make_start_link(participant=person, now=AT_NOON)
    Consent.objects.create(participant=person, version=1, given_at=AT_NOON)


def rows_of_participants() -> dict[str, int]:
    """How many rows there are in each table that belongs to participants."""
    labels = (
        "accounts.Participant", "accounts.Consent", "accounts.ParticipantSession", "accounts.WayBack",
        "interactions.Interaction", "interactions.Reflection", "interactions.DayAnswer",
        "challenges.Participation", "challenges.Pause", "challenges.Assignment", "challenges.Offer",
    )  # fmt: skip
    return {label: apps.get_model(label)._default_manager.count() for label in labels}


def test_consent_to_one_version_is_given_once() -> None:
    participant = make_participant()
    Consent.objects.create(participant=participant, version=1, given_at=AT_NOON)
    with pytest.raises(IntegrityError, match="consent_once_per_version"), transaction.atomic():
        Consent.objects.create(participant=participant, version=1, given_at=AT_NOON)
    Consent.objects.create(participant=participant, version=2, given_at=AT_NOON)
