"""Becoming a participant, and being erased."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.events import Event, note
from accounts.models import Consent, Contact, Language, Participant, ParticipantKey
from accounts.queries import row_security
from accounts.services.code_messages import forget_codes
from accounts.services.erasures import note_erasure
from accounts.services.owndata import registered

CONSENT_VERSION = 2
# A page that was left open does not make somebody new into yesterday's participant.
SAME_TAP_WITHIN = dt.timedelta(minutes=10)


class JoinKeySpentError(Exception):
    """The join key belongs to somebody who joined a while ago."""


def become_participant(
    *, join_key: uuid.UUID, now: dt.datetime, language: str = Language.DUTCH
) -> Participant:
    """Makes a participant who gave consent; from here on the request is theirs. The same tap sent twice gives the same
    participant.

    Raises JoinKeySpentError when the key was used longer than ten minutes ago.
    """
    with transaction.atomic():
        with row_security.holding(row_security.of_join_key(join_key)):
            participant, created = Participant.objects.get_or_create(
                join_key=join_key, defaults={"created_at": now, "last_seen_at": now, "language": language}
            )
        if not created and now - participant.created_at > SAME_TAP_WITHIN:
            raise JoinKeySpentError
        row_security.act_for(participant.pk)
        if created:
            ParticipantKey.made_for(participant)
        Consent.objects.get_or_create(
            participant=participant, version=CONSENT_VERSION, defaults={"given_at": now}
        )
    return participant


def choose_language(*, participant: Participant, language: Language) -> None:
    """Keeps the language in which somebody wants their messages."""
    Participant.objects.filter(pk=participant.pk).update(language=language)


def erase_participant(*, participant: Participant) -> None:
    """Erases somebody with everything they own, what they shared and codes on their way to them included. Their key
    goes too: what they wrote stays closed in every older copy of the tables."""
    with transaction.atomic():
        # First, as sending and merging do: in another order they would wait for each other.
        Participant.objects.select_for_update().filter(pk=participant.pk).first()
        for own_data in registered().values():
            own_data.erase(participant=participant)
        own = Contact.objects.filter(participant=participant).values_list("address_index", flat=True)
        forget_codes(participant=participant, address_indexes=[bytes(index) for index in own])
        note_erasure(participant=participant)
        number = participant.pk
        participant.delete()
        transaction.on_commit(lambda: note(Event.PARTICIPANT_ERASED, participant=number))
