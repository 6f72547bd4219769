"""Staff pages: what participants offered, read before anybody else does, and decided once."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.contributions import ReturnForm
from challenges.models import Campaign, Contribution
from challenges.queries import staff_contributions as queries
from challenges.services.contribution_decisions import (
    ContributionDecidedError,
    ContributionGoneError,
    approve_contribution,
    reopen_contribution,
    return_contribution,
)
from challenges.views.beheer.frame import campaign_frame, campaign_of

_PILES = {
    "wacht": Contribution.Status.OFFERED,
    "geplaatst": Contribution.Status.APPROVED,
    "teruggegeven": Contribution.Status.RETURNED,
}
_PROPOSED = "voorgesteld"  # the pile of what was put before the institute


@for_staff(Permission.DECIDE_CONTRIBUTIONS)
@require_safe
def contributions(request: StaffRequest) -> HttpResponse:
    """What waits in every campaign of the organisation, or a pile of what was decided."""
    return _list(request, None)


@for_staff(Permission.DECIDE_CONTRIBUTIONS)
@require_safe
def of_campaign(request: StaffRequest, slug: str) -> HttpResponse:
    """The same for one campaign."""
    return _list(request, campaign_of(request, slug))


def _list(request: StaffRequest, campaign: Campaign | None) -> HttpResponse:
    organisation = request.membership.organisation
    pile = request.GET.get("stapel", "wacht")
    if pile not in (*_PILES, _PROPOSED):
        raise Http404("no such pile")
    found, number = queries.contributions_of(organisation, campaign), _number(request.GET.get("pagina", ""))
    context: dict[str, Any] = {
        **(campaign_frame(campaign) if campaign else {}),
        "only": campaign,
        "pile": pile,
        "offered": (
            queries.proposed_page(found, number)
            if pile == _PROPOSED
            else queries.offered_page(found, _PILES[pile], number)
        ),
        "waiting": queries.waiting_count(organisation, campaign),
        "done": _done(request),
        "gone": request.GET.get("weg") == "ja",
        "said": request.GET.get("voorstel", ""),
        "library_url": f"{settings.URL_DEELNEMER}/ideeen/",
    }
    return render_page(request, "challenges/beheer/contributions.html", context, page_title=_("Bijdragen"))


def _number(text: str) -> int:
    return max(int(text), 1) if text.isdecimal() and len(text) < 5 else 1


def _done(request: StaffRequest) -> dict[str, Any] | None:
    """What was just decided, as it is now; with `al` it had been decided by somebody else."""
    text = request.GET.get("klaar", "")
    if not text.isdecimal() or len(text) > 18:
        return None
    contribution = queries.contribution_of(request.membership.organisation, int(text))
    return {"contribution": contribution, "already": request.GET.get("al") == "ja"} if contribution else None


@for_staff(Permission.DECIDE_CONTRIBUTIONS)
@require_POST
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Puts a text on the page of its campaign."""
    return _decide(
        request,
        pk,
        lambda: approve_contribution(organisation=request.membership.organisation, pk=pk, now=timezone.now()),
    )


@for_staff(Permission.DECIDE_CONTRIBUTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Asks why, and gives a text back to its owner with that note."""
    organisation = request.membership.organisation
    contribution = queries.contribution_of(organisation, pk)
    if contribution is None:
        return _is_gone(request, pk)
    form = ReturnForm(request.POST) if request.method == "POST" else ReturnForm()
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        return _decide(
            request,
            pk,
            lambda: return_contribution(organisation=organisation, pk=pk, note=note, now=timezone.now()),
        )
    context = {
        "form": form,
        "offered": queries.OfferedText(contribution),
        "back": _back(request, contribution.campaign.slug),
        "only": request.POST.get("alleen", request.GET.get("alleen", "")),
    }
    return render_page(
        request,
        "challenges/beheer/contribution_return.html",
        context,
        page_title=_("Geef terug"),
        status=422 if form.errors else 200,
    )


@for_staff(Permission.DECIDE_CONTRIBUTIONS)
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Takes a text off the page, or undoes giving it back: it waits once more."""
    return _decide(
        request, pk, lambda: reopen_contribution(organisation=request.membership.organisation, pk=pk)
    )


def _decide(request: StaffRequest, pk: int, decide: Callable[[], Contribution]) -> HttpResponse:
    try:
        contribution, already = decide(), False
    except ContributionGoneError:
        return _is_gone(request, pk)
    except ContributionDecidedError as error:
        contribution, already = error.contribution, True
    said = {"klaar": contribution.pk, **({"al": "ja"} if already else {})}
    return redirect(f"{_back(request, contribution.campaign.slug)}?{urlencode(said)}")


def _is_gone(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody else's is not there at all; one that was taken back is told kindly."""
    if queries.exists_elsewhere(request.membership.organisation, pk):
        raise Http404("contribution not found")
    return redirect(f"{reverse('beheer:contributions', args=[request.membership.organisation.slug])}?weg=ja")


def _back(request: StaffRequest, slug: str) -> str:
    """The list that one came from: of this campaign alone, or of all."""
    org = request.membership.organisation.slug
    if (request.POST.get("alleen") or request.GET.get("alleen")) == slug:
        return reverse("beheer:campaign_contributions", args=[org, slug])
    return reverse("beheer:contributions", args=[org])
