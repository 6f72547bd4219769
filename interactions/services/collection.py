"""Keeping something from the library: favourite ideas, and openers in one's own words."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import Participant, readable
from interactions.models import Favourite, Idea, Interaction, LifeDomain, Opener, OwnOpener


def keep_favourite(*, participant: Participant, idea: Idea, kept: bool, now: dt.datetime) -> None:
    """Keeps an idea, or lets it go; doing it again changes nothing."""
    if kept:
        Favourite.objects.get_or_create(participant=participant, idea=idea, defaults={"created_at": now})
    else:
        Favourite.objects.filter(participant=participant, idea=idea).delete()


def keep_opener(
    *,
    participant: Participant,
    client_id: uuid.UUID,
    text: str,
    domain: LifeDomain,
    character: str,
    from_opener: Opener | None,
    now: dt.datetime,
) -> OwnOpener:
    """Keeps an opener; with a client id that is known its words change. Raises WordsLockedError when they could not be
    read again, and in the place of one that does not open."""
    kept = participant.own_openers.filter(client_id=client_id).first()
    if kept:
        readable(kept.text)
    opener, _created = OwnOpener.objects.update_or_create(
        participant=participant,
        client_id=client_id,
        defaults={"text": text, "domain": domain, "character": character, "updated_at": now},
        create_defaults={
            "text": text,
            "domain": domain,
            "character": character,
            "from_opener": from_opener,
            "created_at": now,
            "updated_at": now,
        },
    )
    return opener


def drop_opener(*, opener: OwnOpener) -> None:
    """Removes an opener of one's own; a moment that was planned with it keeps its words."""
    opener.delete()


def plan_own_opener(*, opener: OwnOpener, day: dt.date, now: dt.datetime) -> Interaction:
    """ "Probeer vandaag": a planned moment with these words, one a day for each opener. Raises WordsLockedError for one
    that does not open."""
    with transaction.atomic():
        moment, _created = Interaction.objects.get_or_create(
            participant=opener.participant,
            client_id=uuid.uuid5(opener.client_id, day.isoformat()),
            defaults={
                "domain": opener.domain,
                "local_date": day,
                "plan_text": opener.text,
                "created_at": now,
                "updated_at": now,
            },
        )
    return moment
