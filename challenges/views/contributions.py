"""Sharing, only when somebody wants to: what happens is said first, then one look at it, then one tap."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ParticipantRequest, PublicRequest, count, for_everyone, for_participants
from accounts.forms.typed import typed_in
from accounts.models import to_edit
from accounts.services.limit_table import Act, Who
from accounts.views.rendering import render_page
from challenges.forms.contributions import ContributionForm
from challenges.models import Campaign, Contribution
from challenges.queries import contributions as queries
from challenges.services.contributions import offer_contribution, withdraw_contribution
from challenges.views.public import campaign_or_404
from interactions.queries import diary, openers


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request: ParticipantRequest) -> HttpResponse:
    """A text for the campaign. The first post shows it as it would stand there; the second, `zeker`, offers it."""
    campaigns = list(queries.joined_campaigns(request.participant))
    form = (
        ContributionForm(request.POST, campaigns=campaigns)
        if request.method == "POST"
        else ContributionForm(initial=_start(request, campaigns), campaigns=campaigns)
    )
    sure = "zeker" in request.POST
    preview = None
    if form.is_bound and form.is_valid() and "terug" not in request.POST:
        preview = {**form.cleaned_data, "proposable": form.cleaned_data["kind"] in Contribution.PROPOSABLE}
        if sure:
            count(request, Act.CONTRIBUTE, {Who.PARTICIPANT: request.participant.pk})
            offer_contribution(
                participant=request.participant,
                client_id=preview["client_id"],
                campaign=preview["campaign"],
                kind=Contribution.Kind(preview["kind"]),
                text=preview["text"],
                domain=preview["domain"],
                now=timezone.now(),
            )
            return redirect("/van-mij/gedeeld/?nieuw=ja")
    context = {
        "form": form,
        "campaigns": campaigns,
        "typed": typed_in(request),
        "preview": preview,
        "current_door": "van-mij",
    }
    status = 422 if form.errors else 200
    return render_page(
        request, "challenges/contribute.html", context, page_title=_("Deel iets"), status=status
    )


def _start(request: ParticipantRequest, campaigns: list[Campaign]) -> dict[str, object]:
    """What the form begins with: a note of a moment, an opener of one's own, or nothing."""
    asked = request.GET.get("campagne", "")
    slugs = [campaign.slug for campaign in campaigns]
    start: dict[str, object] = {
        "client_id": uuid.uuid4(),
        "campaign": asked if asked in slugs else next(iter(slugs), None),
        "kind": Contribution.Kind.OPENER,
    }
    if request.GET.get("soort") in Contribution.Kind.values:
        start["kind"] = request.GET["soort"]
    if moment_id := _uuid(request.GET.get("moment", "")):
        moment = diary.moment_of(request.participant, moment_id)
        note = getattr(moment, "reflection", None)
        if moment:
            start |= {
                "kind": Contribution.Kind.QUOTE,
                "domain": moment.domain_id,
                "text": to_edit(note.text) if note else "",
            }
    if opener_id := _uuid(request.GET.get("smoesje", "")):
        opener = openers.own_opener(request.participant, opener_id)
        if opener:
            start |= {"domain": opener.domain_id, "text": to_edit(opener.text)}
    return start


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@for_participants
@require_safe
def contributions(request: ParticipantRequest) -> HttpResponse:
    """What somebody offered and what became of it."""
    context = {
        "own": queries.own_contributions(request.participant),
        "new": request.GET.get("nieuw") == "ja",
        "current_door": "van-mij",
    }
    return render_page(request, "challenges/contributions.html", context, page_title=_("Wat ik deelde"))


@for_participants
@require_POST
def withdraw(request: ParticipantRequest, pk: int) -> HttpResponse:
    """Takes a contribution back, from pages too. What is not there (any more) is answered the same: with the list."""
    contribution = queries.own_contribution(request.participant, pk)
    if contribution:
        withdraw_contribution(contribution=contribution)
    return redirect("challenges:contributions")


@for_everyone
@require_safe
def wall(request: PublicRequest, slug: str) -> HttpResponse:
    """What participants of a campaign gave and its staff approved."""
    campaign = campaign_or_404(slug)
    context = {
        "campaign": campaign,
        "approved": queries.approved_contributions(campaign),
        "show_footer": True,
    }
    return render_page(request, "challenges/wall.html", context, page_title=_("Van deelnemers"))


@for_everyone
@require_safe
def voices(request: PublicRequest) -> HttpResponse:
    """The library's shelf of openers that participants gave, from every campaign."""
    context = {
        "campaign": None,
        "approved": queries.newest_openers(),
        "current_door": "ideeen",
        "show_footer": True,
    }
    return render_page(request, "challenges/wall.html", context, page_title=_("Van deelnemers"))
