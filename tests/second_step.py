"""The phone of a member of staff, in a test."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.models import User
from accounts.services.staff_second_step import set_up

PHONE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def connect_phone(user: User) -> None:
    """Sets up the second step of `user` with the phone of `code_now`."""
    set_up(user=user, secret=PHONE)


def with_the_mail_alone(browser: Client, user: User) -> None:
    """Signs `user` in without the second step."""
    browser.force_login(user)
    session = browser.session
    session["account_authentication_methods"] = session["account_authentication_methods"][:1]
    session.save()


def code_now(secret: str = PHONE, *, steps: int = 0) -> str:
    """What the app shows now; `steps` half minutes later or earlier."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))
