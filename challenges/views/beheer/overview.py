"""Staff page: the overview of an organisation, that answers "does it work?" and says what is next."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.queries.heartbeat import heartbeat
from accounts.queries.retention import tidied
from accounts.views.rendering import render_page
from challenges.queries.staff_desk import Kind, desk


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """What is going on, what is being prepared and what is done."""
    now = timezone.now()
    organisation = request.membership.organisation
    rows = desk(organisation, now)
    context = {
        "rows": rows,
        "going": [row for row in rows if row.kind == Kind.GOING],
        "drafts": [row for row in rows if row.kind == Kind.DRAFT],
        "done": [row for row in rows if row.kind == Kind.DONE],
        # In a word: how much went is a count of participants.
        "tidied": tidied(heartbeat(), now) if organisation.kind == organisation.Kind.INSTITUTE else None,
    }
    return render_page(request, "challenges/beheer/overview.html", context, page_title=_("Overzicht"))
