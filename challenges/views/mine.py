"""Van mij: what is the participant's own, and taking part on one's own terms."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ParticipantRequest, for_participants
from accounts.queries.ways_back import contact_of
from accounts.views.rendering import render_page
from challenges.forms.participations import PauseForm, SettingsForm, initial_settings
from challenges.models import Participation
from challenges.queries.participations import (
    ended_participation,
    has_moment_on,
    own_participations,
    pause_on,
)
from challenges.queries.today import participation_in
from challenges.services.assignments import change_step
from challenges.services.participations import change_settings, leave_campaign
from challenges.services.pauses import (
    NothingToPauseError,
    PauseTooLongError,
    end_pause,
    pause_participation,
)
from interactions.models import local_date
from interactions.models.library import Step
from interactions.queries import diary, mirror


def _participation_or_404(request: ParticipantRequest, slug: str) -> Participation:
    """The one door to a participation: the participant's own."""
    participation = participation_in(request.participant, slug)
    if participation is None:
        raise Http404("participation not found")
    return participation


@for_participants
@require_safe
def mine(request: ParticipantRequest) -> HttpResponse:
    """Everything that is the participant's own, one row each."""
    day = local_date(timezone.now())
    context = {"rows": own_participations(request.participant, day), "day": day, "current_door": "van-mij"}
    return render_page(request, "challenges/mine.html", context, page_title=_("Van mij"))


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ParticipantRequest, slug: str) -> HttpResponse:
    """How and when somebody takes part in one campaign."""
    participation = _participation_or_404(request, slug)
    now = timezone.now()
    day = local_date(now)
    has_address = contact_of(request.participant) is not None
    form = SettingsForm(
        request.POST if request.method == "POST" else None,
        initial=initial_settings(participation, has_address=has_address),
        has_address=has_address,
        proposed=participation.campaign.prompt_times,
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if said["step"] != participation.step:
            change_step(participation=participation, step=Step(said["step"]), day=day, now=now)
        change_settings(
            participation=participation,
            weekdays=said["weekdays"],
            prompt_time=said["prompt_time"],
            channel=said["channel"],
            giver=said["giver"],
            log_time=said.get("log_time"),
            log_weekdays=said.get("log_weekdays") or None,
        )
        return redirect("challenges:mine")
    context = {
        "participation": participation,
        "campaign": participation.campaign,
        "pause": pause_on(participation, day),
        "form": form,
        "has_address": has_address,
        "current_door": "van-mij",
    }
    return render_page(
        request,
        "challenges/participation.html",
        context,
        page_title=participation.campaign.words.name,
        status=422 if form.errors else 200,
    )


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: ParticipantRequest, slug: str) -> HttpResponse:
    """Takes a pause of at most sixty days; it ends by itself."""
    participation = _participation_or_404(request, slug)
    day = local_date(timezone.now())
    form = PauseForm(
        request.POST if request.method == "POST" else None,
        initial={
            "starts_on": day + dt.timedelta(days=1) if has_moment_on(participation, day) else day,
            "length": "7",
        },
        today=day,
    )
    if form.is_bound and form.is_valid():
        try:
            pause_participation(
                participation=participation,
                starts_on=form.cleaned_data["starts_on"],
                ends_on=form.cleaned_data["ends_on"],
            )
        except NothingToPauseError:
            form.add_error(
                "starts_on", _("Op deze dag deed je je uitdaging al. Je pauze kan de dag erna beginnen.")
            )
        except PauseTooLongError:
            form.add_error(
                None, _("Samen met je andere pauze wordt dit meer dan 60 dagen. Kies een kortere pauze.")
            )
        else:
            return redirect("challenges:mine")
    context = {
        "participation": participation,
        "campaign": participation.campaign,
        "form": form,
        "current_door": "van-mij",
    }
    return render_page(
        request,
        "challenges/pause.html",
        context,
        page_title=_("Pauze"),
        status=422 if form.errors else 200,
    )


@for_participants
@require_POST
def back(request: ParticipantRequest, slug: str) -> HttpResponse:
    """ "Ik ben er weer": the pause ends today. The page says which pause it shows, so that a second tap ends no
    other."""
    participation = _participation_or_404(request, slug)
    end_pause(
        participation=participation,
        day=local_date(timezone.now()),
        starts_on=_date(request.POST.get("pauze", "")),
    )
    return redirect("challenges:today_in", slug=slug)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ParticipantRequest, slug: str) -> HttpResponse:
    """Stops with one campaign after one question; the diary stays."""
    if ended_participation(request.participant, slug):
        return redirect("challenges:mine")
    participation = _participation_or_404(request, slug)
    if request.method == "POST":
        leave_campaign(participation=participation, now=timezone.now())
        return redirect("challenges:mine")
    context = {
        "participation": participation,
        "campaign": participation.campaign,
        "current_door": "van-mij",
    }
    return render_page(request, "challenges/leave.html", context, page_title=_("Stoppen"))


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def graduate(request: ParticipantRequest, slug: str) -> HttpResponse:
    """ "Gaat het vanzelf?": a good end, with what it was."""
    participation = participation_in(request.participant, slug)
    if participation and request.method == "POST":
        leave_campaign(participation=participation, now=timezone.now(), graduated=True)
        return redirect("challenges:graduate", slug=slug)
    ended = None if participation else ended_participation(request.participant, slug)
    if participation is None and ended is None:
        raise Http404("participation not found")
    context = {
        "participation": participation or ended,
        "campaign": (participation or ended).campaign,  # type: ignore[union-attr]
        "current_door": "van-mij",
    }
    if participation:
        return render_page(request, "challenges/graduate.html", context, page_title=_("Gaat het vanzelf?"))
    context |= {
        "count": diary.attempts_of(request.participant).count(),
        "mirror": mirror.mirror_of(mirror.rows_of(request.participant)),
    }
    return render_page(request, "challenges/graduated.html", context, page_title=_("Het gaat vanzelf"))
