"""The personal start link as a secret: one that works, older ones that do not."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import WayBack
from accounts.queries.ways_back import way_back
from accounts.services.secrets import hash_secret, hashes_of_code
from accounts.services.ways_back import make_paper_code, make_start_link, mark_used
from tests.factories import AT_NOON, make_participant

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def start_link(secret_hash: bytes) -> WayBack | None:
    return way_back(WayBack.Kind.START_LINK, secret_hash)


def test_a_start_link_leads_to_its_participant() -> None:
    participant = make_participant()
    make_start_link(participant=make_participant(), now=AT_NOON)
    found = start_link(hash_secret(make_start_link(participant=participant, now=AT_NOON)))
    assert found is not None
    assert (found.participant, found.replaced_at, found.last_used_at) == (participant, None, None)


def test_a_forged_link_leads_nowhere() -> None:
    make_start_link(participant=make_participant(), now=AT_NOON)
    assert start_link(hash_secret("verzonnen")) is None


def test_a_new_link_replaces_the_one_before() -> None:
    participant = make_participant()
    first = make_start_link(participant=participant, now=AT_NOON)
    second = make_start_link(participant=participant, now=AT_NOON + HOUR)
    old, new = start_link(hash_secret(first)), start_link(hash_secret(second))
    assert old is not None
    assert new is not None
    assert (old.replaced_at, new.replaced_at) == (AT_NOON + HOUR, None)


def test_somebody_elses_link_is_left_alone() -> None:
    other = make_participant()
    secret = make_start_link(participant=other, now=AT_NOON)
    make_start_link(participant=make_participant(), now=AT_NOON + HOUR)
    found = start_link(hash_secret(secret))
    assert found is not None
    assert found.replaced_at is None


def test_a_link_can_be_used_again() -> None:
    secret = make_start_link(participant=make_participant(), now=AT_NOON)
    for at in (AT_NOON + HOUR, AT_NOON + 2 * HOUR):
        found = start_link(hash_secret(secret))
        assert found is not None
        mark_used(way_back=found, now=at)
    assert list(WayBack.objects.values_list("last_used_at", "replaced_at")) == [(AT_NOON + 2 * HOUR, None)]


def test_a_code_on_paper_outlives_a_change_of_the_key_as_long_as_the_old_one_is_known(settings: Any) -> None:
    participant = make_participant()
    code, old = make_paper_code(participant=participant, now=AT_NOON), settings.SECRET_KEY
    make_paper_code(participant=make_participant(), now=AT_NOON)

    def found() -> WayBack | None:
        return way_back(WayBack.Kind.PAPER_CODE, *hashes_of_code(code))

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, ["y" * 60, old]
    with CaptureQueriesContext(connection) as asked:
        way = found()
    assert (way and way.participant, len(asked)) == (participant, 1)
    settings.SECRET_KEY_FALLBACKS = []
    assert found() is None


def test_the_database_allows_one_current_link_per_participant() -> None:
    participant = make_participant()
    make_start_link(participant=participant, now=AT_NOON)
    with pytest.raises(IntegrityError, match="way_back_one_current_per_kind"), transaction.atomic():
        WayBack.objects.create(
            participant=participant, kind=WayBack.Kind.START_LINK, secret_hash=b"x" * 32, created_at=AT_NOON
        )
