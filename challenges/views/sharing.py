"""A campaign as others pass it on: the picture beside a link, the way in from a QR code, and how often both happen."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import PublicRequest, count, for_everyone
from accounts.models.words import Language
from accounts.services.limit_table import Act
from challenges.models import Campaign, PageTotal
from challenges.queries import campaigns as campaign_queries
from challenges.services.page_totals import count_page
from challenges.services.printed import share_image, share_version

# Programs that say so themselves: search engines, and messengers that fetch a link to show a picture of it.
_PROGRAM = re.compile(r"bot/|crawl|spider|facebookexternalhit|whatsapp|preview", re.IGNORECASE)
_KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
# Key in a request's META: openings that were answered with the page as it was, and that no total has yet.
UNCOUNTED = "gedag.uncounted"


@for_everyone
@require_safe
def scan(request: PublicRequest, slug: str) -> HttpResponse:
    """The short address in a QR code: counts that it was scanned, and leads to the campaign's own page."""
    campaign = _public_campaign(slug)
    count_opening(request, campaign, PageTotal.Kind.SCAN)
    response = redirect("challenges:landing", slug=campaign.slug)
    response["X-Robots-Tag"] = "noindex"
    return response


@for_everyone
@require_safe
def picture(request: PublicRequest, slug: str, version: str) -> HttpResponse:
    """The share image. Its address changes with what is in it, so it may be kept; an older address leads to the one of
    now, because it stands in messages that were sent. Only one size, and only of a campaign that is public."""
    campaign = _public_campaign(slug)
    for language in Language:
        if version == share_version(campaign=campaign, language=language):
            return HttpResponse(
                share_image(
                    campaign=campaign,
                    language=language,
                    before_making=lambda: count(request, Act.MAKE_SHEET),
                ),
                content_type="image/png",
                headers={"Cache-Control": _KEPT_FOR_GOOD, "Cross-Origin-Resource-Policy": "cross-origin"},
            )
    return redirect(picture_path(campaign, Language.DUTCH))


@for_everyone
@require_safe
def robots(request: PublicRequest) -> HttpResponse:
    """Search engines are welcome, but need not follow QR codes."""
    return HttpResponse("User-agent: *\nDisallow: /q/\n", content_type="text/plain; charset=utf-8")


def picture_address(campaign: Campaign) -> str:
    """The full address of the share image in the reader's language."""
    return settings.URL_DEELNEMER + picture_path(campaign, get_language() or Language.DUTCH)


def picture_path(campaign: Campaign, language: str) -> str:
    """The path of the share image in a language, on the participant face."""
    version = share_version(campaign=campaign, language=language)
    return reverse("challenges:share_image", args=[campaign.slug, version])


def count_opening(request: HttpRequest, campaign: Campaign, kind: PageTotal.Kind) -> None:
    """Counts that a page was opened by somebody, together with the openings that were answered with the page as it
    was."""
    times = is_opening(request.META) + request.META.pop(UNCOUNTED, 0)
    if times:
        count_page(campaign=campaign, kind=kind, now=timezone.now(), times=times)


def is_opening(meta: Mapping[str, Any]) -> bool:
    """Whether somebody opens a page: a browser does not fetch it ahead, and it is no program. It looks at what the
    request says of itself and keeps nothing of that."""
    ahead = meta.get("HTTP_SEC_PURPOSE", "") + meta.get("HTTP_PURPOSE", "")
    return (
        meta["REQUEST_METHOD"] == "GET"
        and "prefetch" not in ahead
        and not _PROGRAM.search(meta.get("HTTP_USER_AGENT", ""))
    )


def _public_campaign(slug: str) -> Campaign:
    campaign = campaign_queries.public_campaign(slug)
    if campaign is None:
        raise Http404("campaign not found")
    return campaign
