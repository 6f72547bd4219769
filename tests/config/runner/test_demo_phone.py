"""The phone of the demo shows what an app would, to the staff of the demo alone."""

import json
import re
import stat
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from hypothesis import given
from hypothesis import strategies as st

from config import demo
from config.runner import demo_phone
from config.runner.mail_pages import list_page, mail_page
from config.runner.mailbox import Mailbox
from config.runner.phone_page import codes_now, phone_page

KEY = "sleutel van een installatie"
PHONE = {address: demo_phone.secret_of(KEY, address) for address in demo_phone.STAFF}
YUSUF = "yusuf@amsterdam.example"


def test_it_is_the_staff_of_the_demo() -> None:
    assert set(demo_phone.STAFF) == {one.email for one in demo.STAFF}


@given(moment=st.integers(0, 2**33))
def test_it_shows_what_the_second_step_expects(moment: int) -> None:
    secret = PHONE[YUSUF]
    assert demo_phone.code_at(secret, moment) == format_hotp_value(hotp_value(secret, moment // 30))
    assert 1 <= demo_phone.seconds_left(moment) <= 30


def test_the_secrets_are_an_installations_own() -> None:
    assert demo_phone.secret_of(KEY, YUSUF) == PHONE[YUSUF]
    assert demo_phone.secret_of("een andere", YUSUF) != PHONE[YUSUF]
    assert len(set(PHONE.values())) == len(PHONE)


def test_nobody_else_on_the_machine_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "phone.json"
    demo_phone.write(path, KEY)
    demo_phone.write(path, KEY)
    assert (stat.S_IMODE(path.stat().st_mode), demo_phone.read(path)) == (0o600, PHONE)
    assert KEY not in path.read_text()


@pytest.mark.parametrize("typed", ["", "  ", "niet geldig!", "0189", "é"])
def test_what_is_no_key_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        demo_phone.code_at(typed, 0)
    assert "<script" not in phone_page(PHONE, 0, '"><script>alert(1)</script>')


def test_a_key_may_be_typed_in_groups_and_small() -> None:
    secret = PHONE[YUSUF]
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)).lower()
    assert demo_phone.code_at(groups, 99) == demo_phone.code_at(secret, 99)
    assert demo_phone.code_at(secret, 99) in phone_page({}, 99, groups)


def test_beside_the_mail_stands_the_code_of_who_got_it(tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "mail")
    for receiver in ("Yusuf <Yusuf@Amsterdam.example>", "noor@thuis.example"):
        message = EmailMessage()
        message["To"], message["Subject"] = receiver, "Je code"
        message.set_content("ABC-DEF")
        box.add(bytes(message))
        time.sleep(0.002)
    now = 1_790_000_000.0
    shown = {one.to[0]: mail_page(one, codes_now(PHONE, now, one.to)) for one in box.all()}
    of_yusuf, of_noor = (next(page for to, page in shown.items() if who in to) for who in ("Yusuf", "noor"))
    assert re.findall(r'class="code">(\d+)<', of_yusuf) == [demo_phone.code_at(PHONE[YUSUF], now)]
    assert "telefoon" not in of_noor


def test_without_a_demo_there_is_no_phone() -> None:
    assert "telefoon" not in list_page([])
    assert "telefoon" in list_page([], phone=True)
    assert json.dumps(codes_now({}, 0)) == "[]"
