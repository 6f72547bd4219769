"""Staff pages: the figures of one campaign. The calendar that was announced, each release, and letting it out."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.events import Event, note
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.models import Campaign
from challenges.views.beheer.frame import campaign_frame, campaign_of
from insights.queries.announced import calendar_of
from insights.queries.experience import experience_of
from insights.queries.publication import Standing, at_address, releases_of_campaign
from insights.views.beheer.standing import release_context, sign_page
from insights.views.files import file_of
from interactions.models import local_date


def release_of(campaign: Campaign, digest: str) -> Standing:
    """The one door to a campaign's own release, or 404."""
    found = at_address(releases_of_campaign(campaign), digest)
    if found is None:
        raise Http404("release not found")
    return found


@for_staff(Permission.VIEW_RESULTS)
@require_safe
def results(request: StaffRequest, slug: str) -> HttpResponse:
    """When figures come and why then, how far the worker is, what is there, and what people wrote."""
    campaign = campaign_of(request, slug)
    moments = calendar_of(campaign, local_date(timezone.now()))
    here = reverse("insights:results", args=[request.membership.organisation.slug, slug])
    context = {
        **campaign_frame(campaign),
        "moments": moments,
        "busy": any(moment.is_due for moment in moments),
        "here": here,
        "experience": experience_of(campaign),
    }
    title = _("Resultaten van %(name)s") % {"name": campaign.name}
    response = render_page(request, "insights/beheer/results.html", context, page_title=title)
    if request.htmx:
        response["HX-Push-Url"] = "false"  # it looks again by itself: that is no new page
    return response


@for_staff(Permission.VIEW_RESULTS)
@require_safe
def release(request: StaffRequest, slug: str, digest: str) -> HttpResponse:
    """One release with its figures, what it cost, and the way to let it out."""
    campaign = campaign_of(request, slug)
    standing = release_of(campaign, digest)
    context = {**campaign_frame(campaign), **release_context(request, standing), **_ways(request, standing)}
    return render_page(request, "insights/beheer/release.html", context, page_title=context["title"])


@for_staff(Permission.PUBLISH_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: StaffRequest, slug: str, digest: str) -> HttpResponse:
    """GET says what becomes public and that it stays so; POST signs."""
    campaign = campaign_of(request, slug)
    standing = release_of(campaign, digest)
    frame = {**campaign_frame(campaign), **_ways(request, standing)}
    return sign_page(request, standing, frame)


@for_staff(Permission.VIEW_RESULTS)
@require_safe
def file(request: StaffRequest, slug: str, digest: str, sort: str) -> HttpResponse:
    """The figures as a file, before they are out too."""
    standing = release_of(campaign_of(request, slug), digest)
    answer = file_of(standing, sort)
    note(Event.EXPORTED, what="release", release=standing.release.pk, kind=sort)
    return answer


def _ways(request: StaffRequest, standing: Standing) -> dict[str, Any]:
    """Where the pages around this release are."""
    at = [request.membership.organisation.slug, standing.campaign.slug if standing.campaign else ""]
    return {
        "list_url": reverse("insights:results", args=at),
        "release_url": reverse("insights:release", args=[*at, standing.address]),
        "sign_url": reverse("insights:release_sign", args=[*at, standing.address]),
    }
