"""What time does to the outbox: leases that are over, messages that are too late, and old ones that have to go."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from accounts.events import WARNING, Event, note
from accounts.models import Message
from accounts.services.outcomes import MOST_RESENDS
from accounts.services.sending_mark import nothing_before


def recover_messages(*, now: dt.datetime) -> int:
    """Takes messages from workers whose lease is over: they fell over, or sleep. Returns how many.

    What was only claimed was certainly not sent and simply waits again. What was `sending` may have arrived: it is
    sent again with the same Message-ID, three times at most, and then fails as `ambiguous`.
    """
    with transaction.atomic():
        over = Message.objects.filter(lease_until__lte=now)
        unsent = over.filter(state=Message.State.CLAIMED).back_to_pending()
        sending = over.filter(state=Message.State.SENDING)
        failed = sending.filter(ambiguous__gte=MOST_RESENDS).end(
            Message.State.FAILED, reason="ambiguous", ambiguous=F("ambiguous") + 1
        )
        again = sending.back_to_pending(ambiguous=F("ambiguous") + 1)
    if unsent + failed + again:
        note(Event.LEASES_OVER, level=WARNING, unsent=unsent, again=again, failed=failed)
    return unsent + failed + again


def expire_messages(*, now: dt.datetime) -> int:
    """Ends what waited too long to be of use, or is from before a restored copy. Returns how many."""
    pending = Message.objects.filter(state=Message.State.PENDING)
    return pending.filter(Q(expires_at__lte=now) | Q(not_before__lte=nothing_before())).end(
        Message.State.EXPIRED
    )
