"""The participant's own diary."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import ParticipantRequest, for_participants
from accounts.views.rendering import render_page
from interactions.models import local_date
from interactions.queries import diary as diary_queries

PAGE_SIZE = 30


@for_participants
@require_safe
def diary(request: ParticipantRequest) -> HttpResponse:
    """Every moment that was tried, newest first."""
    page = Paginator(diary_queries.attempts_of(request.participant), PAGE_SIZE).get_page(
        request.GET.get("pagina")
    )
    context = {
        "page": page,
        "count": diary_queries.attempts_this_month(request.participant, local_date(timezone.now())),
        "current_door": "dagboek",
    }
    return render_page(request, "interactions/diary.html", context, page_title=_("Dagboek"))
