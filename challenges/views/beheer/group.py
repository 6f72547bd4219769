"""Staff who are with a group: room for many to join from one network, for two hours, with one tap."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from challenges.services.join_limits import NoGroupNowError, close_group, open_group
from challenges.views.beheer.frame import campaign_of


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def group(request: StaffRequest, slug: str) -> HttpResponse:
    """ "We zijn met een groep", or with `dicht` the end of it. The campaign's page says, there, how it is now."""
    campaign = campaign_of(request, slug)
    now, refused = timezone.now(), ""
    try:
        if "dicht" in request.POST:
            close_group(campaign=campaign, now=now)
        else:
            open_group(campaign=campaign, now=now)
    except NoGroupNowError:  # paused or closed meanwhile
        refused = "?groep=nee"
    page = reverse("beheer:campaign", args=[request.membership.organisation.slug, slug])
    return redirect(f"{page}{refused}#groep")
