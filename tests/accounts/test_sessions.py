"""Knowing a browser again."""

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import ParticipantSession
from accounts.services.secrets import hash_secret
from accounts.services.sessions import GOOD_FOR, close_session, open_session, recognise
from tests.factories import AT_NOON, make_participant
from tests.retention import due

pytestmark = pytest.mark.django_db
DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


def test_a_secret_brings_its_participant_back() -> None:
    ours, theirs = make_participant(), make_participant()
    secret = open_session(participant=ours, now=AT_NOON)
    open_session(participant=theirs, now=AT_NOON)
    assert recognise(secret=secret, now=AT_NOON) == ours


@pytest.mark.parametrize("secret", ["", "nooit-uitgegeven", "x" * 5000, "é\x00"])
def test_any_other_text_brings_nobody(secret: str) -> None:
    open_session(participant=make_participant(), now=AT_NOON)
    assert recognise(secret=secret, now=AT_NOON) is None


def test_only_a_hash_is_kept() -> None:
    secret = open_session(participant=make_participant(), now=AT_NOON)
    session = ParticipantSession.objects.get()
    assert bytes(session.secret_hash) == hash_secret(secret)
    assert secret.encode() not in bytes(session.secret_hash)


def test_seen_again_is_kept_to_the_day(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    participant = make_participant()
    secret = open_session(participant=participant, now=AT_NOON)
    with django_assert_num_queries(1):
        recognise(secret=secret, now=AT_NOON + DAY - dt.timedelta(seconds=1))
    participant.refresh_from_db()
    assert participant.last_seen_at == AT_NOON
    recognise(secret=secret, now=AT_NOON + DAY)
    participant.refresh_from_db()
    assert participant.last_seen_at == AT_NOON + DAY
    assert ParticipantSession.objects.get().last_seen_at == AT_NOON + DAY


def test_a_session_ends_with_its_cookie_also_when_a_browser_keeps_that(settings: Any) -> None:
    """Seen is kept to the day, so the cookie may be a day younger than the row says."""
    secret = open_session(participant=make_participant(), now=AT_NOON)
    last = AT_NOON + DAY - SECOND + dt.timedelta(seconds=settings.PARTICIPANT_COOKIE_AGE)
    late = AT_NOON + GOOD_FOR + SECOND
    assert due("stille-toestellen", AT_NOON).now - due("stille-toestellen", AT_NOON).before == GOOD_FOR
    assert recognise(secret=secret, now=late) is None
    assert recognise(secret=secret, now=last) is not None  # a visit
    assert recognise(secret=secret, now=late) is not None  # and so it goes on


def test_a_new_browser_counts_as_a_visit() -> None:
    participant = make_participant()
    open_session(participant=participant, now=AT_NOON + 3 * DAY)
    participant.refresh_from_db()
    assert participant.last_seen_at == AT_NOON + 3 * DAY


def test_two_browsers_are_two_sessions_and_one_can_be_forgotten() -> None:
    participant = make_participant()
    phone = open_session(participant=participant, now=AT_NOON)
    laptop = open_session(participant=participant, now=AT_NOON)
    close_session(secret=phone)
    assert recognise(secret=phone, now=AT_NOON) is None
    assert recognise(secret=laptop, now=AT_NOON) == participant


def test_forgetting_an_unknown_browser_is_fine() -> None:
    open_session(participant=make_participant(), now=AT_NOON)
    close_session(secret="nooit-uitgegeven")
    assert ParticipantSession.objects.count() == 1
