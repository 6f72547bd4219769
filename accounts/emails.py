"""What participants get in their mailbox: a code, or the news that we do not know the address."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def send_code(*, address: str, code: str) -> None:
    """Mails a code, as it is to be read, to who asked for it. Raises what SMTP raises."""
    body = render_to_string("accounts/email/code.txt", {"code": code})
    send_mail(_("Jouw code voor Gedag"), body, None, [address])


def send_unknown(*, address: str) -> None:
    """Tells somebody that we do not know this address, and how to begin. Raises what SMTP raises."""
    body = render_to_string("accounts/email/unknown.txt", {"url": settings.URL_DEELNEMER})
    send_mail(_("Over je code voor Gedag"), body, None, [address])
