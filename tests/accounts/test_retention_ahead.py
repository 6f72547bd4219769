"""Looking ahead says exactly what the night then removes, whatever the ages; also when the clocks change."""

import datetime as dt
import itertools
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import (
    EmailCode,
    Erasure,
    Invitation,
    Message,
    Participant,
    ParticipantSession,
    RetentionRun,
    User,
    WayBack,
)
from accounts.queries.retention import endings
from accounts.services.removers import registered
from accounts.services.retention import carry_out_retention, look_ahead
from interactions.models import Mood
from tests.factories import make_message, make_organisation, make_participant
from tests.history import EVENT_MODELS

pytestmark = pytest.mark.django_db
NIGHTS = [
    dt.datetime(2026, 3, 28, 3, 20, tzinfo=dt.UTC),  # before the clocks go on
    dt.datetime(2026, 3, 29, 2, 20, tzinfo=dt.UTC),  # the night in which they do
    dt.datetime(2026, 10, 25, 3, 20, tzinfo=dt.UTC),  # the night in which they go back
    dt.datetime(2026, 11, 24, 3, 20, tzinfo=dt.UTC),  # thirty days after that
    dt.datetime(2024, 2, 29, 3, 20, tzinfo=dt.UTC),
]
# What decides about each kind of thing is a moment: this long before the end of its term, in seconds.
AROUND = st.sampled_from([-86400, -3600, -1, 0, 1, 3600, 86400, 40 * 86400])


def _empty_person(at: dt.datetime) -> None:
    make_participant(now=at)


def _person(at: dt.datetime) -> None:
    """Somebody with a diary, a device, a link, a code and a message, all as old."""
    person = make_participant(now=at)
    Mood.objects.create(
        participant=person, local_date=at.date(), score=7, asked_in="diary", item_version=1, answered_at=at
    )
    _message(at, person)


def _message(at: dt.datetime, person: Participant | None = None) -> None:
    make_message(participant=person, state=Message.State.EXPIRED, not_before=at, expires_at=at)


def _code(at: dt.datetime) -> None:
    EmailCode.objects.create(
        sealed_address=b"x",
        address_index=b"x" * 32,
        code_hash=b"x",
        browser_hash=b"y",
        created_at=at,
        expires_at=at,
    )


def _day_link(at: dt.datetime) -> None:
    _way(at, kind=WayBack.Kind.DAY_LINK, local_date=at.date(), expires_at=at)


def _replaced(at: dt.datetime) -> None:
    _way(at, kind=WayBack.Kind.START_LINK, replaced_at=at)


def _way(at: dt.datetime, **how: Any) -> None:
    person = _somebody_lasting(at)
    WayBack.objects.create(participant=person, secret_hash=uuid.uuid4().bytes, created_at=at, **how)


def _device(at: dt.datetime) -> None:
    ParticipantSession.objects.create(
        participant=_somebody_lasting(at), secret_hash=uuid.uuid4().bytes, created_at=at, last_seen_at=at
    )


def _somebody_lasting(at: dt.datetime) -> Participant:
    """Somebody who stays whatever happens to what hangs on them."""
    return make_participant(now=at + dt.timedelta(days=4000))


def _invitation(at: dt.datetime) -> None:
    Invitation.objects.create(
        organisation=make_organisation(),
        email=f"{uuid.uuid4().hex}@b.example",
        name="B",
        role="beheerder",
        secret_hash=uuid.uuid4().bytes,
        created_at=at - dt.timedelta(days=7),
        asked_at=at - dt.timedelta(days=7),
        expires_at=at,
    )


def _session(at: dt.datetime) -> None:
    Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=at)


def _counter(at: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO beheer_cache VALUES (%s, '', %s)", [uuid.uuid4().hex, at])


def _night(at: dt.datetime) -> None:
    RetentionRun.objects.create(
        night_on=at.date(),
        remover=uuid.uuid4().hex[:40],
        kept_from_at=at,
        removed=0,
        began_at=at,
        milliseconds=0,
    )


def _change(at: dt.datetime) -> None:
    make_organisation()
    (events,) = [model for model in EVENT_MODELS if model.__name__ == "OrganisationEvent"]
    newest = events.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_organisationevent SET pgh_created_at = %s WHERE pgh_id = %s", [at, newest]
        )


_NUMBERS = itertools.count(1)


def _gone(at: dt.datetime) -> None:
    number = next(_NUMBERS)  # nobody is erased twice
    Erasure.objects.create(kind=Erasure.Kind.ERASED, number=number, began_at=at, noted_at=at)


MAKERS: dict[str, Callable[[dt.datetime], None]] = {
    "lege-deelnemers": _empty_person,
    "afwezige-deelnemers": _person,
    "oude-berichten": _message,
    "oude-codes": _code,
    "oude-daglinks": _day_link,
    "vervangen-startlinks": _replaced,
    "stille-toestellen": _device,
    "oude-uitnodigingen": _invitation,
    "verlopen-sessies": _session,
    "verlopen-tellers": _counter,
    "oude-nachten": _night,
    "oude-wisregels": _gone,
    "oude-geschiedenis": _change,
}


def test_every_remover_is_in_the_property_below() -> None:
    assert sorted(MAKERS) == sorted(endings())


ALL = [(name, -1) for name in MAKERS] + [(name, 0) for name in MAKERS]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    night=st.sampled_from(NIGHTS),
    things=st.lists(st.tuples(st.sampled_from(list(MAKERS)), AROUND), max_size=25),
)
@example(night=NIGHTS[1], things=ALL)
@example(night=NIGHTS[2], things=ALL)
def test_the_night_removes_what_looking_ahead_said(night: dt.datetime, things: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        before_rows = User.objects.count()
        for name, seconds in things:
            MAKERS[name](endings()[name].term.before(night) + dt.timedelta(seconds=seconds))
        said = {one.what: one.count for one in look_ahead(now=night)}
        done = carry_out_retention(now=night)
        assert [run.failure for run in done if run.failure] == []
        assert {registered()[run.remover].what: run.removed for run in done} == said
        assert {one.count for one in look_ahead(now=night)} == {0}  # and nothing past its term is left
        assert User.objects.count() == before_rows
        transaction.set_rollback(True)


@pytest.mark.parametrize("night", NIGHTS[1:3], ids=str)  # both clock changes
@pytest.mark.parametrize("name", list(MAKERS))
def test_a_thing_goes_right_after_its_term_and_not_at_it(name: str, night: dt.datetime) -> None:
    for seconds in (-1, 0, 1):
        MAKERS[name](endings()[name].term.before(night) + dt.timedelta(seconds=seconds))
    assert {run.remover: run.removed for run in carry_out_retention(now=night)}[name] == 1
