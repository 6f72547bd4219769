"""Private words: plain on the object, sealed in the table, for one person, one column and one row."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from pytest_django import Settings

from accounts.models import (
    Contact,
    ParticipantKey,
    Unreadable,
    WordsLockedError,
    private_fields,
    readable,
    to_edit,
)
from interactions.models import Interaction, OwnOpener, Reflection
from tests.accounts.test_private_keys import other_keys
from tests.factories import AT_NOON, make_contact, make_domain, make_moment, make_participant
from tests.written import written

pytestmark = pytest.mark.django_db

TEXT = "Zij zei: ‘Hé, ook hier?’ 🙂"
# A model, a field, and how a row of it is made.
PLACES = ["plan", "note", "opener", "address"]


def make(kind: str, text: str = TEXT) -> tuple[Any, str]:
    """A row with private words, and the name of their field."""
    if kind == "address":
        return make_contact(), "address"
    moment = make_moment(participant=make_participant())
    if kind == "plan":
        moment.plan_text = text
        moment.save()
        return moment, "plan_text"
    if kind == "note":
        return Reflection.objects.create(interaction=moment, text=text, written_at=AT_NOON), "text"
    opener = OwnOpener.objects.create(
        participant=moment.participant,
        text=text,
        domain=make_domain(),
        created_at=AT_NOON,
        updated_at=AT_NOON,
    )
    return opener, "text"


def again(row: Model) -> Any:
    return type(row)._default_manager.get(pk=row.pk)


def kept(row: Model, name: str) -> bytes:
    """What stands in the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608
        (value,) = cursor.fetchone()
    return bytes(value)


def put(row: Model, name: str, value: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {name} = %s WHERE id = %s", [value, row.pk])  # noqa: S608


@pytest.mark.parametrize("kind", PLACES)
def test_on_the_object_it_is_plain_and_in_the_table_it_is_not(kind: str) -> None:
    row, name = make(kind)
    plain = getattr(row, name)
    assert getattr(again(row), name) == plain == (row.address if kind == "address" else TEXT)
    assert plain.encode() not in kept(row, name)
    assert kept(row, name)[:1] == b"\x01"


@pytest.mark.parametrize("kind", PLACES)
def test_copied_to_the_same_column_of_somebody_else_it_does_not_open(kind: str) -> None:
    (row, name), (theirs, _name) = make(kind), make(kind)
    put(theirs, name, kept(row, name))
    assert isinstance(getattr(again(theirs), name), Unreadable)


@pytest.mark.parametrize("kind", PLACES)
def test_with_somebody_elses_key_in_the_place_of_theirs_it_does_not_open(kind: str) -> None:
    (row, name), (theirs, _name) = make(kind), make(kind)
    whose = {one: (one.interaction if kind == "note" else one).participant_id for one in (row, theirs)}
    wrapped = ParticipantKey.objects.get(pk=whose[row]).wrapped
    ParticipantKey.objects.filter(pk=whose[theirs]).update(wrapped=wrapped)
    put(theirs, name, kept(row, name))
    assert isinstance(getattr(again(theirs), name), Unreadable)


def test_copied_to_another_row_or_column_of_the_same_person_it_does_not_open() -> None:
    plan, _name = make("plan")
    other = make_moment(participant=plan.participant)
    note = Reflection.objects.create(interaction=plan, text="Iets anders.", written_at=AT_NOON)
    for row, name in ((other, "plan_text"), (note, "text")):
        put(row, name, kept(plan, "plan_text"))
        assert isinstance(getattr(again(row), name), Unreadable)
    # Nor does it under another number, or as somebody else's.
    Interaction.objects.filter(pk=plan.pk).update(client_id=uuid.uuid4())
    assert isinstance(again(plan).plan_text, Unreadable)


@pytest.mark.parametrize("kind", PLACES)
def test_one_changed_byte_and_it_gives_calm_words_and_a_line_in_the_log_that_is_about_nobody(
    kind: str,
) -> None:
    row, name = make(kind)
    plain, sealed = getattr(row, name), bytearray(kept(row, name))
    sealed[-1] ^= 1
    put(row, name, bytes(sealed))
    with written() as log:
        words = getattr(again(row), name)
    expected = "je e-mailadres" if kind == "address" else "Deze tekst kunnen we nu niet laten zien."
    assert words == expected
    (line,) = log.of("words_locked")
    assert (line["where"], line["count"]) == (f"{row._meta.label}.{name}", 1)
    assert not {"participant", "row", "contact"} & set(line)
    assert line["error"][0]["type"].endswith("BrokenSealedError")
    assert plain not in log.text


@pytest.mark.parametrize("kind", PLACES)
def test_a_text_is_opened_once_until_it_is_set_or_looked_up_again(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, name = make(kind)
    found, opened, unseal = again(row), [], private_fields.unseal_text

    def counted(*arguments: Any) -> str:
        opened.append(name)
        return unseal(*arguments)

    monkeypatch.setattr(private_fields, "unseal_text", counted)
    plain = getattr(found, name)
    assert (getattr(found, name), opened) == (plain, [name])
    found.save()
    assert getattr(again(row), name) == plain
    setattr(found, name, "anders@thuis.example")
    assert getattr(found, name) == "anders@thuis.example"
    found.save()
    assert getattr(again(row), name) == "anders@thuis.example"
    fresh = again(row)
    assert getattr(fresh, name) == "anders@thuis.example"
    setattr(fresh, name, b"\x01" + bytes(92))
    assert isinstance(getattr(fresh, name), Unreadable)
    put(row, name, b"\x01" + bytes(92))
    found.refresh_from_db()
    assert isinstance(getattr(found, name), Unreadable)


@pytest.mark.parametrize("kind", PLACES)
def test_what_does_not_open_is_saved_as_it_was(kind: str, settings: Settings) -> None:
    row, name = make(kind)
    before, plain = kept(row, name), getattr(row, name)
    keys = settings.PRIVATE_KEYS
    settings.PRIVATE_KEYS = other_keys(nieuw=bytes(range(32)))
    found = again(row)
    assert isinstance(getattr(found, name), Unreadable)
    setattr(found, name, getattr(found, name))  # as whoever copies all fields does
    found.save()
    found.refresh_from_db()
    found.save()
    assert kept(row, name) == before
    settings.PRIVATE_KEYS = keys
    assert getattr(again(row), name) == plain


@pytest.mark.parametrize("kind", ["plan", "note", "opener"])
def test_nothing_is_sealed_that_could_not_be_opened_again(kind: str, settings: Settings) -> None:
    row, name = make(kind)
    before = kept(row, name)
    settings.PRIVATE_KEYS = other_keys(nieuw=bytes(range(32)))
    found = again(row)
    setattr(found, name, "Nieuwe woorden.")
    with pytest.raises(WordsLockedError), transaction.atomic():
        found.save()
    assert kept(row, name) == before


def test_calm_words_are_kept_nowhere_else() -> None:
    row, name = make("opener")
    put(row, name, b"\x01" + bytes(92))
    moment = make_moment(participant=row.participant)
    moment.plan_text = again(row).text
    with pytest.raises(WordsLockedError), transaction.atomic():
        moment.save()
    with pytest.raises(WordsLockedError):
        readable(again(row).text)
    assert (to_edit(again(row).text), to_edit(TEXT), readable(TEXT)) == ("", TEXT, TEXT)


def test_an_empty_text_is_empty_and_needs_no_key() -> None:
    moment = make_moment(participant=make_participant())
    assert (again(moment).plan_text, kept(moment, "plan_text")) == ("", b"")
    assert not ParticipantKey.objects.exists()


def test_a_text_that_is_too_long_is_refused() -> None:
    moment = make_moment(participant=make_participant())
    Reflection.objects.create(interaction=moment, text="é" * 1000, written_at=AT_NOON)
    moment.plan_text = "x" * 281
    with pytest.raises(ValueError, match="longer than 280"), transaction.atomic():
        moment.save()


def test_a_query_neither_writes_nor_compares_the_words() -> None:
    row, _name = make("note")
    for query in (
        lambda: Reflection.objects.filter(pk=row.pk).update(text="plat"),
        lambda: list(Reflection.objects.filter(text=TEXT)),
        lambda: Reflection.objects.bulk_update([row], ["text"]),
    ):
        with pytest.raises(TypeError, match="is private"), transaction.atomic():
            query()
    assert again(row).text == TEXT
    assert list(Reflection.objects.values_list("text", flat=True)) == [kept(row, "text")]


def test_in_bulk_it_is_sealed_too() -> None:
    participant = make_participant()
    domain = make_domain()
    rows = OwnOpener.objects.bulk_create(
        OwnOpener(
            participant=participant,
            text=f"Zin {number}",
            domain=domain,
            created_at=AT_NOON,
            updated_at=AT_NOON,
        )
        for number in range(3)
    )
    assert sorted(one.text for one in OwnOpener.objects.all()) == ["Zin 0", "Zin 1", "Zin 2"]
    assert all(kept(row, "text")[:1] == b"\x01" for row in rows)


def test_one_address_is_one_persons_in_lower_case() -> None:
    mine = make_contact()
    for address, error in ((mine.address, IntegrityError), ("Noor@thuis.example", ValueError)):
        with pytest.raises(error), transaction.atomic():
            Contact.objects.create(participant=make_participant(), address=address, confirmed_at=AT_NOON)
    assert again(mine).masked == f"d•••@{mine.address.partition('@')[2]}"


def test_another_address_is_found_by_its_own_index() -> None:
    contact = make_contact()
    before = bytes(contact.address_index)
    contact.address = "anders@thuis.example"
    contact.save()
    assert bytes(again(contact).address_index) not in (before, b"")
    assert again(contact).address == "anders@thuis.example"


def test_an_address_that_does_not_open_masks_itself() -> None:
    contact = make_contact()
    assert contact.is_readable
    put(contact, "address", b"\x01" + bytes(92))
    found = again(contact)
    assert (found.is_readable, found.masked) == (False, "je e-mailadres")
