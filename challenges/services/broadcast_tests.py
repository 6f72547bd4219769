"""A message of a municipality before it goes out: as participants get it, and once to whoever wrote it.

The test goes from the web page itself, as a sign-in code does: there is no participant whom the outbox could ask.
"""

import datetime as dt
import smtplib
from dataclasses import replace

from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives

from accounts.emails import Letter
from accounts.models import User
from challenges import emails
from challenges.models import Campaign

MOST_AN_HOUR = 5
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
    # One key for each: adding a key is one step of the database, and counting one up would forget when it ends.
    keys = (f"broadcast-test:{user.pk}:{now:%Y%m%d%H}:{number}" for number in range(MOST_AN_HOUR))
    if not any(cache.add(key, 1, timeout=3600) for key in keys):
        raise TooManyTestsError
    letter = broadcast_letter(campaign=campaign, title=title, text=text, to=user.email)
    mail = EmailMultiAlternatives(f"Test: {letter.subject}", letter.text, to=[letter.to])
    mail.attach_alternative(letter.html, "text/html")
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        raise MailAwayError from error
