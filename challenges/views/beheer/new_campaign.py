"""Staff begin a campaign."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.new_campaign import ADOPT, COPY, TEMPLATE, NewCampaignForm
from challenges.models import Campaign
from challenges.queries.staff_start import adoptable_sources, own_sources
from challenges.services.campaigns import (
    NotAdoptableError,
    SlugTakenError,
    adopt_campaign,
    create_campaign,
    duplicate_campaign,
)
from interactions.models import local_date


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_campaign(request: StaffRequest) -> HttpResponse:
    """With an example, a copy or nothing; then on to the steps. A second tap finds the draft of the first."""
    organisation = request.membership.organisation
    form = NewCampaignForm(
        request.POST if request.method == "POST" else None,
        organisation=organisation,
        own=own_sources(organisation),
        adoptable=adoptable_sources(organisation),
        today=local_date(timezone.now()),
        initial={"source": request.GET.get("van", "")},
    )
    if form.is_bound and form.is_valid():
        try:
            made = _begin(form)
        except SlugTakenError:
            form.add_error("slug", "Dit adres is net door iemand anders gekozen. Kies een ander woord.")
        except NotAdoptableError:
            form.add_error("source", "Dit voorbeeld is er niet meer. Kies een ander.")
        else:
            return redirect("beheer:texts", org=organisation.slug, slug=made.slug)
    return render_page(
        request,
        "challenges/beheer/new_campaign.html",
        {"form": form},
        page_title="Nieuwe campagne",
        status=422 if form.errors else 200,
    )


def _begin(form: NewCampaignForm) -> Campaign:
    said: str = form.cleaned_data["source"]
    kind, _, key = said.partition(":")
    if kind == COPY:
        source = form.copies[said].campaign
        return duplicate_campaign(organisation=form.organisation, start=form.start, source=source)
    if kind == ADOPT:
        source = form.adoptions[said].campaign
        return adopt_campaign(organisation=form.organisation, start=form.start, source=source)
    template = key if kind == TEMPLATE else ""
    return create_campaign(organisation=form.organisation, start=form.start, template=template)
