"""The sender of every page in a participant's frame."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from challenges.models import Campaign
from challenges.queries.calendar import CampaignState, campaign_state
from challenges.queries.today import active_participations
from interactions.models import local_date


def sender(request: HttpRequest) -> dict[str, Any]:
    """`campaign`: whose look a page has when its view names none: the participant's first one that is not over
    (looked up only when a template asks; None for strangers)."""
    return {"campaign": SimpleLazyObject(lambda: _first_campaign(request))}


def _first_campaign(request: HttpRequest) -> Campaign | None:
    """The first campaign that is not over, else the first."""
    participant = getattr(request, "participant", None)
    if not participant:
        return None
    campaigns = [participation.campaign for participation in active_participations(participant)]
    today = local_date(timezone.now())
    going = (one for one in campaigns if campaign_state(one, today) != CampaignState.OVER)
    return next(going, campaigns[0] if campaigns else None)
