"""The mail with a code. Whether an address is known decides the words alone: everything up to then is the same."""

import datetime as dt

from django.db import transaction
from django.utils.translation import get_language, override

from accounts import emails
from accounts.emails import Letter
from accounts.models import EmailCode, Message, Participant, index_of_address
from accounts.queries import row_security
from accounts.queries.ways_back import has_contact
from accounts.services.email_codes import ask_code, may_mail
from accounts.services.message_kinds import MessageKind, NothingToSayError
from accounts.services.outbox import enqueue_secret
from accounts.services.sealing import BrokenSealError, seal, unseal
from accounts.services.secrets import hash_secret, in_fours


def mail_code(*, address: str, browser: str, participant: Participant | None, now: dt.datetime) -> None:
    """Makes a code for `address` and puts the mail with it in the outbox, good for as long as the code is.

    Somebody who takes part may prove any address; for a stranger's unknown one the mail says that we do not know it,
    and of those no more go than `may_mail` lets through.
    """
    address = address.lower()
    of_address = row_security.of_address(index_of_address(address))
    proofs = row_security.of_browser(hash_secret(browser)), of_address
    with transaction.atomic(), row_security.holding(*proofs):
        asked = ask_code(address=address, browser=browser, participant=participant, now=now)
        if not may_mail(address=address, participant=participant, now=now):
            return
        known = has_contact(address) or participant is not None
        enqueue_secret(
            kind=Message.Kind.CODE,
            dedupe_key=f"code:{asked.pk}",
            about_id=asked.pk,
            sealed=seal(
                secrets={
                    "address": address,
                    "code": asked.code,
                    "known": known,
                    "language": get_language(),  # of the page where it was asked
                }
            ),
            now=now,
            expires_at=asked.expires_at,
        )


def forget_codes(*, participant: Participant, address_indexes: list[bytes]) -> None:
    """Forgets codes to these addresses, by their index, and those that the participant asked for, with the mails they
    are in."""
    codes = EmailCode.objects.filter(address_index__in=address_indexes) | EmailCode.objects.filter(
        participant=participant
    )
    with row_security.holding(*map(row_security.of_address, map(bytes, address_indexes))):
        ids = list(codes.values_list("pk", flat=True))
        Message.objects.filter(kind=Message.Kind.CODE, about_id__in=ids).delete()
        EmailCode.objects.filter(pk__in=ids).delete()


def _refusal(message: Message, now: dt.datetime) -> str:
    code = EmailCode.objects.filter(pk=message.about_id or 0).first()
    if code is None:
        return "code_gone"
    return "code_used" if code.used_at else ""


def _render(message: Message, now: dt.datetime) -> Letter:
    try:
        secrets = unseal(sealed=bytes(message.sealed or b""))
    except BrokenSealError as error:
        raise NothingToSayError("seal_broken") from error
    with override(secrets["language"]):
        if secrets["known"]:
            return emails.code_letter(address=secrets["address"], code=in_fours(secrets["code"]))
        return emails.unknown_letter(address=secrets["address"])


CODE = MessageKind(_refusal, _render)
