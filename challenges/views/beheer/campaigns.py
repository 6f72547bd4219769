"""Staff pages: the organisations somebody works for, their campaigns, and the overview of one campaign."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, for_staff
from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.models import Campaign
from challenges.queries import campaigns as campaign_queries
from challenges.queries.calendar import campaign_state
from challenges.queries.staff_delivery import delivery_lines
from challenges.queries.staff_desk import desk_row, put_today
from challenges.queries.staff_national import adoptions_of
from challenges.services.join_limits import group_is_open
from challenges.views.beheer.frame import campaign_frame
from challenges.views.beheer.institute import institute_of
from interactions.models import local_date


@for_staff()
@require_safe
def organisations(request: StaffRequest) -> HttpResponse:
    """The organisations of this member of staff; with only one, its overview at once."""
    memberships = list(request.user.memberships.select_related("organisation").order_by("organisation__name"))
    if len(memberships) == 1:
        return redirect("beheer:overview", org=memberships[0].organisation.slug)
    return render_page(
        request,
        "challenges/beheer/organisations.html",
        {"memberships": memberships},
        page_title=_("Organisaties"),
    )


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def campaigns(request: StaffRequest) -> HttpResponse:
    """The campaigns of one organisation; the archived ones apart."""
    now = timezone.now()
    organisation = request.membership.organisation
    archived = "gearchiveerd" in request.GET
    everything = list(campaign_queries.campaigns_of(organisation))
    found = [one for one in everything if (one.status == Campaign.Status.ARCHIVED) == archived]
    delivery = delivery_lines(found, now)
    rows = [
        {
            "campaign": campaign,
            "state": campaign_state(campaign, local_date(now)),
            "delivery": delivery.get(campaign.pk),
        }
        for campaign in found
    ]
    return render_page(
        request,
        "challenges/beheer/campaigns.html",
        {"rows": rows, "archived": archived, "others": len(everything) - len(found)},
        page_title=organisation.name,
    )


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def campaign(request: StaffRequest, slug: str) -> HttpResponse:
    """The overview of one campaign: how it goes, what is next, and its days with their ideas."""
    now = timezone.now()
    row = desk_row(request.membership.organisation, slug, now)
    if row is None:
        raise Http404("campaign not found")
    days = campaign_queries.days_with_ideas(row.campaign)
    put_today(row, days)
    context = {
        **campaign_frame(row.campaign),
        "row": row,
        "days": days,
        "group_until": row.campaign.group_until if group_is_open(campaign=row.campaign, now=now) else None,
        **_adoptions(request, row.campaign),
    }
    return render_page(request, "challenges/beheer/campaign.html", context, page_title=row.campaign.name)


def _adoptions(request: StaffRequest, campaign: Campaign) -> dict[str, Any]:
    """Who took over a campaign of an institute; a municipality's cannot be taken over."""
    if campaign.organisation.kind != Organisation.Kind.INSTITUTE:
        return {"adoptions": None}
    institute_of(request)
    return {"adoptions": adoptions_of(campaign), "public": settings.URL_DEELNEMER}
