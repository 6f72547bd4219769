"""Joining a campaign."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import Participant
from accounts.services.participants import become_participant
from challenges.models import Campaign, Participation
from challenges.queries.calendar import CampaignState, campaign_state
from interactions.models import local_date
from interactions.models.local_day import AMSTERDAM

# Who joins in the evening has day 1 tomorrow: a challenge for today would come too late to do.
EVENING = dt.time(18, 0)


class CampaignClosedError(Exception):
    """The campaign takes no participants now: it is over, paused or has not begun."""


def join_campaign(
    *,
    campaign: Campaign,
    step: str,
    now: dt.datetime,
    participant: Participant | None = None,
    join_key: uuid.UUID | None = None,
) -> Participation:
    """Lets somebody take part; a stranger becomes a participant with `join_key`, which stands for their consent.

    Doing it again gives the same participation; who had left is in again, from day 1. Raises CampaignClosedError, or
    JoinKeySpentError when the page with this key was used long ago.
    """
    if campaign_state(campaign, local_date(now)) not in {CampaignState.RUNNING, CampaignState.BEFORE}:
        raise CampaignClosedError
    with transaction.atomic():
        if participant is None:
            if join_key is None:
                raise ValueError("a stranger joins with a join key")
            participant = become_participant(join_key=join_key, now=now)
        participation, created = Participation.objects.get_or_create(
            participant=participant,
            campaign=campaign,
            defaults={"step": step, "joined_at": now, "first_day": first_day(now)},
        )
        if not created and participation.left_at is not None:
            Participation.objects.filter(pk=participation.pk).update(
                left_at=None, step=step, joined_at=now, first_day=first_day(now)
            )
            participation.refresh_from_db()
    return participation


def first_day(now: dt.datetime) -> dt.date:
    """The local day on which somebody who joins at `now` has day 1 of a rolling campaign."""
    today = local_date(now)
    local = now.astimezone(AMSTERDAM)
    in_the_evening = local.date() > today or local.time() >= EVENING
    return today + dt.timedelta(days=1) if in_the_evening else today
