"""Staff pages of an institute: campaigns that run without Gedag, noted by hand for its overview."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.outside_campaigns import OutsideCampaignForm
from challenges.models import OutsideCampaign
from challenges.queries.staff_national import outside_campaign
from challenges.services.outside_campaigns import (
    FIELDS,
    OutsideCampaignGoneError,
    change_outside_campaign,
    note_outside_campaign,
    remove_outside_campaign,
)
from challenges.views.beheer.institute import institute_of
from interactions.models import local_date

require_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])


@for_staff(Permission.KEEP_OVERVIEW)
@require_safe_or_post
def new(request: StaffRequest) -> HttpResponse:
    """A new entry."""
    organisation = institute_of(request)
    start = {"client_id": uuid.uuid4(), "starts_on": local_date(timezone.now())}
    form = OutsideCampaignForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_bound and form.is_valid():
        note_outside_campaign(
            organisation=organisation, client_id=form.cleaned_data["client_id"], said=form.said
        )
        return _back(request, "bewaard")
    return _page(request, form, None)


@for_staff(Permission.KEEP_OVERVIEW)
@require_safe_or_post
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Changes an entry."""
    organisation, entry = institute_of(request), _entry_or_404(request, pk)
    start = {"client_id": entry.client_id, **{name: getattr(entry, name) for name in FIELDS}}
    form = OutsideCampaignForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_bound and form.is_valid():
        try:
            change_outside_campaign(organisation=organisation, pk=pk, said=form.said)
        except OutsideCampaignGoneError as error:
            raise Http404("entry not found") from error
        return _back(request, "bewaard")
    return _page(request, form, entry)


@for_staff(Permission.KEEP_OVERVIEW)
@require_safe_or_post
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Asks, and removes an entry."""
    organisation, entry = institute_of(request), _entry_or_404(request, pk)
    if request.method == "POST":
        remove_outside_campaign(organisation=organisation, pk=pk)
        return _back(request, "weg")
    return render_page(
        request, "challenges/beheer/outside_remove.html", {"entry": entry}, page_title="Haal weg"
    )


def _entry_or_404(request: StaffRequest, pk: int) -> OutsideCampaign:
    entry = outside_campaign(request.membership.organisation, pk)
    if entry is None:
        raise Http404("entry not found")
    return entry


def _page(request: StaffRequest, form: OutsideCampaignForm, entry: OutsideCampaign | None) -> HttpResponse:
    title = "Campagne buiten Gedag"
    return render_page(
        request,
        "challenges/beheer/outside_form.html",
        {"form": form, "entry": entry},
        page_title=title,
        status=422 if form.errors else 200,
    )


def _back(request: StaffRequest, said: str) -> HttpResponse:
    return redirect(f"{reverse('insights:national', args=[request.membership.organisation.slug])}?{said}=ja")
