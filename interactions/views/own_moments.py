"""Writing down a moment of one's own; changing and removing any moment."""

import datetime as dt
import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import ParticipantRequest, count, for_participants
from accounts.models import to_edit
from accounts.services.limit_table import Act, Who
from accounts.views.rendering import render_page
from interactions.forms.diary import ChangeForm, OwnMomentForm
from interactions.models import Interaction, local_date
from interactions.queries import diary
from interactions.services.own_moments import change_moment, delete_moment, log_own_moment


def _moment_or_404(request: ParticipantRequest, client_id: uuid.UUID) -> Interaction:
    moment = diary.moment_of(request.participant, client_id)
    if moment is None:
        raise Http404("moment not found")
    return moment


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def own_moment(request: ParticipantRequest) -> HttpResponse:
    """A moment outside any challenge, of today or yesterday."""
    now = timezone.now()
    today = local_date(now)
    asked = today - dt.timedelta(days=request.GET.get("dag") == "gisteren")
    form = OwnMomentForm(
        request.POST if request.method == "POST" else None,
        initial={"client_id": uuid.uuid4(), "day": asked.isoformat(), "status": Interaction.Status.DONE},
        today=today,
    )
    if form.is_bound and form.is_valid():
        count(request, Act.KEEP_OWN, {Who.PARTICIPANT: request.participant.pk})
        said = form.cleaned_data
        moment = log_own_moment(
            participant=request.participant,
            client_id=said["client_id"],
            domain=said["domain"],
            counterpart=said["counterpart"],
            status=Interaction.Status(said["status"]),
            day=said["day"],
            note=said["note"],
            now=now,
        )
        return redirect("challenges:response", client_id=moment.client_id)
    return render_page(
        request,
        "interactions/own_moment.html",
        {"form": form, "current_door": "dagboek"},
        page_title=_("Een eigen moment"),
        status=422 if form.errors else 200,
    )


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """Where, with whom, how it went, the note, and the day where that is free."""
    moment = _moment_or_404(request, client_id)
    if not moment.is_attempt:
        return redirect("challenges:today")
    now = timezone.now()
    today = local_date(now)
    note = getattr(moment, "reflection", None)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        initial={
            "domain": moment.domain_id,
            "counterpart": moment.counterpart,
            "status": moment.status,
            "note": to_edit(note.text) if note else "",
            "day": moment.local_date.isoformat(),
        },
        today=today,
        day_is_free=diary.day_is_free(moment, today=today),
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        change_moment(
            moment=moment,
            domain=said["domain"],
            counterpart=said["counterpart"],
            status=Interaction.Status(said["status"]),
            note=said["note"],
            day=said.get("day"),
            now=now,
        )
        return redirect("challenges:moment", client_id=client_id)
    context = {"form": form, "moment": moment, "version": moment.idea_version, "current_door": "dagboek"}
    return render_page(
        request,
        "interactions/change_moment.html",
        context,
        page_title=_("Wijzig je moment"),
        status=422 if form.errors else 200,
    )


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """Removes a moment after one question."""
    moment = _moment_or_404(request, client_id)
    if request.method == "POST":
        was_plan = not moment.is_attempt
        delete_moment(moment=moment)
        return redirect("challenges:today" if was_plan else "interactions:diary")
    context = {"moment": moment, "version": moment.idea_version, "current_door": "dagboek"}
    return render_page(
        request, "interactions/delete_moment.html", context, page_title=_("Haal dit moment weg")
    )
