"""The e-mail address of a participant: proven, used to come back, and removed again."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Contact, Participant, WayBack, index_of_address
from accounts.queries import row_security
from accounts.services.merging import bring_along
from accounts.services.owndata import registered

# A code that came back proves that mail arrives, whatever a mail server said before.
_DELIVERABLE: dict[str, Any] = {"undeliverable_at": None, "undeliverable_reason": ""}


def come_back_with_address(
    *, address: str, participant: Participant | None, own: bool, now: dt.datetime
) -> Participant | None:
    """Whose address this is, after the code was right.

    `participant` is who this browser knows, and `own` that whoever proved the address said: that diary is mine too.
    Only then does an anonymous diary join the one of a known address, or does an unknown address become its way back.
    A diary with an address of its own stays as it is: on a shared device two people must not become one. None when
    the address is nobody's.
    """
    address = address.lower()
    with transaction.atomic(), row_security.holding(_of(address)):
        here = participant and Participant.objects.select_for_update().filter(pk=participant.pk).first()
        whose = _whose(address)
        if whose is None and here and own and not Contact.objects.filter(participant=here).exists():
            try:
                with transaction.atomic():
                    Contact.objects.create(participant=here, address=address, confirmed_at=now)
                return here
            except IntegrityError:  # proved at this very moment in another browser
                whose = _whose(address)
        if whose:
            Contact.objects.filter(participant=whose).update(**_DELIVERABLE, confirmed_at=now)
            if here and own:
                bring_along(source=here, target=whose, now=now)
        return whose


def _of(address: str) -> row_security.Proof:
    return row_security.of_address(index_of_address(address))


def _whose(address: str) -> Participant | None:
    index = index_of_address(address)
    known = Contact.objects.select_related("participant__private_key").filter(address_index=index).first()
    return known.participant if known else None


def remove_address(*, participant: Participant) -> None:
    """Forgets the address, and with it every wish for a message there and every link that was mailed to it; there may
    be none."""
    with transaction.atomic():
        Contact.objects.filter(participant=participant).delete()
        WayBack.objects.filter(participant=participant, kind=WayBack.Kind.DAY_LINK).delete()
        for own_data in registered().values():
            own_data.address_gone(participant=participant)


def refuse_kind(*, participant: Participant, kind: str) -> None:
    """No messages of this kind to this address any more; again changes nothing, and there may be no address."""
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(participant=participant).first()
        if contact and kind not in contact.refused_kinds:
            choose_refused_kinds(participant=participant, kinds=[*contact.refused_kinds, kind])


def choose_refused_kinds(*, participant: Participant, kinds: Collection[str]) -> None:
    """These kinds of messages are not wanted at this address, and all others are."""
    Contact.objects.filter(participant=participant).update(refused_kinds=sorted(set(map(str, kinds))))
