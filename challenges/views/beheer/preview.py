"""What participants will see, for staff only: the real pages, of a draft too, on which nothing can be pressed."""

import copy
import datetime as dt
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import get_urlconf, set_urlconf
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from challenges.forms.joining import step_field
from challenges.models import Campaign, Participation
from challenges.queries.calendar import CampaignState, DayState, version_for
from challenges.queries.today import Card
from challenges.views.beheer.frame import campaign_of
from challenges.views.beheer.framing import is_preview
from challenges.views.public import landing_context
from interactions.models import local_date
from interactions.models.library import Step

# What stands where a text is still missing, so that one sees what it will be for.
_NOT_WRITTEN_YET = {
    "headline": "Hier komt je kop.",
    "reply": "En hier het antwoord.",
    "intro": "Hier komt je uitleg: wat het is, voor wie en hoe lang.",
}
_LINK = re.compile(r"(<a\b[^>]*?) href=\"[^\"]*\"")


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
@is_preview
def preview(request: StaffRequest, slug: str) -> HttpResponse:
    """The campaign's own page, as it will be on its first day or is now."""
    campaign = campaign_of(request, slug)
    today = local_date(timezone.now())
    shown = _as_if_public(campaign)
    context = {**landing_context(shown, today), "campaign": shown, "already_joined": False}
    if campaign.status == Campaign.Status.DRAFT and context["state"] == CampaignState.OVER:
        context["state"] = CampaignState.BEFORE
    return _page(request, "challenges/landing.html", {**context, "page_title": campaign.name})


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
@is_preview
def preview_day(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Day `number` as a participant finds it in the morning, in the step size of `?stap=`."""
    campaign = campaign_of(request, slug)
    if not 1 <= number <= campaign.length:
        raise Http404("no such day")
    said = request.GET.get("stap", "")
    step = said if said in Step.values else Step.ZIN
    somebody = Participation(campaign=campaign, step=step)
    version = version_for(somebody, number)
    card = Card(
        participation=somebody,
        state=DayState.CHALLENGE,
        number=number,
        length=campaign.length,
        assignment=None,
        version=version,
        moment=None,
    )
    begins = campaign.starts_on or local_date(timezone.now())
    context = {
        "card": card,
        "campaign": campaign,
        "version": version,
        "day": begins + dt.timedelta(days=number - 1),
        "client_id": uuid.uuid4(),
        "step_field": step_field(step),
        "may_swap": True,
        "participant": True,
        "current_door": "vandaag",
        "page_title": campaign.name,
    }
    return _page(request, "challenges/today.html", context)


def _as_if_public(campaign: Campaign) -> Campaign:
    shown = copy.copy(campaign)
    if campaign.status == Campaign.Status.DRAFT:
        shown.status = Campaign.Status.PUBLISHED
    for name, example in _NOT_WRITTEN_YET.items():
        if not getattr(shown, name):
            setattr(shown, name, example)
    return shown


def _page(request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A participant's page, made with the participants' addresses; its links lead nowhere."""
    with _addresses_of_participants():
        html = render_to_string(template, {**context, "preview": True}, request=request)
    return HttpResponse(_LINK.sub(r"\1", html))


@contextmanager
def _addresses_of_participants() -> Iterator[None]:
    before = get_urlconf()
    set_urlconf(settings.URLCONF_OF["deelnemer"])
    try:
        yield
    finally:
        set_urlconf(before)
