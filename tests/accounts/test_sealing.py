"""Secrets in the outbox are of no use without the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.services.sealing import BrokenSealError, seal, unseal

values = st.dictionaries(st.text(), st.text() | st.booleans() | st.integers() | st.none())


@given(values)
def test_what_was_sealed_comes_out_as_it_was(secrets: dict[str, object]) -> None:
    assert unseal(sealed=seal(secrets=secrets)) == secrets


def test_two_seals_of_the_same_do_not_look_alike() -> None:
    assert seal(secrets={"code": "1"}) != seal(secrets={"code": "1"})


@pytest.mark.parametrize("sealed", [b"", b"x", b"gAAAAA" + b"A" * 100])
def test_what_was_not_sealed_here_is_refused(sealed: bytes) -> None:
    with pytest.raises(BrokenSealError):
        unseal(sealed=sealed)


def test_another_key_opens_nothing_unless_the_old_one_is_kept(settings: Settings) -> None:
    sealed, old = seal(secrets={"code": "1"}), settings.SECRET_KEY
    settings.SECRET_KEY = "y" * 60
    with pytest.raises(BrokenSealError):
        unseal(sealed=sealed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed=sealed) == {"code": "1"}
