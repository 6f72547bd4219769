"""Pages for everybody: the front page, a campaign's landing page, a look around."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import PublicRequest, for_everyone
from accounts.views.rendering import PUBLIC, render_page
from challenges.forms.joining import step_field
from challenges.models import Campaign, PageTotal
from challenges.queries import campaigns as campaign_queries
from challenges.queries.calendar import CampaignState, campaign_state, slot_for
from challenges.queries.contributions import approved_contributions
from challenges.queries.today import participation_in
from challenges.queries.tokens.sheets import style_sheet
from challenges.views.sharing import count_opening, picture_address
from interactions.models import local_date
from interactions.models.library import Step
from interactions.queries import library

_FOR_EVER = "public, max-age=31536000, immutable"


def campaign_or_404(slug: str) -> Campaign:
    """The one door to a public campaign."""
    campaign = campaign_queries.public_campaign(slug)
    if campaign is None:
        raise Http404("campaign not found")
    return campaign


# One place for each step size, so that three examples show three places.
_EXAMPLE_PLACES = {Step.KNIK: "ov", Step.ZIN: "winkel", Step.PRAATJE: "buurt"}


def _examples_of_library() -> list[dict[str, object]]:
    """An idea of each step size, each from another place."""
    found = {
        step: library.browse(domains=[place], step=step).exclude(say="")
        for step, place in _EXAMPLE_PLACES.items()
    }
    return [{"step": step, "version": version} for step, rows in found.items() if (version := rows.first())]


def _examples_of(campaign: Campaign) -> list[dict[str, object]]:
    """An idea of each step size from the campaign's first three days."""
    slots = [(step, slot_for(campaign, number, step)) for number, step in enumerate(Step, start=1)]
    return [
        {"step": step, "version": library.current_version(slot.idea.key)}
        for step, slot in slots
        if slot and slot.step == step
    ]


@for_everyone
@require_safe
def front(request: PublicRequest) -> HttpResponse:
    """The story, the campaigns that run, and taking part without one."""
    today = local_date(timezone.now())
    context = {
        "campaign": None,
        "campaigns": campaign_queries.running_campaigns(today),
        "national": campaign_queries.national_campaign(today),
        "principles": library.principles(),
        "example_ideas": _examples_of_library(),
        "asked_who": request.GET.get("wie") == "onbekend",
        "signed_out": request.GET.get("wie") == "uit",
        "erased": request.GET.get("wie") == "gewist",
        "show_footer": True,
    }
    request.META[PUBLIC] = not request.participant
    return render_page(request, "challenges/front.html", context, page_title=_("Zeg eens gedag"))


@for_everyone
@require_safe
def landing(request: PublicRequest, slug: str) -> HttpResponse:
    """A campaign introduces itself."""
    campaign = campaign_or_404(slug)
    participant = request.participant or None
    context = {
        **landing_context(campaign, local_date(timezone.now())),
        "already_joined": participant is not None and participation_in(participant, slug) is not None,
        "share_image": picture_address(campaign),
        "share_url": settings.URL_DEELNEMER + request.path,
    }
    request.META[PUBLIC] = participant is None
    response = render_page(request, "challenges/landing.html", context, page_title=campaign.words.name)
    count_opening(request, campaign, PageTotal.Kind.VISIT)
    return response


def landing_context(campaign: Campaign, today: dt.date) -> dict[str, Any]:
    """What a campaign's page shows to everybody; staff see it beforehand."""
    return {
        "campaign": campaign,
        "state": campaign_state(campaign, today),
        "example_ideas": _examples_of(campaign),
        "domains": library.idea_domains(),
        "has_wall": approved_contributions(campaign).exists(),
        "show_footer": True,
    }


@for_everyone
@require_safe
def guest_today(request: PublicRequest, slug: str) -> HttpResponse:
    """Today's challenge for who first wants to look around; nothing is kept."""
    campaign = campaign_or_404(slug)
    today = local_date(timezone.now())
    state = campaign_state(campaign, today)
    step = request.GET.get("stap", "")
    step = step if step in Step.values else Step.ZIN
    number = (today - campaign.starts_on).days + 1 if campaign.starts_on else 1
    slot = slot_for(campaign, number, step) if state == CampaignState.RUNNING else None
    context = {
        "campaign": campaign,
        "version": library.current_version(slot.idea.key) if slot else None,
        "step": step,
        "step_field": step_field(step),
        "number": number,
        "length": campaign.length,
        "show_footer": True,
    }
    return render_page(request, "challenges/guest_today.html", context, page_title=_("Kijk eerst rond"))


@for_everyone
@require_safe
def for_municipalities(request: PublicRequest) -> HttpResponse:
    """What Gedag is for a municipality, what it asks, and whom to write."""
    national = campaign_queries.national_campaign(local_date(timezone.now()))
    context = {"national": national, "show_footer": True}
    title = _("Voor gemeenten")
    return render_page(request, "challenges/for_municipalities.html", context, page_title=title)


@for_everyone
@require_safe
def accessibility(request: PublicRequest) -> HttpResponse:
    """What we did so that everybody can take part, and whom to tell when something does not work."""
    context = {"contacts": campaign_queries.public_contacts(), "show_footer": True}
    return render_page(request, "challenges/accessibility.html", context, page_title=_("Toegankelijkheid"))


@for_everyone
@require_safe
def theme_css(request: HttpRequest, key: str, version: int) -> HttpResponse:
    """A look's brand tokens as a style sheet from our own address; the version is in the address, so it may be kept."""
    theme = campaign_queries.theme(key)
    if theme is None or theme.version != version:
        raise Http404("theme not found")
    return HttpResponse(
        style_sheet(":root", theme.tokens),
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": _FOR_EVER},
    )


@for_everyone
@require_safe
def theme_logo(request: HttpRequest, key: str, digest: str) -> HttpResponse:
    """A look's logo as a picture from our own address; its digest is in the address, so it may be kept."""
    png = campaign_queries.logo(key, digest)
    if png is None:
        raise Http404("logo not found")
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": _FOR_EVER})
