"""Proving that an e-mail address is yours with a code of eight characters.

A code works in the browser that asked for it, for its address, ten minutes, at most five wrong tries; a newer one
replaces it. Until then it works again: a second tap on the button is answered as the first. How often one may be asked
is in the table of limits. Eight characters are 40 bits: what three codes an hour and five tries a code leave to guess
is in bench/guessing.py.

Whose the address is, is not sure yet, so nobody's key is there for it. It is sealed with the secret of the browser that
asked, which is kept nowhere: nothing that the installation has opens it.
"""

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import connection, transaction
from django.db.models import F, QuerySet

from accounts.models import Contact, EmailCode, Participant, index_of_address
from accounts.models.private_seals import KEY_LENGTH, BrokenSealedError, binding, seal_text, unseal_text
from accounts.queries import row_security
from accounts.services.secrets import EMAIL_LENGTH, hash_code, hash_secret, hashes_of_code, new_code

VALID_FOR = dt.timedelta(minutes=10)
MOST_TRIES = 5
MOST_UNKNOWN = 60  # mails a minute to addresses that nobody proved, over everybody who asks
MINUTE = dt.timedelta(minutes=1)


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


def mailbox_of(address: str) -> str:
    """In whose mailbox a mail to `address` commonly comes: `naam+iets@` in that of `naam@`. To count by."""
    name, _at, domain = address.lower().rpartition("@")
    return f"{name.partition('+')[0] or name}@{domain}"


def ask_code(*, address: str, browser: str, participant: Participant | None, now: dt.datetime) -> AskedCode:
    """Makes a code for `address`, to be mailed; `browser` is the secret of the browser that asks."""
    address, browser_hash = address.lower(), hash_secret(browser)
    code = new_code(EMAIL_LENGTH)
    row = EmailCode.objects.create(
        participant=participant,
        address_index=index_of_address(address),
        sealed_address=seal_text(_key_of(browser), address, _bound_to(browser_hash)),
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
    is_known = Contact.objects.filter(address_index=index_of_address(address)).exists()
    with connection.cursor() as cursor:  # counted for a known one too, so that both take as long
        cursor.execute("SELECT gedag_codes_for_unknown(%s)", [now - MINUTE])
        (unknown,) = cursor.fetchone()
    return bool(participant is not None or is_known or unknown <= MOST_UNKNOWN)


def waiting_address(*, browser: str, now: dt.datetime) -> str:
    """The address that this browser may prove now; empty when there is none."""
    with _of_browser(browser):
        waiting = _waiting(browser, now).first()
    try:
        return _address_of(waiting, browser) if waiting else ""
    except NoCodeError:
        return ""


def redeem_code(*, code: str, browser: str, now: dt.datetime) -> str:
    """The address that the code proves. Raises WrongCodeError or NoCodeError."""
    with transaction.atomic(), _of_browser(browser):
        waiting = _waiting(browser, now).select_for_update().first()
        if waiting is None or waiting.tries >= MOST_TRIES:
            raise NoCodeError
        address = _address_of(waiting, browser)
        right = bytes(waiting.code_hash) in hashes_of_code(code, browser, address)
        this = EmailCode.objects.filter(pk=waiting.pk)
        if right:
            this.filter(used_at__isnull=True).update(used_at=now)
        else:
            this.update(tries=F("tries") + 1)
    if not right:
        raise WrongCodeError
    return address


def _address_of(waiting: EmailCode, browser: str) -> str:
    """The address that a code was mailed to. Raises NoCodeError when it does not open: then it proves nothing."""
    try:
        return unseal_text(
            _key_of(browser), bytes(waiting.sealed_address), _bound_to(bytes(waiting.browser_hash))
        )
    except BrokenSealedError as error:
        raise NoCodeError from error


def _key_of(browser: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=b"gedag.email_code.address")
    return derived.derive(browser.encode("utf-8", "surrogatepass"))


def _bound_to(browser_hash: bytes) -> bytes:
    return binding("accounts.EmailCode.sealed_address", browser_hash.hex())


def _waiting(browser: str, now: dt.datetime) -> "QuerySet[EmailCode]":
    """The newest code of this browser, when it may still be tried."""
    newest = EmailCode.objects.filter(browser_hash=hash_secret(browser)).order_by("-created_at", "-pk")[:1]
    return EmailCode.objects.filter(pk__in=list(newest.values_list("pk", flat=True)), expires_at__gt=now)


def _of_browser(browser: str) -> AbstractContextManager[None]:
    return row_security.holding(row_security.of_browser(hash_secret(browser)))


def end_codes_of_browser(*, browser: str, now: dt.datetime) -> None:
    """Lets the codes of this browser prove nothing any more."""
    with _of_browser(browser):
        EmailCode.objects.filter(browser_hash=hash_secret(browser), expires_at__gt=now).update(expires_at=now)
