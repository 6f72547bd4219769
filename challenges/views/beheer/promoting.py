"""Staff pages of an institute: what municipalities propose for the library, read, rewritten and decided once."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.proposals import GiveBackForm, PromoteForm
from challenges.models import Proposal
from challenges.queries import staff_proposals as queries
from challenges.queries.staff_plain_words import hints, reading_ease
from challenges.services.proposals import (
    ProposalDecidedError,
    ProposalGoneError,
    archive_proposal,
    promote_proposal,
    reopen_proposal,
    return_proposal,
)
from challenges.views.beheer.institute import institute_of
from interactions.queries.library import idea_domains

_PILES = {
    "wacht": Proposal.State.WAITING,
    "bibliotheek": Proposal.State.PROMOTED,
    "teruggegeven": Proposal.State.RETURNED,
    "later": Proposal.State.ARCHIVED,
}
_TEXTS = ("title", "do", "say", "why", "safety")


@for_staff(Permission.EDIT_LIBRARY)
@require_safe
def proposals(request: StaffRequest) -> HttpResponse:
    """What waits, the oldest first, or a pile of what was decided."""
    institute_of(request)
    pile = request.GET.get("stapel", "wacht")
    if pile not in _PILES:
        raise Http404("no such pile")
    context = {
        "pile": pile,
        "proposed": queries.proposals_page(_PILES[pile], _number(request.GET.get("pagina", ""))),
        "waiting": queries.waiting_proposals(),
        "done": _done(request),
        "already": request.GET.get("al") == "ja",
        "gone": request.GET.get("weg") == "ja",
        "library_url": f"{settings.URL_DEELNEMER}/ideeen/",
    }
    return render_page(request, "challenges/beheer/proposals.html", context, page_title="Voor de bibliotheek")


def _number(text: str) -> int:
    return max(int(text), 1) if text.isdecimal() and len(text) < 5 else 1


def _done(request: StaffRequest) -> queries.Proposed | None:
    """What was just decided, as it is now."""
    text = request.GET.get("klaar", "")
    return queries.proposal_of(int(text)) if text.isdecimal() and len(text) < 19 else None


@for_staff(Permission.EDIT_LIBRARY)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: StaffRequest, pk: int) -> HttpResponse:
    """One proposal beside the form that makes a library idea of it."""
    institute_of(request)
    found = queries.proposal_of(pk)
    if found is None:
        return _is_gone(request)
    form = PromoteForm(
        request.POST if request.method == "POST" else None, initial=found.start, domains=idea_domains()
    )
    looks_again = "nakijken" in request.POST  # read what was written once more, and decide nothing yet
    if form.is_bound and form.is_valid() and not looks_again:
        return _decide(
            request,
            lambda: promote_proposal(
                pk=pk,
                by=request.user,
                place=form.place,
                texts=form.texts,
                english=form.english,
                now=timezone.now(),
            ),
            wanted=Proposal.State.PROMOTED,
        )
    context: dict[str, Any] = {
        "one": found,
        "form": form,
        "dutch": [form[name] for name in _TEXTS],
        "english": [form[f"english_{name}"] for name in _TEXTS],
        "hints": [(form[name].label, hint) for name in _TEXTS for hint in hints(_text(form, name))],
        "ease": reading_ease(_text(form, name) for name in _TEXTS),
        "open": found.proposal.state in Proposal.OPEN,
        "library_url": f"{settings.URL_DEELNEMER}/ideeen/",
    }
    return render_page(
        request,
        "challenges/beheer/proposal.html",
        context,
        page_title="Voorstel",
        status=422 if form.errors else 200,
    )


def _text(form: PromoteForm, name: str) -> str:
    return str(form[name].value() or "")


@for_staff(Permission.EDIT_LIBRARY)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Asks why, and gives a proposal back to its municipality with that note."""
    institute_of(request)
    found = queries.proposal_of(pk)
    if found is None:
        return _is_gone(request)
    form = GiveBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        return _decide(
            request,
            lambda: return_proposal(pk=pk, by=request.user, note=note, now=timezone.now()),
            wanted=Proposal.State.RETURNED,
        )
    context = {"one": found, "form": form, "open": found.proposal.state in Proposal.OPEN}
    return render_page(
        request,
        "challenges/beheer/proposal_return.html",
        context,
        page_title="Geef terug",
        status=422 if form.errors else 200,
    )


@for_staff(Permission.EDIT_LIBRARY)
@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    """Keeps a proposal apart: not now."""
    institute_of(request)
    return _decide(
        request,
        lambda: archive_proposal(pk=pk, by=request.user, now=timezone.now()),
        wanted=Proposal.State.ARCHIVED,
    )


@for_staff(Permission.EDIT_LIBRARY)
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Undoes keeping apart or giving back: it waits once more."""
    institute_of(request)
    return _decide(request, lambda: reopen_proposal(pk=pk), wanted=Proposal.State.WAITING)


def _decide(request: StaffRequest, decide: Callable[[], Proposal], *, wanted: Proposal.State) -> HttpResponse:
    try:
        decided = decide()
    except ProposalGoneError:
        return _is_gone(request)
    except ProposalDecidedError as error:
        decided = error.proposal
    said = {"klaar": decided.pk, **({} if decided.state == wanted else {"al": "ja"})}
    return redirect(f"{_queue(request)}?{urlencode(said)}")


def _is_gone(request: StaffRequest) -> HttpResponse:
    return redirect(f"{_queue(request)}?weg=ja")


def _queue(request: StaffRequest) -> str:
    return reverse("beheer:proposals", args=[request.membership.organisation.slug])
