"""Staff who are with a group: room for many to join from one network, for two hours, with one tap."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from challenges.services.join_limits import NoGroupNowError, close_group, open_group
from challenges.views.beheer.frame import campaign_of


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def group(request: StaffRequest, slug: str) -> HttpResponse:
    """ "We zijn met een groep", or with `dicht` the end of it. The campaign's page says how it is now."""
    campaign = campaign_of(request, slug)
    now = timezone.now()
    if "dicht" in request.POST:
        close_group(campaign=campaign, now=now)
    else:
        with suppress(NoGroupNowError):  # paused or closed meanwhile, which the page says
            open_group(campaign=campaign, now=now)
    return redirect("beheer:campaign", org=request.membership.organisation.slug, slug=slug)
