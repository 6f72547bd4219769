"""Secrets: long, different every time, kept as a hash only."""

import hashlib
import re

from hypothesis import given
from hypothesis import strategies as st

from accounts.services.secrets import hash_secret, new_secret


def test_a_secret_fits_in_a_cookie_and_in_an_address() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", new_secret())


def test_no_two_secrets_are_the_same() -> None:
    assert len({new_secret() for _ in range(200)}) == 200


def test_a_hash_is_sha256() -> None:
    assert hash_secret("gedag") == hashlib.sha256(b"gedag").digest()


@given(st.text())
def test_whatever_stands_in_a_cookie_can_be_hashed(secret: str) -> None:
    assert len(hash_secret(secret)) == 32


def test_half_a_surrogate_does_not_break_it() -> None:
    assert len(hash_secret("\ud800")) == 32
