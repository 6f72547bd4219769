"""Pages for everybody: the figures that are out, and when the next ones come."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import PublicRequest, for_everyone
from accounts.views.rendering import render_page
from challenges.views.public import campaign_or_404
from insights.queries.about import LICENCE
from insights.queries.announced import announced_for_all, announced_of
from insights.queries.infographics.versions import public_version
from insights.queries.publication import (
    Standing,
    at_address,
    published_releases,
    standings_of,
)
from insights.queries.reading import blocks_of
from insights.queries.release_words import name_of
from insights.views.files import cached, file_of
from interactions.models import local_date

_ASK_AGAIN = (
    "private, no-cache"  # a page differs by language and by who reads; its tag says whether it changed
)


def _published(digest: str) -> Standing:
    """The one door to a release for the public: 404 until it is out."""
    found = at_address(published_releases(), digest)
    if found is None:
        raise Http404("release not found")
    return found


@for_everyone
@require_safe
def published(request: PublicRequest) -> HttpResponse:
    """What is out, the newest first, and what is announced."""
    found = standings_of(published_releases().order_by("-draw__due_on", "draw__campaign__name", "pk"))
    context = {
        "campaign": None,
        "national": [one for one in found if one.is_national],
        "local": [one for one in found if not one.is_national],
        "to_come": announced_for_all(local_date(timezone.now())),
        "show_footer": True,
    }
    return _page(request, "insights/published.html", context, _("Resultaten"))


@for_everyone
@require_safe
def of_campaign(request: PublicRequest, slug: str) -> HttpResponse:
    """One campaign: what is out of it, and what is announced."""
    campaign = campaign_or_404(slug)
    found = published_releases().filter(draw__campaign=campaign)
    context = {
        "campaign": campaign,
        "local": standings_of(found),
        "to_come": announced_of(campaign, local_date(timezone.now())),
        "show_footer": True,
    }
    title = _("Resultaten van %(name)s") % {"name": campaign.words.name}
    return _page(request, "insights/of_campaign.html", context, title)


@for_everyone
@require_safe
def release(request: PublicRequest, digest: str) -> HttpResponse:
    """One release: its figures, how they were made, and how to check them."""
    standing = _published(digest)
    draw = standing.release.draw
    title = name_of(draw.kind, draw.cohort)
    context = {
        "campaign": standing.campaign,
        "standing": standing,
        "title": title,
        "blocks": blocks_of(standing.release),
        "licence": LICENCE,
        "has_infographic": public_version(standing.release) is not None,
        "show_footer": True,
    }
    of = standing.campaign.words.name if standing.campaign else ""
    return _page(request, "insights/release.html", context, f"{title} · {of}" if of else title)


@for_everyone
@require_safe
def file(request: PublicRequest, digest: str, sort: str) -> HttpResponse:
    """The figures as a file: the same bytes for everybody."""
    return cached(request, file_of(_published(digest), sort))


def _page(request: PublicRequest, template: str, context: dict[str, Any], title: str) -> HttpResponse:
    response = render_page(request, template, context, page_title=title)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return cached(request, response, policy=_ASK_AGAIN)
