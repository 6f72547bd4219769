"""The key of a participant: wrapped for them alone, with a key that is in no table."""

import threading
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import Settings

from accounts.models import Participant, ParticipantKey, WordsLockedError, index_of_address
from accounts.services.participants import become_participant, erase_participant
from config.private_keys import PrivateKeys
from tests.factories import AT_NOON, make_participant

pytestmark = pytest.mark.django_db


def other_keys(**wrapping: bytes) -> PrivateKeys:
    """Keys of another installation, that knows addresses by the same."""
    assert django_settings.PRIVATE_KEYS is not None
    return PrivateKeys(wrapping=wrapping, addresses=django_settings.PRIVATE_KEYS.addresses)


def test_somebody_who_joins_has_a_key_at_once() -> None:
    participant = become_participant(join_key=uuid4(), now=AT_NOON)
    again = become_participant(join_key=participant.join_key, now=AT_NOON)
    assert [key.participant_id for key in ParticipantKey.objects.all()] == [participant.pk] == [again.pk]
    assert len(participant.private_key.opened()) == 32


def test_everybody_has_another_key_and_none_stands_in_the_table() -> None:
    keys = [ParticipantKey.made_for(make_participant()) for _number in range(20)]
    opened = {key.opened() for key in keys}
    assert len(opened) == 20
    for key in ParticipantKey.objects.all():
        assert not any(one in bytes(key.wrapped) for one in opened)


def test_made_again_it_is_the_same_key() -> None:
    participant = make_participant()
    first = ParticipantKey.made_for(participant)
    assert ParticipantKey.made_for(participant).opened() == first.opened()
    assert ParticipantKey.objects.count() == 1


def test_a_key_that_was_copied_to_somebody_else_does_not_open() -> None:
    mine, theirs = (ParticipantKey.made_for(make_participant()) for _number in range(2))
    ParticipantKey.objects.filter(pk=theirs.pk).update(wrapped=mine.wrapped)
    with pytest.raises(WordsLockedError):
        ParticipantKey.objects.get(pk=theirs.pk).opened()


def test_a_key_that_says_it_is_wrapped_with_another_does_not_open(settings: Settings) -> None:
    key = ParticipantKey.made_for(make_participant())
    wrapping = django_settings.PRIVATE_KEYS.wrapping[key.wrapped_with]  # type: ignore[union-attr]
    settings.PRIVATE_KEYS = other_keys(anders=wrapping)
    ParticipantKey.objects.update(wrapped_with="anders")
    with pytest.raises(WordsLockedError):
        ParticipantKey.objects.get(pk=key.pk).opened()


def test_without_its_wrapping_key_or_in_a_process_without_keys_it_does_not_open(settings: Settings) -> None:
    key = ParticipantKey.made_for(make_participant())
    for keys in (other_keys(nieuw=bytes(range(32))), None):
        settings.PRIVATE_KEYS = keys
        with pytest.raises(WordsLockedError):
            ParticipantKey.objects.get(pk=key.pk).opened()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_key() -> None:
    participant = make_participant()
    together, opened = threading.Barrier(4, timeout=10), []

    def make() -> None:
        together.wait()
        opened.append(ParticipantKey.made_for(Participant.objects.get(pk=participant.pk)).opened())
        connection.close()

    threads = [threading.Thread(target=make) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert (len(opened), len(set(opened)), ParticipantKey.objects.count()) == (4, 1, 1)


def test_it_goes_with_the_participant_and_leaves_others_theirs() -> None:
    participant, other = make_participant(), make_participant()
    for one in (participant, other):
        ParticipantKey.made_for(one)
    erase_participant(participant=participant)
    assert [key.participant_id for key in ParticipantKey.objects.all()] == [other.pk]


def test_an_address_is_found_in_any_case_and_only_with_the_same_secret(settings: Settings) -> None:
    index = index_of_address("Noor@Thuis.example")
    assert (index, len(index)) == (index_of_address("noor@thuis.example"), 32)
    assert index != index_of_address("noor@thuis.exampl")
    assert settings.PRIVATE_KEYS is not None
    settings.PRIVATE_KEYS = PrivateKeys(wrapping=settings.PRIVATE_KEYS.wrapping, addresses=bytes(range(32)))
    assert index != index_of_address("noor@thuis.example")
