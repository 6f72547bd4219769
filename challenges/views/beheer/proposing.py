"""Staff pages: a municipality puts an approved text or an idea of its own before the institute, and takes it back."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from challenges.queries.staff_contributions import exists_elsewhere
from challenges.queries.staff_proposals import own_proposal
from challenges.services.proposals import (
    NotProposableError,
    ProposalDecidedError,
    ProposalGoneError,
    propose_contribution,
    propose_idea,
    take_back_proposal,
)


@for_staff(Permission.DECIDE_CONTRIBUTIONS)
@require_POST
def propose(request: StaffRequest, pk: int) -> HttpResponse:
    """Proposes an approved text of a participant."""
    organisation = request.membership.organisation
    try:
        propose_contribution(organisation=organisation, pk=pk, now=timezone.now())
    except ProposalGoneError:
        if exists_elsewhere(organisation, pk):
            raise Http404("contribution not found") from None
        return _to_contributions(request, weg="ja")
    except NotProposableError:
        return _to_contributions(request, voorstel="niet")
    return _to_contributions(request, stapel="voorgesteld", voorstel="ja")


@for_staff(Permission.DECIDE_CONTRIBUTIONS)
@require_POST
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Takes that proposal back, while it waits."""
    organisation = request.membership.organisation
    if exists_elsewhere(organisation, pk):
        raise Http404("contribution not found")
    return _to_contributions(request, stapel="geplaatst", voorstel=_take_back(request, contribution=pk))


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def propose_own_idea(request: StaffRequest, key: str) -> HttpResponse:
    """Proposes an idea of the organisation's own."""
    try:
        propose_idea(organisation=request.membership.organisation, key=key, now=timezone.now())
    except ProposalGoneError as error:
        raise Http404("idea not found") from error
    except NotProposableError:
        return _to_ideas(request, "niet")
    return _to_ideas(request, "ja")


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def take_back_own_idea(request: StaffRequest, key: str) -> HttpResponse:
    """Takes that proposal back, while it waits."""
    if own_proposal(request.membership.organisation, idea__key=key) is None:
        raise Http404("proposal not found")
    return _to_ideas(request, _take_back(request, idea__key=key))


def _take_back(request: StaffRequest, **source: object) -> str:
    """What to say about it: gone, or the institute was earlier."""
    organisation = request.membership.organisation
    found = own_proposal(organisation, **source)
    try:
        if found:
            take_back_proposal(organisation=organisation, pk=found.pk)
    except ProposalDecidedError:
        return "besloten"
    return "terug"


def _to_contributions(request: StaffRequest, **said: str) -> HttpResponse:
    return redirect(
        f"{reverse('beheer:contributions', args=[request.membership.organisation.slug])}?{urlencode(said)}"
    )


def _to_ideas(request: StaffRequest, said: str) -> HttpResponse:
    return redirect(
        f"{reverse('beheer:own_ideas', args=[request.membership.organisation.slug])}?voorstel={said}"
    )
