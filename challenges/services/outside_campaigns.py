"""Campaigns that run without Gedag, as an institute notes them by hand."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Organisation
from challenges.models import OutsideCampaign

FIELDS = ("municipality", "name", "starts_on", "ends_on", "about_how_many", "did", "address")


class OutsideCampaignGoneError(Exception):
    """A colleague removed it, or it was never there."""


def note_outside_campaign(
    *, organisation: Organisation, client_id: uuid.UUID, said: Mapping[str, Any]
) -> OutsideCampaign:
    """A new entry. The same form sent twice is one entry."""
    entry, _made = OutsideCampaign.objects.get_or_create(
        organisation=organisation, client_id=client_id, defaults={name: said[name] for name in FIELDS}
    )
    return entry


def change_outside_campaign(
    *, organisation: Organisation, pk: int, said: Mapping[str, Any]
) -> OutsideCampaign:
    """What was said last holds; what it was is in the history. Raises OutsideCampaignGoneError."""
    with transaction.atomic():
        entry = OutsideCampaign.objects.select_for_update().filter(pk=pk, organisation=organisation).first()
        if entry is None:
            raise OutsideCampaignGoneError
        for name in FIELDS:
            setattr(entry, name, said[name])
        entry.save(update_fields=list(FIELDS))
    return entry


def remove_outside_campaign(*, organisation: Organisation, pk: int) -> None:
    """Takes an entry out of the overview; once is enough."""
    OutsideCampaign.objects.filter(pk=pk, organisation=organisation).delete()
