"""A seal opens with its key in its place, unchanged; and in no other way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models.private_seals import (
    BrokenSealedError,
    binding,
    seal,
    seal_text,
    unseal,
    unseal_text,
)

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
HERE, THERE = binding("app.Model.field", 1, "a"), binding("app.Model.field", 1, "b")
TEXTS = st.text(max_size=300)
PARTS = st.lists(st.text(max_size=8), max_size=4)


@given(TEXTS)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert unseal_text(KEY, seal_text(KEY, text, HERE), HERE) == text


@given(TEXTS)
def test_the_same_text_is_sealed_differently_every_time(text: str) -> None:
    assert seal_text(KEY, text, HERE) != seal_text(KEY, text, HERE)


@given(TEXTS, st.data())
def test_one_changed_bit_anywhere_and_it_does_not_open(text: str, data: st.DataObject) -> None:
    sealed = bytearray(seal_text(KEY, text, HERE))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BrokenSealedError):
        unseal_text(KEY, bytes(sealed), HERE)


@given(TEXTS, st.data())
def test_cut_off_anywhere_it_does_not_open(text: str, data: st.DataObject) -> None:
    sealed = seal_text(KEY, text, HERE)
    with pytest.raises(BrokenSealedError):
        unseal_text(KEY, sealed[: data.draw(st.integers(0, len(sealed) - 1))], HERE)


@given(TEXTS)
def test_in_another_place_or_with_another_key_it_does_not_open(text: str) -> None:
    sealed = seal_text(KEY, text, HERE)
    for key, place in ((KEY, THERE), (OTHER_KEY, HERE), (KEY, b"")):
        with pytest.raises(BrokenSealedError):
            unseal_text(key, sealed, place)


@given(st.binary(max_size=200))
def test_junk_does_not_open_and_breaks_nothing(junk: bytes) -> None:
    with pytest.raises(BrokenSealedError):
        unseal(KEY, junk, HERE)


@given(PARTS, PARTS)
def test_places_are_the_same_only_when_all_their_parts_are(one: list[str], other: list[str]) -> None:
    assert (binding(*one) == binding(*other)) == (one == other)


def test_the_length_says_only_in_which_block_it_falls() -> None:
    lengths = {count: len(seal_text(KEY, "a" * count, HERE)) for count in (1, 30, 63, 64, 120, 127, 128)}
    assert lengths == {1: 93, 30: 93, 63: 93, 64: 157, 120: 157, 127: 157, 128: 221}


def test_nothing_of_the_text_is_in_the_seal() -> None:
    assert b"geheim" not in seal(KEY, b"geheim" * 20, HERE)
