"""Proving that an e-mail address is yours with a code of eight characters.

A code works in the browser that asked for it, for its address, ten minutes, at most five wrong tries; a newer one
replaces it. Until then it works again: a second tap on the button is answered as the first. Eight characters are 40
bits: what three codes an hour and five tries a code leave to guess is in bench/guessing.py.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, QuerySet

from accounts.models import Contact, EmailCode, Participant
from accounts.services.secrets import EMAIL_LENGTH, hash_code, hash_secret, new_code

VALID_FOR = dt.timedelta(minutes=10)
MOST_TRIES = 5
MOST_CODES = 5  # an hour, for one browser and for one participant
MOST_MAILS = 3  # an hour, to one address, whoever asks: nobody's mailbox is filled through us
HOUR = dt.timedelta(hours=1)
MOST_UNKNOWN = 60  # mails a minute to addresses that nobody proved, over everybody who asks
MINUTE = dt.timedelta(minutes=1)


class TooManyCodesError(Exception):
    """To this address went three codes in the last hour, or this browser or this participant asked for five."""


class WrongCodeError(Exception):
    """The code is not the one that was mailed."""


class NoCodeError(Exception):
    """There is no code to try any more: it is too old, tried too often, or of another browser."""


@dataclass(frozen=True)
class AskedCode:
    """A code to be mailed; `pk` is of the row that keeps its hash."""

    pk: int
    code: str
    expires_at: dt.datetime


def ask_code(*, address: str, browser: str, participant: Participant | None, now: dt.datetime) -> AskedCode:
    """Makes a code for `address`, to be mailed; `browser` is the secret of the browser that asks. To be called within
    a transaction. Raises TooManyCodesError.
    """
    address = address.lower()
    with (
        connection.cursor() as cursor
    ):  # one at a time for an address: else many at once would all be the third
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [address])
    browser_hash = hash_secret(browser)
    recent = EmailCode.objects.filter(created_at__gt=now - HOUR)
    counted = [
        (recent.filter(address=address), MOST_MAILS),
        (recent.filter(browser_hash=browser_hash), MOST_CODES),
    ]
    if participant:  # who drops the browser's cookie is still the same
        counted.append((recent.filter(participant=participant), MOST_CODES))
    if any(codes.count() >= most for codes, most in counted):
        raise TooManyCodesError
    code = new_code(EMAIL_LENGTH)
    row = EmailCode.objects.create(
        participant=participant,
        address=address,
        code_hash=hash_code(code, browser, address),
        browser_hash=browser_hash,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    return AskedCode(row.pk, code, row.expires_at)


def may_mail(*, address: str, participant: Participant | None, now: dt.datetime) -> bool:
    """Whether the mail with the code that was just made may go. To a proven address, and for who takes part, always;
    to unknown ones that strangers name at most sixty a minute in all, so that nobody fills other people's mailboxes
    through us. The page does not tell.
    """
    known = Contact.objects.values("address")
    is_known = known.filter(address=address.lower()).exists()
    # Counted for a known one too, so that both take as long.
    of_strangers = EmailCode.objects.filter(created_at__gt=now - MINUTE, participant__isnull=True)
    unknown = of_strangers.exclude(address__in=known).count()
    return participant is not None or is_known or unknown <= MOST_UNKNOWN


def waiting_address(*, browser: str, now: dt.datetime) -> str:
    """The address that this browser may prove now; empty when there is none."""
    waiting = _waiting(browser, now).first()
    return waiting.address if waiting else ""


def redeem_code(*, code: str, browser: str, now: dt.datetime) -> str:
    """The address that the code proves. Raises WrongCodeError or NoCodeError."""
    with transaction.atomic():
        waiting = _waiting(browser, now).select_for_update().first()
        if waiting is None or waiting.tries >= MOST_TRIES:
            raise NoCodeError
        right = hash_code(code, browser, waiting.address) == bytes(waiting.code_hash)
        this = EmailCode.objects.filter(pk=waiting.pk)
        if right:
            this.filter(used_at__isnull=True).update(used_at=now)
        else:
            this.update(tries=F("tries") + 1)
    if not right:
        raise WrongCodeError
    return waiting.address


def _waiting(browser: str, now: dt.datetime) -> "QuerySet[EmailCode]":
    """The newest code of this browser, when it may still be tried."""
    newest = EmailCode.objects.filter(browser_hash=hash_secret(browser)).order_by("-created_at", "-pk")[:1]
    return EmailCode.objects.filter(pk__in=list(newest.values_list("pk", flat=True)), expires_at__gt=now)


def end_codes_of_browser(*, browser: str, now: dt.datetime) -> None:
    """Lets the codes of this browser prove nothing any more; they still count for the limits."""
    EmailCode.objects.filter(browser_hash=hash_secret(browser), expires_at__gt=now).update(expires_at=now)


def remove_expired_codes(*, now: dt.datetime) -> int:
    """Removes codes that nobody can use and that no limit counts any more. Returns how many."""
    return EmailCode.objects.filter(created_at__lt=now - HOUR, expires_at__lt=now).delete()[0]
