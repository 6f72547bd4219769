"""The e-mail address of a participant: whose it is, and what becomes of the diary that a device knows already."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import Contact, Participant
from accounts.services import contacts
from accounts.services.contacts import come_back_with_address, remove_address
from tests.factories import AT_NOON, make_participant

pytestmark = pytest.mark.django_db
ADDRESS = "ik@thuis.example"


def come(
    participant: Participant | None, *, own: bool = False, address: str = "IK@thuis.example"
) -> Participant | None:
    return come_back_with_address(address=address, participant=participant, own=own, now=AT_NOON)


def with_address(address: str = ADDRESS) -> Participant:
    participant = make_participant()
    Contact.objects.create(participant=participant, address=address, confirmed_at=AT_NOON)
    return participant


def addresses() -> dict[int, str]:
    return {contact.participant_id: contact.address for contact in Contact.objects.all()}


@pytest.mark.parametrize("own", [True, False])
def test_a_known_address_brings_back_its_participant(own: bool) -> None:
    known = with_address()
    assert come(None, own=own) == known
    assert come(known, own=own) == known
    assert addresses() == {known.pk: ADDRESS}


@pytest.mark.parametrize("own", [True, False])
def test_an_anonymous_diary_comes_along_only_for_who_says_it_is_theirs(own: bool) -> None:
    known, anonymous = with_address(), make_participant()
    assert come(anonymous, own=own) == known
    assert Participant.objects.filter(pk=anonymous.pk).exists() is not own


def test_an_unknown_address_becomes_the_way_back_only_for_who_says_so() -> None:
    anonymous = make_participant()
    assert (come(None), come(anonymous)) == (None, None)
    assert addresses() == {}
    for _ in range(2):
        assert come(anonymous, own=True) == anonymous
    assert addresses() == {anonymous.pk: ADDRESS}


def test_a_diary_with_an_address_of_its_own_stays_as_it_is() -> None:
    known, other = with_address(), with_address("ander@thuis.example")
    assert come(other, own=True) == known
    assert come(other, own=True, address="nieuw@thuis.example") is None
    assert addresses() == {known.pk: ADDRESS, other.pk: "ander@thuis.example"}


def test_who_was_merged_or_erased_meanwhile_is_a_stranger() -> None:
    gone = make_participant()
    Participant.objects.filter(pk=gone.pk).delete()
    assert come(gone, own=True) is None
    known = with_address()
    assert come(gone, own=True) == known


def test_forgetting_an_address_twice_is_fine() -> None:
    known = with_address()
    for _ in range(2):
        remove_address(participant=known)
    assert addresses() == {}


def test_a_code_that_came_back_makes_an_address_reachable_again() -> None:
    contact = Contact.objects.create(
        participant=make_participant(),
        address="ik@thuis.example",
        confirmed_at=AT_NOON,
        undeliverable_at=AT_NOON,
        undeliverable_reason="smtp_550",
    )
    come_back_with_address(address="ik@thuis.example", participant=None, own=False, now=AT_NOON)
    contact.refresh_from_db()
    assert (contact.undeliverable_at, contact.undeliverable_reason) == (None, "")


@pytest.mark.django_db(transaction=True)
def test_two_who_prove_one_new_address_at_once_have_one_diary(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = make_participant(), make_participant()
    both_looked = threading.Barrier(2, timeout=10)
    look: Callable[[str], Participant | None] = contacts._whose
    looked = threading.local()

    def look_together(address: str) -> Participant | None:
        found = look(address)
        if not getattr(looked, "once", False):
            looked.once = True
            both_looked.wait()
        return found

    monkeypatch.setattr(contacts, "_whose", look_together)
    answers: list[Participant | None] = []

    def prove(participant: Participant) -> None:
        try:
            answers.append(come(participant, own=True))
        finally:
            connection.close()

    threads = [threading.Thread(target=prove, args=(one,)) for one in (here, there)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stays = Participant.objects.get()
    assert answers == [stays, stays]
    assert addresses() == {stays.pk: ADDRESS}
