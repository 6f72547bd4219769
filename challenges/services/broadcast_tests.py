"""A message of a municipality before it goes out: as participants get it, and once to whoever wrote it.

The test goes from the web page itself, as a sign-in code does: there is no participant whom the outbox could ask.
"""

import datetime as dt
import smtplib
from dataclasses import replace

from django.core.mail import EmailMultiAlternatives

from accounts.emails import Letter
from accounts.models import User
from accounts.services.limit_table import Act, Who
from accounts.services.limits import TooOftenError, take
from challenges import emails
from challenges.models import Campaign

# Everybody's own links stand at the foot of a mail; here is nobody to make them for.
_NOBODYS_LINK = "voorbeeld"


class TooManyTestsError(Exception):
    """This member of staff sent enough tests this hour."""


class MailAwayError(Exception):
    """The mail server took nothing now."""


def broadcast_letter(*, campaign: Campaign, title: str, text: str, to: str) -> Letter:
    """The mail as participants of `campaign` get it, but for the links that are everybody's own."""
    stop = emails.stop(unsubscribe_token=_NOBODYS_LINK, preferences_token=_NOBODYS_LINK)
    letter = emails.notice_letter(to=to, campaign=campaign, title=title, text=text, stop=stop)
    return replace(letter, headers={})


def send_broadcast_test(*, campaign: Campaign, user: User, title: str, text: str, now: dt.datetime) -> None:
    """Mails it to `user` alone. Raises TooManyTestsError, MailAwayError."""
    try:
        take(act=Act.BROADCAST_TEST, by={Who.MEMBER: user.pk}, now=now)
    except TooOftenError as often:
        raise TooManyTestsError from often
    letter = broadcast_letter(campaign=campaign, title=title, text=text, to=user.email)
    mail = EmailMultiAlternatives(f"Test: {letter.subject}", letter.text, to=[letter.to])
    mail.attach_alternative(letter.html, "text/html")
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        raise MailAwayError from error
