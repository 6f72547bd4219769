"""Offering a text to a campaign, and taking it back: at any time, from pages as well."""

import datetime as dt
import uuid

from django.db import connection, transaction

from accounts.models import Participant
from challenges.models import Campaign, Contribution, ContributionOwner
from interactions.models import LifeDomain, local_date


def offer_contribution(
    *,
    participant: Participant,
    client_id: uuid.UUID,
    campaign: Campaign,
    kind: Contribution.Kind,
    text: str,
    domain: LifeDomain | None,
    now: dt.datetime,
) -> Contribution:
    """Offers a text; nobody but staff sees it until they approve. The same client id and text are the same
    contribution; another text from a page that was kept is another one.

    Only the local day is kept, so that the time matches nobody's diary.
    """
    with transaction.atomic():
        Participant.objects.select_for_update().get(pk=participant.pk)
        # The id of another text under the same page id is always the same, so that a second tap finds it.
        of_text = uuid.uuid5(client_id, text)
        owners = ContributionOwner.objects.select_related("contribution").filter(
            participant=participant, client_id__in=[client_id, of_text]
        )
        for owner in owners:
            if owner.contribution.text == text:
                return owner.contribution
        if owners:
            client_id = of_text
        # Whose it is comes first: only its owner may add it, and only its owner sees it until it is approved.
        contribution = Contribution(
            pk=_next_number(),
            campaign=campaign,
            kind=kind,
            text=text,
            domain=domain,
            offered_on=local_date(now),
        )
        ContributionOwner.objects.create(
            participant=participant, contribution_id=contribution.pk, client_id=client_id
        )
        contribution.save(force_insert=True)
    return contribution


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('challenges_contribution_id_seq')")
        (number,) = cursor.fetchone()
    return int(number)


def withdraw_contribution(*, contribution: Contribution) -> None:
    """Takes a contribution back, whatever its status: it is gone, from pages too."""
    Contribution.objects.filter(pk=contribution.pk).delete()
