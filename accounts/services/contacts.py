"""The e-mail address of a participant: proven, used to come back, and removed again."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import Contact, Participant
from accounts.services.merging import merge_participants

# A code that came back proves that mail arrives, whatever a mail server said before.
_DELIVERABLE: dict[str, Any] = {"undeliverable_at": None, "undeliverable_reason": ""}


def come_back_with_address(
    *, address: str, participant: Participant | None, now: dt.datetime
) -> Participant | None:
    """Whose address this is, after the code was right.

    A known address is its participant's; an anonymous diary of this browser joins theirs. Somebody with an address of
    their own stays apart: on a shared device two people must not become one. An unknown address becomes this
    participant's, in the place of an older one; a stranger's is nobody's: None.
    """
    address = address.lower()
    with transaction.atomic():
        known = Contact.objects.select_related("participant").filter(address=address).first()
        if known is None:
            if participant is not None:
                Contact.objects.update_or_create(
                    participant=participant,
                    defaults={"address": address, "confirmed_at": now, **_DELIVERABLE},
                )
            return participant
        Contact.objects.filter(pk=known.pk).update(**_DELIVERABLE)
        anonymous = participant is not None and not Contact.objects.filter(participant=participant).exists()
        if participant and anonymous and participant.pk != known.participant_id:
            merge_participants(source=participant, target=known.participant, now=now)
        return known.participant


def remove_address(*, participant: Participant) -> None:
    """Forgets the address; there may be none."""
    Contact.objects.filter(participant=participant).delete()
