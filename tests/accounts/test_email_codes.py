"""A code by e-mail: for one address, in one browser, ten minutes, five tries."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Contact, EmailCode
from accounts.services.email_codes import (
    MINUTE,
    MOST_TRIES,
    MOST_UNKNOWN,
    VALID_FOR,
    NoCodeError,
    WrongCodeError,
    ask_code,
    end_codes_of_browser,
    mailbox_of,
    may_mail,
    redeem_code,
    waiting_address,
)
from accounts.services.limit_table import HOUR
from accounts.services.secrets import ALPHABET, in_fours, new_code, read_code
from tests.factories import AT_NOON, make_participant
from tests.retention import end

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
ADDRESS, BROWSER = "ik@thuis.example", "dit venster"


def ask(address: str = ADDRESS, browser: str = BROWSER, now: dt.datetime = AT_NOON) -> str:
    return ask_code(address=address, browser=browser, participant=None, now=now).code


def redeem(code: str, browser: str = BROWSER, now: dt.datetime = AT_NOON) -> str:
    return redeem_code(code=code, browser=browser, now=now)


def test_a_code_proves_its_address_also_when_the_button_was_tapped_twice() -> None:
    code = ask("Ik@Thuis.example")
    for number in range(MOST_TRIES + 1):
        assert redeem(code, now=AT_NOON + number * SECOND) == ADDRESS
    assert EmailCode.objects.get().used_at == AT_NOON
    assert waiting_address(browser=BROWSER, now=AT_NOON + VALID_FOR - SECOND) == ADDRESS
    with pytest.raises(NoCodeError):
        redeem(code, now=AT_NOON + VALID_FOR)


def test_codes_of_a_browser_end_at_once() -> None:
    code, others = ask(), ask(browser="een ander venster")
    for _ in range(2):
        end_codes_of_browser(browser=BROWSER, now=AT_NOON)
    assert waiting_address(browser=BROWSER, now=AT_NOON) == ""
    with pytest.raises(NoCodeError):
        redeem(code)
    assert redeem(others, browser="een ander venster") == ADDRESS


def test_a_code_works_nowhere_else_and_not_for_long() -> None:
    code = ask()
    with pytest.raises(NoCodeError):
        redeem(code, browser="een ander venster")
    with pytest.raises(NoCodeError):
        redeem(code, now=AT_NOON + VALID_FOR)


def test_only_the_newest_code_works() -> None:
    old = ask()
    new = ask(now=AT_NOON + SECOND)
    with pytest.raises(WrongCodeError):
        redeem(old, now=AT_NOON + SECOND)
    assert redeem(new, now=AT_NOON + SECOND) == ADDRESS


def test_after_five_wrong_tries_the_right_code_is_too_late() -> None:
    code = ask()
    wrong = "0" * 8 if code != "0" * 8 else "1" * 8
    for _ in range(MOST_TRIES):
        with pytest.raises(WrongCodeError):
            redeem(wrong)
    with pytest.raises(NoCodeError):
        redeem(code)


def test_a_code_still_works_after_the_key_changed_as_long_as_the_old_one_is_known(settings: Any) -> None:
    code, old = ask(), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, ["y" * 60, old]
    assert redeem(code) == ADDRESS
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(WrongCodeError):
        redeem(code)


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("Ik@Thuis.example", "ik@thuis.example"),
        ("ik+gedag@thuis.example", "ik@thuis.example"),
        ("ik+een+twee@thuis.example", "ik@thuis.example"),
        ("+ik@thuis.example", "+ik@thuis.example"),
        ("ik@thuis+elders.example", "ik@thuis+elders.example"),
    ],
)
def test_what_is_added_after_a_plus_is_the_same_mailbox(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


def test_sixty_mails_a_minute_to_unknown_addresses() -> None:
    Contact.objects.create(participant=make_participant(), address=ADDRESS, confirmed_at=AT_NOON)

    def may(number: int, now: dt.datetime = AT_NOON) -> bool:
        ask(f"{number}@elders.example", f"venster {number}", now)
        return may_mail(address=f"{number}@elders.example", participant=None, now=now)

    assert [may(number) for number in range(MOST_UNKNOWN + 1)] == [*[True] * MOST_UNKNOWN, False]
    ask()
    assert may_mail(address=ADDRESS.upper(), participant=None, now=AT_NOON) is True
    # Who takes part has a limit of their own, so strangers cannot use it up.
    assert may_mail(address="nieuw@elders.example", participant=make_participant(), now=AT_NOON) is True
    assert may(-1, AT_NOON + MINUTE) is True


def test_the_database_keeps_no_code_and_forgets_within_hours() -> None:
    code = ask()
    row = EmailCode.objects.get()
    kept = b"".join(
        bytes(column) for column in (row.code_hash, row.browser_hash, row.sealed_address, row.address_index)
    )
    assert (code.encode() in kept, ADDRESS.encode() in kept) == (False, False)
    assert end("oude-codes", AT_NOON + HOUR) == 0
    assert end("oude-codes", AT_NOON + HOUR + SECOND) == 1


@pytest.mark.parametrize("length", [8, 12])
def test_a_code_is_read_however_it_is_typed(length: int) -> None:
    code = new_code(length)
    assert (len(code), set(code) - set(ALPHABET)) == (length, set())
    assert read_code(in_fours(code).lower()) == code
    assert read_code(f"  {in_fours(code).replace('-', ' ')} ") == code
    assert read_code("oO iIlL") == "001111"
