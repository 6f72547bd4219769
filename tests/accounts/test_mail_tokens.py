"""What stands in the links at the foot of a mail opens what it was made for, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.models import Message
from accounts.services.mail_tokens import (
    BadTokenError,
    preferences_token,
    read_preferences_token,
    read_unsubscribe_token,
    unsubscribe_token,
)


@given(st.integers(1, 2**62), st.sampled_from(Message.Kind))
def test_what_goes_in_comes_out(number: int, kind: Message.Kind) -> None:
    token = unsubscribe_token(contact_id=number, kind=kind)
    assert read_unsubscribe_token(token=token) == (number, kind)
    assert read_preferences_token(token=preferences_token(contact_id=number)) == number
    assert not set(token) & set("/?#%: ")


def test_one_link_is_of_no_use_for_the_other() -> None:
    with pytest.raises(BadTokenError):
        read_preferences_token(token=unsubscribe_token(contact_id=1, kind="today"))
    with pytest.raises(BadTokenError):
        read_unsubscribe_token(token=preferences_token(contact_id=1))


@given(st.text() | st.text("abc.-_0"), st.integers(0, 200))
def test_nobody_makes_one_up(junk: str, place: int) -> None:
    token = preferences_token(contact_id=1)
    for bent in (junk, token[:place] + junk + token[place:], token[:place] + token[place + 1 :]):
        if bent != token:
            with pytest.raises(BadTokenError):
                read_preferences_token(token=bent)


def test_a_key_that_was_replaced_still_stops_mail(settings: Settings) -> None:
    token = unsubscribe_token(contact_id=1, kind="today")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "y" * 50, [settings.SECRET_KEY]
    assert read_unsubscribe_token(token=token) == (1, "today")
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(BadTokenError):
        read_unsubscribe_token(token=token)
