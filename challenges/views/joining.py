"""Joining a campaign: a step size, or "ik doe dit al veel", and one tap that is also consent."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PublicRequest, client_of, for_everyone
from accounts.middleware import keep_participant_cookie
from accounts.models import Language
from accounts.queries.participants import has_joined_with
from accounts.services.limit_table import Who
from accounts.services.limits import TooOftenError
from accounts.services.participants import JoinKeySpentError
from accounts.services.sessions import open_session
from accounts.views.rendering import render_page
from challenges.forms.joining import JoinForm, StepForm
from challenges.models import Campaign
from challenges.queries.calendar import campaign_state
from challenges.queries.today import participation_in
from challenges.services.join_limits import count_join
from challenges.services.participations import CampaignClosedError, join_campaign
from challenges.views.public import campaign_or_404
from interactions.models import local_date
from interactions.models.library import Step


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: PublicRequest, slug: str) -> HttpResponse:
    """Joining: first the step size, then one tap that is also consent. Nothing is kept before that tap."""
    campaign = campaign_or_404(slug)
    participant = request.participant or None
    if participant and participation_in(participant, slug):
        return redirect("challenges:today_in", slug=slug)
    if request.method == "POST":
        return _join(request, campaign)
    step_form = StepForm(request.GET if "stap" in request.GET else None)
    if step_form.is_bound and step_form.is_valid():
        return _consent_page(request, campaign, step_form.cleaned_data["stap"])
    context = {"campaign": campaign, "form": step_form, **_state_of(campaign)}
    return render_page(request, "challenges/join_step.html", context, page_title=_("Meedoen"))


def _join(request: PublicRequest, campaign: Campaign) -> HttpResponse:
    form = JoinForm(request.POST)
    if not form.is_valid():
        step = request.POST.get("stap", "")
        if step not in Step.values:
            return redirect("challenges:join", slug=campaign.slug)
        return _consent_page(request, campaign, step, form=form, status=422)
    step = form.cleaned_data["stap"]
    participant = request.participant or None
    now = timezone.now()
    try:
        count_join(campaign=campaign, client=client_of(request), now=now)
    except TooOftenError as full:
        if not has_joined_with(form.cleaned_data["join_key"]):  # a second tap is answered as the first
            return _full_page(request, campaign, form, full)
    try:
        participation = join_campaign(
            campaign=campaign,
            step=step,
            now=now,
            participant=participant,
            join_key=form.cleaned_data["join_key"],
            giver=form.cleaned_data["gever"],
            language=get_language() or Language.DUTCH,
        )
    except JoinKeySpentError:
        form.add_error(None, _("Deze pagina stond lang open. Tik nog een keer, dan doe je mee."))
        return _consent_page(request, campaign, step, form=form, status=409)
    except CampaignClosedError:
        return redirect("challenges:landing", slug=campaign.slug)
    response = redirect("challenges:today_in", slug=campaign.slug)
    if participant is None:
        keep_participant_cookie(response, open_session(participant=participation.participant, now=now))
    return response


def _full_page(
    request: PublicRequest, campaign: Campaign, form: JoinForm, full: TooOftenError
) -> HttpResponse:
    """Too many join at once: what to do, and the same tap once more with what was chosen."""
    context = {
        "campaign": campaign,
        "said": form.cleaned_data,
        "many_here": full.who is not Who.CAMPAIGN,
        "minutes": -(-full.seconds // 60),
    }
    response = render_page(
        request, "challenges/join_full.html", context, page_title=_("Even wachten"), status=429
    )
    response["Retry-After"] = str(full.seconds)
    return response


def _consent_page(
    request: PublicRequest, campaign: Campaign, step: str, *, form: JoinForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "campaign": campaign,
        "step": step,
        "giver": (request.POST or request.GET).get("gever") == "ja",
        "form": form,
        "join_key": uuid.uuid4(),
        **_state_of(campaign),
    }
    return render_page(
        request, "challenges/join_consent.html", context, page_title=_("Meedoen"), status=status
    )


def _state_of(campaign: Campaign) -> dict[str, object]:
    return {"state": campaign_state(campaign, local_date(timezone.now()))}
