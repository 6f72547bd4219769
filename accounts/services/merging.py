"""Two participants who turn out to be one: their diaries come together in the one that stays."""

import datetime as dt

from django.db import transaction

from accounts.events import Event, note
from accounts.models import Contact, EmailCode, Message, Participant, ParticipantSession, WayBack
from accounts.queries import row_security
from accounts.services.erasures import note_merge
from accounts.services.owndata import registered


def bring_along(*, source: Participant, target: Participant, now: dt.datetime) -> bool:
    """Takes an anonymous diary along into `target`, for who said that both are theirs. One with an address of its own
    stays apart. Returns whether they are one now."""
    if source.pk != target.pk and Contact.objects.filter(participant=source).exists():
        return False
    merge_participants(source=source, target=target, now=now)
    return True


def merge_participants(*, source: Participant, target: Participant, now: dt.datetime) -> None:
    """Gives everything of `source` to `target` and ends `source`. No moment is lost; where only one answer can be,
    the target's counts. The source's browsers and ways back bring people to the target from now on.
    """
    if source.pk == target.pk:
        return
    with transaction.atomic(), row_security.acting_for(source.pk, target.pk):
        list(Participant.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk"))
        # The last registered first: what an app keeps hangs on rows of apps below it, which their merging ends.
        for own_data in reversed(registered().values()):
            own_data.merge(source=source, target=target, now=now)
        ParticipantSession.objects.filter(participant=source).update(participant=target)
        EmailCode.objects.filter(participant=source).update(participant=target)
        waiting = Message.objects.filter(
            participant=source, state__in=[Message.State.PENDING, Message.State.CLAIMED]
        )
        waiting.end(Message.State.CANCELLED, reason="merged")  # the target is planned for anew
        Message.objects.filter(participant=source).update(participant=target)
        current = WayBack.objects.filter(
            participant=target, replaced_at__isnull=True, kind__in=WayBack.LASTING
        ).values("kind")
        WayBack.objects.filter(
            participant=source,
            replaced_at__isnull=True,
            kind__in=list(current.values_list("kind", flat=True)),
        ).update(replaced_at=now)
        WayBack.objects.filter(participant=source).update(participant=target)
        note_merge(source=source, target=target)
        number, into = source.pk, target.pk
        source.delete()
        transaction.on_commit(lambda: note(Event.PARTICIPANTS_MERGED, participant=number, into=into))
