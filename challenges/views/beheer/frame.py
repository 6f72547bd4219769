"""What the staff pages about one campaign share: the one door to it, and the frame around them."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from accounts.access import StaffRequest
from challenges.models import Campaign
from challenges.queries import campaigns as campaign_queries
from challenges.queries.calendar import campaign_state
from interactions.models import local_date


def campaign_of(request: StaffRequest, slug: str) -> Campaign:
    """The one door to a campaign for staff: of the organisation in the address, or 404."""
    found = campaign_queries.campaigns_of(request.membership.organisation).filter(slug=slug).first()
    if found is None:
        raise Http404("campaign not found")
    return found


def campaign_frame(campaign: Campaign) -> dict[str, Any]:
    """What `challenges/beheer/campaign_head.html` needs."""
    return {
        "campaign": campaign,
        "state": campaign_state(campaign, local_date(timezone.now())),
        "public_url": f"{settings.URL_DEELNEMER}/{campaign.slug}/",
    }
