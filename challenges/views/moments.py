"""One moment: what you thought beside what happened, the plan, the note, and what was not right."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ParticipantRequest, for_participants
from accounts.models import to_edit
from accounts.views.rendering import render_page
from challenges.forms.moments import RESPONSE_ICONS, PlanForm, ReflectionForm
from challenges.queries.moments import frame, help_line_for
from interactions.models import Interaction, local_date
from interactions.queries import diary, words
from interactions.services import moments

# How a plan begins, by place.
_WHEN = {
    "buurt": gettext_lazy("Als ik een ommetje maak"),
    "winkel": gettext_lazy("Als ik bij de kassa sta"),
    "school": gettext_lazy("Als ik op school ben"),
    "ov": gettext_lazy("Als ik bij de halte sta"),
    "uit": gettext_lazy("Als ik uit ben"),
    "werk": gettext_lazy("Als ik op mijn werk ben"),
    "online": gettext_lazy("Als ik een bericht lees"),
}


def moment_or_404(request: ParticipantRequest, client_id: uuid.UUID) -> Interaction:
    """The one door to a moment: the participant's own."""
    moment = diary.moment_of(request.participant, client_id)
    if moment is None:
        raise Http404("moment not found")
    return moment


@for_participants
@require_safe
def moment(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """What you thought beside what happened, a warm line, one true fact. After something unsafe: only calm."""
    moment = moment_or_404(request, client_id)
    if not moment.is_attempt:
        return redirect("challenges:today")
    today = local_date(timezone.now())
    context = {
        **frame(moment),
        "line": words.warm_line(words.situation_of(moment), turn=moment.pk),
        "note": getattr(moment, "reflection", None),
        "is_today": moment.local_date == today,
        "is_recent": (today - moment.local_date).days <= 1,
    }
    if moment.unsafe:
        context["help_line"] = help_line_for(moment)
        return render_page(request, "challenges/unsafe.html", context, page_title=_("Niet prettig"))
    is_first = diary.attempts_of(request.participant).count() == 1
    context |= {
        "first": words.warm_line("first_moment", turn=moment.pk) if is_first else None,
        "fact": words.fitting_fact(moment),
        "response_icon": RESPONSE_ICONS.get(moment.response or "", ""),
        "count": diary.attempts_this_month(request.participant, moment.local_date),
    }
    return render_page(request, "challenges/moment.html", context, page_title=_("Gedaan"))


@for_participants
@require_POST
def unsafe(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """It did not feel pleasant or safe, or that answer is taken back (`terug`)."""
    moment = moment_or_404(request, client_id)
    moments.mark_unsafe(moment=moment, unsafe="terug" not in request.POST, now=timezone.now())
    return redirect("challenges:moment", client_id=client_id)


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """Als …, dan …: the plan, with a beginning that may be changed."""
    moment = moment_or_404(request, client_id)
    if moment.outcome_at:
        return redirect("challenges:moment", client_id=client_id)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial={"plan": to_edit(moment.plan_text) or _proposal(moment)},
    )
    if form.is_bound and form.is_valid():
        moments.write_plan(moment=moment, plan_text=form.cleaned_data["plan"], now=timezone.now())
        return redirect("challenges:today")
    return render_page(
        request,
        "challenges/plan.html",
        {**frame(moment), "form": form},
        page_title=_("Jouw plan"),
        status=422 if form.errors else 200,
    )


def _proposal(moment: Interaction) -> str:
    """A plan to begin with, from the place and the idea."""
    version = moment.idea_version
    when = _WHEN.get(moment.domain_id, _("Als ik iemand tegenkom"))
    if version and version.say:
        return _("%(when)s, dan zeg ik: %(say)s") % {"when": when, "say": version.words.say}
    return _("%(when)s, dan probeer ik het.") % {"when": when}


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """A private note with a moment."""
    moment = moment_or_404(request, client_id)
    if not moment.is_attempt:
        return redirect("challenges:today")
    kept = getattr(moment, "reflection", None)
    form = ReflectionForm(
        request.POST if request.method == "POST" else None,
        initial={"note": to_edit(kept.text) if kept else ""},
    )
    if form.is_bound and form.is_valid():
        moments.write_reflection(moment=moment, text=form.cleaned_data["note"], now=timezone.now())
        return redirect("challenges:moment", client_id=client_id)
    return render_page(
        request,
        "challenges/note.html",
        {**frame(moment), "form": form},
        page_title=_("Schrijf erbij"),
        status=422 if form.errors else 200,
    )
