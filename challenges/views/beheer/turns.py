"""The check, and the turns in the life of a campaign: publish, pause, go on, close, archive. Each page says first what
participants will notice."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.models import Campaign
from challenges.queries.staff_changes import Action, actions, effect, has_begun, is_live
from challenges.queries.staff_check import blocking
from challenges.queries.staff_steps import STEPS
from challenges.services import campaign_states
from challenges.views.beheer.frame import campaign_frame, campaign_of, phone_of
from challenges.views.beheer.framing import shows_preview
from interactions.models import local_date

_SERVICES = {
    Action.PAUSE: campaign_states.pause_campaign,
    Action.RESUME: campaign_states.resume_campaign,
    Action.CLOSE: campaign_states.close_campaign,
    Action.ARCHIVE: campaign_states.archive_campaign,
}
_LONG = 10  # digits of a revision that nobody reaches
_TITLES = {
    Action.PAUSE: "Pauzeren",
    Action.RESUME: "Hervatten",
    Action.CLOSE: "Afsluiten",
    Action.ARCHIVE: "Archiveren",
}


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
@shows_preview
def check(request: StaffRequest, slug: str) -> HttpResponse:
    """What is still to be done, each with the step that does it; then the button. Afterwards: what may still change."""
    return _check_page(request, campaign_of(request, slug))


@for_staff(Permission.PUBLISH_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
@shows_preview
def publish(request: StaffRequest, slug: str) -> HttpResponse:
    """Makes it public as the page showed it; what changed meanwhile is shown first."""
    campaign = campaign_of(request, slug)
    if request.method != "POST":
        return redirect("beheer:check", org=campaign.organisation.slug, slug=slug)
    said = request.POST.get("revision", "")
    try:
        campaign_states.publish_campaign(
            campaign=campaign,
            revision=int(said) if said.isdecimal() and len(said) < _LONG else -1,
            now=timezone.now(),
        )
    except campaign_states.NotReadyError:
        return _check_page(request, campaign, problem="not_ready")
    except campaign_states.ChangedSinceError:
        return _check_page(request, campaign, problem="changed")
    except campaign_states.NotPossibleError:
        return _check_page(request, campaign, problem="not_possible")
    return redirect("beheer:check", org=campaign.organisation.slug, slug=slug)


def _check_page(request: StaffRequest, campaign: Campaign, *, problem: str = "") -> HttpResponse:
    today = local_date(timezone.now())
    frame = campaign_frame(campaign)
    found = list(frame["found"])
    pages = {step.key: step for step in STEPS}
    steps = [step for step in STEPS if step.key != "check"]
    changes = [(step.label, step.page, effect(campaign, step.key, today)) for step in steps]
    context: dict[str, Any] = {
        **frame,
        "rows": [(one, pages.get(one.step)) for one in found],
        "blocked": bool(blocking(found)),
        "problem": problem,
        "live": is_live(campaign),
        "begun": has_begun(campaign, today),
        "may_publish": Action.PUBLISH in actions(campaign, today),
        "changes": [row for row in changes if row[2]],
        "phone": phone_of(campaign),
    }
    return render_page(
        request,
        "challenges/beheer/check.html",
        context,
        page_title=f"Controle: {campaign.name}",
        status=409 if problem else 200,
    )


def turn_page(action: Action, permission: Permission) -> Callable[..., HttpResponse]:
    """The page of one turn: GET says what participants will notice, POST does it."""

    @for_staff(permission)
    @require_http_methods(["GET", "HEAD", "POST"])
    def turn(request: StaffRequest, slug: str) -> HttpResponse:
        campaign = campaign_of(request, slug)
        status = 200
        if request.method == "POST":
            try:
                done = _SERVICES[action](campaign=campaign, now=timezone.now())
            except campaign_states.NotPossibleError:
                status = 409
            else:
                return redirect("beheer:campaign", org=campaign.organisation.slug, slug=done.slug)
        context = {
            **campaign_frame(campaign),
            "action": action,
            "possible": action in actions(campaign, local_date(timezone.now())),
            "title": _TITLES[action],
        }
        title = f"{_TITLES[action]}: {campaign.name}"
        return render_page(request, "challenges/beheer/turn.html", context, page_title=title, status=status)

    return turn


pause = turn_page(Action.PAUSE, Permission.EDIT_CAMPAIGNS)
resume = turn_page(Action.RESUME, Permission.EDIT_CAMPAIGNS)
close = turn_page(Action.CLOSE, Permission.PUBLISH_CAMPAIGNS)
archive = turn_page(Action.ARCHIVE, Permission.PUBLISH_CAMPAIGNS)
