"""Ending what has had its time."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session

from accounts import tasks
from accounts.models import Participant
from accounts.services.owndata import registered
from accounts.services.participants import EMPTY_AFTER, UNREACHABLE_AFTER
from accounts.services.retention import erase_expired_participants, remove_expired_staff_sessions
from challenges.services.participations import join_campaign
from interactions.models import Interaction
from interactions.services.moments import say_not_today
from tests.accounts.test_participants import fill
from tests.faces import WORKER, database_login
from tests.factories import AT_NOON, TODAY, make_campaign, make_moment, make_participant

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def left() -> set[int]:
    return set(Participant.objects.values_list("pk", flat=True))


def test_somebody_empty_goes_after_thirty_days() -> None:
    on_the_day = make_participant(now=AT_NOON - EMPTY_AFTER)
    make_participant(now=AT_NOON - EMPTY_AFTER - SECOND)
    assert erase_expired_participants(now=AT_NOON) == 1
    assert left() == {on_the_day.pk}


@pytest.mark.parametrize("holding", ["moment", "plan", "day answer"])
def test_somebody_with_a_diary_stays_thirteen_months(holding: str) -> None:
    stays = make_participant(now=AT_NOON - UNREACHABLE_AFTER)
    goes = make_participant(now=AT_NOON - UNREACHABLE_AFTER - SECOND)
    for participant in (stays, goes):
        if holding == "day answer":
            say_not_today(participant=participant, day=TODAY, barriers=[], now=AT_NOON)
        else:
            status = Interaction.Status.DONE if holding == "moment" else Interaction.Status.PLANNED
            make_moment(participant=participant, status=status)
    assert erase_expired_participants(now=AT_NOON) == 1
    assert left() == {stays.pk}


def test_erasing_again_erases_nobody_more() -> None:
    make_participant(now=AT_NOON - EMPTY_AFTER - SECOND)
    assert [erase_expired_participants(now=AT_NOON) for _ in range(2)] == [1, 0]


def test_everything_a_participant_can_own_keeps_them() -> None:
    """A kind of own data that is not registered would let somebody be erased too early."""
    participant = make_participant()
    make_moment(participant=participant)
    holders = [one for own_data in registered().values() for one in own_data.keeps_alive]
    assert sorted(pk for one in holders for (pk,) in one(AT_NOON)) == [participant.pk]


def test_staff_sessions_past_their_end_go() -> None:
    Session.objects.create(session_key="oud", session_data="", expire_date=AT_NOON - SECOND)
    Session.objects.create(session_key="nu", session_data="", expire_date=AT_NOON)
    assert remove_expired_staff_sessions(now=AT_NOON) == 1
    assert [session.session_key for session in Session.objects.all()] == ["nu"]


def test_the_nightly_tasks_do_it_with_the_workers_own_login() -> None:
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    fill(make_participant(now=long_ago))
    Participant.objects.update(last_seen_at=long_ago)
    Session.objects.create(session_key="oud", session_data="", expire_date=long_ago)
    with database_login(WORKER):
        tasks.erase_expired_participants()
        tasks.remove_expired_staff_sessions()
    assert (left(), Session.objects.count()) == (set(), 0)


def test_who_joined_long_before_it_begins_is_still_in_when_it_does() -> None:
    campaign = make_campaign(starts_on=TODAY + dt.timedelta(days=45))
    join_campaign(campaign=campaign, step="zin", now=AT_NOON, join_key=uuid.uuid4())
    assert erase_expired_participants(now=AT_NOON + dt.timedelta(days=44)) == 0
    assert erase_expired_participants(now=AT_NOON + dt.timedelta(days=45 + 14 + 30)) == 1


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
