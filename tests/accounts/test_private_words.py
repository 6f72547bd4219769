"""A newer key for the installation: every key is wrapped anew, also when that is stopped half-way."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import ParticipantKey, Unreadable
from accounts.services import private_words
from accounts.services.private_words import Rewrapped, rewrap_keys
from config.private_keys import PrivateKeys, new_value, read_private_keys
from interactions.models import Reflection
from tests.factories import AT_NOON, make_moment, make_participant

pytestmark = pytest.mark.django_db

BEFORE = read_private_keys(new_value(), "de test")


def with_newer(keys: PrivateKeys) -> PrivateKeys:
    newer = read_private_keys(new_value(), "de test").wrapping["1"]
    return PrivateKeys(wrapping={"2": newer, **keys.wrapping}, addresses=keys.addresses)


@pytest.fixture
def notes(settings: Settings) -> list[str]:
    """Seven people, each with a note, under the key that comes to be the old one."""
    settings.PRIVATE_KEYS = BEFORE
    texts = [f"Notitie {number}" for number in range(7)]
    for text in texts:
        moment = make_moment(participant=make_participant())
        Reflection.objects.create(interaction=moment, text=text, written_at=AT_NOON)
    return texts


def read() -> list[str]:
    return sorted(note.text for note in Reflection.objects.all())


def wrapped_with() -> list[str]:
    return sorted(ParticipantKey.objects.values_list("wrapped_with", flat=True))


def test_with_both_keys_everything_opens_and_what_is_new_gets_the_newest(
    notes: list[str], settings: Settings
) -> None:
    settings.PRIVATE_KEYS = with_newer(BEFORE)
    ParticipantKey.made_for(make_participant())
    assert (read(), wrapped_with()) == (notes, ["1"] * 7 + ["2"])


def test_after_it_the_old_key_may_go_and_the_words_are_untouched(
    notes: list[str], settings: Settings
) -> None:
    seals = list(Reflection.objects.order_by("pk").values_list("text", flat=True))
    both = settings.PRIVATE_KEYS = with_newer(BEFORE)
    assert rewrap_keys(at_a_time=3) == Rewrapped(7, {})
    assert rewrap_keys() == Rewrapped(0, {})
    settings.PRIVATE_KEYS = PrivateKeys(wrapping={"2": both.wrapping["2"]}, addresses=both.addresses)
    assert (read(), wrapped_with()) == (notes, ["2"] * 7)
    assert list(Reflection.objects.order_by("pk").values_list("text", flat=True)) == seals


class _KilledError(Exception):
    pass


def test_killed_half_way_everything_opens_and_the_next_time_goes_on(
    notes: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PRIVATE_KEYS = with_newer(BEFORE)
    write, batches = private_words._write, []

    def write_and_die(keys: list[ParticipantKey]) -> None:
        batches.append(len(keys))
        write(keys)
        if len(batches) == 2:
            raise _KilledError  # within the transaction of the second batch

    with monkeypatch.context() as patched:
        patched.setattr(private_words, "_write", write_and_die)
        with pytest.raises(_KilledError):
            rewrap_keys(at_a_time=3)
    assert (read(), wrapped_with()) == (notes, ["1"] * 4 + ["2"] * 3)
    assert rewrap_keys(at_a_time=3) == Rewrapped(4, {})
    assert (read(), wrapped_with()) == (notes, ["2"] * 7)


def test_what_cannot_be_opened_stays_as_it_is_and_is_counted(notes: list[str], settings: Settings) -> None:
    both = settings.PRIVATE_KEYS = with_newer(BEFORE)
    lost = ParticipantKey.objects.order_by("pk")[2]
    ParticipantKey.objects.filter(pk=lost.pk).update(wrapped_with="kwijt")
    assert rewrap_keys(at_a_time=2) == Rewrapped(6, {"kwijt": 1})
    kept = ParticipantKey.objects.get(pk=lost.pk)
    assert (bytes(kept.wrapped), kept.wrapped_with) == (bytes(lost.wrapped), "kwijt")
    assert sum(isinstance(note.text, Unreadable) for note in Reflection.objects.all()) == 1
    ParticipantKey.objects.filter(pk=lost.pk).update(wrapped_with="1")
    assert rewrap_keys() == Rewrapped(1, {})
    settings.PRIVATE_KEYS = PrivateKeys(wrapping={"2": both.wrapping["2"]}, addresses=both.addresses)
    assert read() == notes


def test_the_number_of_statements_follows_the_batches(notes: list[str], settings: Settings) -> None:
    settings.PRIVATE_KEYS = with_newer(BEFORE)
    with CaptureQueriesContext(connection) as one_batch:
        rewrap_keys(at_a_time=100)
    ParticipantKey.objects.update(wrapped_with="1")
    assert len([query for query in one_batch if "accounts_participantkey" in query["sql"]]) == 3


def test_the_command_says_how_many_and_when_the_old_key_may_go(notes: list[str], settings: Settings) -> None:
    settings.PRIVATE_KEYS = with_newer(BEFORE)
    out = io.StringIO()
    call_command("rotate_private_keys", stdout=out)
    call_command("rotate_private_keys", stdout=out)
    assert [line for line in out.getvalue().splitlines() if line.startswith("Opnieuw")] == [
        "Opnieuw ingepakt met 2: 7.",
        "Opnieuw ingepakt met 2: 0.",
    ]
    assert "De oudere mogen weg" in out.getvalue()
    ParticipantKey.objects.update(wrapped_with="kwijt")
    with pytest.raises(CommandError, match="Niet te openen: 7 met kwijt"):
        call_command("rotate_private_keys", stdout=io.StringIO())
