"""The reminder in one's own calendar: for who gives no address."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import ParticipantRequest, for_participants
from accounts.views.rendering import render_page
from challenges import emails
from challenges.forms.agenda import AgendaForm, initial_agenda
from challenges.models import Participation
from challenges.queries import agenda as calendars
from challenges.queries.today import participation_in


def _participation_or_404(request: ParticipantRequest, slug: str) -> Participation:
    """The one door to a participation: the participant's own."""
    participation = participation_in(request.participant, slug)
    if participation is None:
        raise Http404("participation not found")
    return participation


@for_participants
@require_safe
def agenda(request: ParticipantRequest, slug: str) -> HttpResponse:
    """The choice of time and days, beginning with those of the settings."""
    participation = _participation_or_404(request, slug)
    return _page(request, participation, AgendaForm(initial=initial_agenda(participation)))


@for_participants
@require_safe
def agenda_file(request: ParticipantRequest, slug: str) -> HttpResponse:
    """The calendar file, with the time (`tijd`) and days (`dagen`) of the address or else those of the settings."""
    participation = _participation_or_404(request, slug)
    stored = initial_agenda(participation)
    form = AgendaForm(
        {
            "tijd": request.GET.get("tijd", stored["tijd"]),
            "dagen": request.GET.getlist("dagen") or ([] if "tijd" in request.GET else stored["dagen"]),
        }
    )
    if not form.is_valid():
        return _page(request, participation, form, status=422)
    made = calendars.agenda(
        participation,
        at=form.cleaned_data["tijd"],
        weekdays=form.cleaned_data["dagen"],
        link=emails.today_address(),
        now=timezone.now(),
    )
    if made is None:
        form.add_error(None, _("Op deze dagen valt er geen uitdaging meer. Kies andere dagen."))
        return _page(request, participation, form, status=422)
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="gedag.ics"'
    return response


def _page(
    request: ParticipantRequest, participation: Participation, form: AgendaForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "participation": participation,
        "campaign": participation.campaign,
        "form": form,
        "current_door": "van-mij",
    }
    return render_page(
        request, "challenges/agenda.html", context, page_title=_("In je agenda"), status=status
    )
