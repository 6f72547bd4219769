"""How often a campaign may be joined, and what becomes of a room full of people.

Each network may join so often an hour, and each campaign so often a minute and an hour. When a campaign is full because
a crowd comes, or because somebody wrote a program, who comes from a network with few still gets in: a program needs
thousands of networks in a hundred areas to keep them out. When a network is full and staff said that they are with a
group, there is room for the group apart.
"""

import datetime as dt

from django.db import transaction

from accounts.services.limit_table import GROUP_WINDOW, Act, Who
from accounts.services.limits import TooOftenError, take
from accounts.services.networks import area_of
from challenges.models import Campaign
from challenges.queries.calendar import CampaignState, campaign_state
from interactions.models import local_date


class NoGroupNowError(Exception):
    """Nobody can join this campaign now, so neither can a group."""


def count_join(*, campaign: Campaign, client: str, now: dt.datetime) -> None:
    """Counts that somebody joins `campaign` from the network `client`. Raises TooOftenError, having counted nothing."""
    by: dict[Who, object] = {
        Who.CLIENT: client,
        Who.AREA: f"{campaign.pk} {area_of(client)}",
        Who.CAMPAIGN: campaign.pk,
        Who.GROUP: f"{campaign.pk} {client}",
    }
    try:
        take(act=Act.JOIN, by=by, now=now)
    except TooOftenError as full:
        if not group_is_open(campaign=campaign, now=now):
            raise
        try:
            take(act=Act.JOIN_IN_GROUP, by=by, now=now)
        except TooOftenError:
            raise full from None


def group_is_open(*, campaign: Campaign, now: dt.datetime) -> bool:
    """Whether staff said that they are with a group. An end further off than they can make it is no window: then the
    clock was put back."""
    return campaign.group_until is not None and now < campaign.group_until <= now + GROUP_WINDOW


def open_group(*, campaign: Campaign, now: dt.datetime) -> Campaign:
    """Makes room for a group, for two hours from now. Open already it stays as it was. Raises NoGroupNowError."""
    with transaction.atomic():
        found = _locked(campaign)
        if campaign_state(found, local_date(now)) not in {CampaignState.RUNNING, CampaignState.BEFORE}:
            raise NoGroupNowError
        if not group_is_open(campaign=found, now=now):
            found.group_until = now + GROUP_WINDOW
            found.save(update_fields=["group_until"])
    return found


def close_group(*, campaign: Campaign, now: dt.datetime) -> Campaign:
    """Ends the room for a group; closed already nothing changes."""
    with transaction.atomic():
        found = _locked(campaign)
        if found.group_until is not None and found.group_until > now:
            found.group_until = None
            found.save(update_fields=["group_until"])
    return found


def _locked(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
