"""What the staff pages about one campaign share: the one door to it, and the frame around them."""

from typing import Any, cast

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.access import StaffRequest
from challenges.models import Campaign
from challenges.queries import campaigns as campaign_queries
from challenges.queries.calendar import campaign_state
from challenges.queries.staff_changes import actions
from challenges.queries.staff_check import Finding, facts_of, findings
from challenges.queries.staff_steps import step_states
from interactions.models import local_date


def campaign_of(request: StaffRequest, slug: str) -> Campaign:
    """The one door to a campaign for staff: of the organisation in the address, or 404."""
    found = campaign_queries.campaigns_of(request.membership.organisation).filter(slug=slug).first()
    if found is None:
        raise Http404("campaign not found")
    return found


def campaign_frame(campaign: Campaign) -> dict[str, Any]:
    """What `challenges/beheer/campaign_head.html` needs; the check is made when the step bar asks for it."""
    today = local_date(timezone.now())
    found = cast("list[Finding]", SimpleLazyObject(lambda: findings(facts_of(campaign), today)))
    published = campaign.status != Campaign.Status.DRAFT
    return {
        "campaign": campaign,
        "state": campaign_state(campaign, today),
        "public_url": f"{settings.URL_DEELNEMER}/{campaign.slug}/",
        "found": found,
        "turns": actions(campaign, today),
        "steps": SimpleLazyObject(lambda: step_states(found, published=published)),
    }


def phone_of(campaign: Campaign, *, a_day: bool = False) -> str:
    """The address that the phone beside a form shows; its end changes when the campaign does."""
    where = [campaign.organisation.slug, campaign.slug]
    page = reverse("beheer:preview_day", args=[*where, 1]) if a_day else reverse("beheer:preview", args=where)
    return f"{page}?v={campaign.revision}"
