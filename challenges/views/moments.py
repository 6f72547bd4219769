"""One moment, one question a page: what you expect, how the other reacted, what you want to remember."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import ParticipantRequest, for_participants
from accounts.views.rendering import render_page
from challenges.forms.today import RESPONSE_ICONS, PredictionForm, ReflectionForm, ResponseForm
from interactions.models import Interaction, local_date
from interactions.queries import diary, words
from interactions.services import moments


def _moment_or_404(request: ParticipantRequest, client_id: uuid.UUID) -> Interaction:
    """The one door to a moment: the participant's own."""
    moment = diary.moment_of(request.participant, client_id)
    if moment is None:
        raise Http404("moment not found")
    return moment


def _frame(moment: Interaction) -> dict[str, object]:
    frame: dict[str, object] = {"moment": moment, "version": moment.idea_version, "current_door": "vandaag"}
    assignment = getattr(moment, "assignment", None)
    if assignment:
        frame["campaign"] = assignment.participation.campaign
    return frame


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def predict(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """Of ten people, how many react positively? Asked before; afterwards it would not be a prediction."""
    moment = _moment_or_404(request, client_id)
    if moment.outcome_at:
        return redirect("challenges:moment", client_id=client_id)
    form = PredictionForm(
        request.POST if request.method == "POST" else None, initial={"predicted_yes": moment.predicted_yes}
    )
    if form.is_bound and form.is_valid():
        moments.predict(moment=moment, predicted_yes=form.cleaned_data["predicted_yes"], now=timezone.now())
        return redirect("challenges:today")
    return render_page(
        request,
        "challenges/predict.html",
        {**_frame(moment), "form": form},
        page_title=_("Wat denk je?"),
        status=422 if form.errors else 200,
    )


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def response(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """How did the other react?"""
    moment = _moment_or_404(request, client_id)
    if not moment.is_attempt:
        return redirect("challenges:today")
    form = ResponseForm(
        request.POST if request.method == "POST" else None, initial={"response": moment.response}
    )
    if form.is_bound and form.is_valid():
        moments.answer_response(
            moment=moment, response=Interaction.Response(form.cleaned_data["response"]), now=timezone.now()
        )
        return redirect("challenges:moment", client_id=client_id)
    return render_page(
        request,
        "challenges/response.html",
        {**_frame(moment), "form": form},
        page_title=_("Hoe ging het?"),
        status=422 if form.errors else 200,
    )


@for_participants
@require_safe
def moment(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """What you thought beside what happened, a warm line, one true fact."""
    moment = _moment_or_404(request, client_id)
    if not moment.is_attempt:
        return redirect("challenges:today")
    today = local_date(timezone.now())
    is_first = diary.attempts_of(request.participant).count() == 1
    context = {
        **_frame(moment),
        "line": words.warm_line(words.situation_of(moment), turn=moment.pk),
        "first": words.warm_line("first_moment", turn=moment.pk) if is_first else None,
        "fact": words.fitting_fact(moment),
        "response_icon": RESPONSE_ICONS.get(moment.response or "", ""),
        "note": getattr(moment, "reflection", None),
        "count": diary.attempts_this_month(request.participant, moment.local_date),
        "is_today": moment.local_date == today,
    }
    return render_page(request, "challenges/moment.html", context, page_title=_("Gedaan"))


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """A private note with a moment."""
    moment = _moment_or_404(request, client_id)
    if not moment.is_attempt:
        return redirect("challenges:today")
    kept = getattr(moment, "reflection", None)
    form = ReflectionForm(
        request.POST if request.method == "POST" else None, initial={"note": kept.text if kept else ""}
    )
    if form.is_bound and form.is_valid():
        moments.write_reflection(moment=moment, text=form.cleaned_data["note"], now=timezone.now())
        return redirect("challenges:moment", client_id=client_id)
    return render_page(
        request,
        "challenges/note.html",
        {**_frame(moment), "form": form},
        page_title=_("Schrijf erbij"),
        status=422 if form.errors else 200,
    )
