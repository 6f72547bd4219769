"""Messages of a municipality, as its staff may know them: whether one can go out now, and what became of earlier
ones. Nobody is counted: a message is on its way, or it was sent."""

import datetime as dt
from enum import StrEnum

from django.db.models import QuerySet

from challenges.models import Broadcast, Campaign
from challenges.queries.calendar import CampaignState, campaign_state
from interactions.models import local_date

# How long sending takes at most while nothing stands still: one round of planning and the mails themselves.
TAKES = dt.timedelta(minutes=30)


class NotNow(StrEnum):
    """Why no message can go to the participants of a campaign."""

    DRAFT = "draft"
    BEFORE = "before"
    PAUSED = "paused"
    OVER = "over"
    TOO_LATE = "too_late"  # it would arrive tomorrow morning, and then the campaign is over


class BroadcastState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    GOING = "going"
    SENT = "sent"


def why_no_broadcast(campaign: Campaign, *, now: dt.datetime, arrives_at: dt.datetime) -> NotNow | None:
    """Why a message confirmed `now`, that would arrive at `arrives_at`, reaches nobody; None when it does."""
    if campaign.status == Campaign.Status.DRAFT:
        return NotNow.DRAFT
    state = campaign_state(campaign, local_date(now))
    if state != CampaignState.RUNNING:
        return NotNow(state.value)
    if campaign_state(campaign, local_date(arrives_at)) != CampaignState.RUNNING:
        return NotNow.TOO_LATE
    return None


def broadcast_state(
    *, arrives_at: dt.datetime, expires_at: dt.datetime, running: bool, stalled: bool, now: dt.datetime
) -> BroadcastState:
    """What became of a message: while it is worth sending it waits for a campaign that stands still, and is on its way
    while messages stand still. After that whoever could get it has it."""
    if now >= expires_at:
        return BroadcastState.SENT
    if not running:
        return BroadcastState.WAITING
    return BroadcastState.GOING if stalled or now < arrives_at + TAKES else BroadcastState.SENT


def broadcasts_of(campaign: Campaign) -> QuerySet[Broadcast]:
    """What was sent to the participants of a campaign, the newest first."""
    return (
        Broadcast.objects.filter(campaign=campaign, confirmed_at__isnull=False)
        .select_related("created_by")
        .order_by("-confirmed_at", "-pk")
    )
