"""Another idea than the calendar's: swapped, taken back, chosen from the library; and yesterday."""

import datetime as dt
import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ParticipantRequest, count, for_participants
from accounts.services.limit_table import Act, Who
from accounts.views.rendering import render_page
from challenges.forms.today import MomentForm, SwapForm
from challenges.queries.today import active_participations, unlogged_assignments
from challenges.services.offers import choose_idea, swap_offer, take_offer
from challenges.views.moments import moment_or_404
from challenges.views.questions import first_question
from challenges.views.today import participation_or_404, too_late
from interactions.models import Interaction, local_date
from interactions.queries import library
from interactions.services import moments


@for_participants
@require_POST
def swap(request: ParticipantRequest, slug: str) -> HttpResponse:
    """ "Ander voorstel", or back to one of today's earlier ideas."""
    participation, form = participation_or_404(request, slug), SwapForm(request.POST)
    now = timezone.now()
    day = local_date(now)
    if form.is_valid():
        if form.cleaned_data["day"] != day:
            return too_late(slug)
        if form.cleaned_data["version"]:
            version_id = form.cleaned_data["version"]
            take_offer(participation=participation, day=day, version_id=version_id, now=now)
        else:
            swap_offer(participation=participation, day=day, shown=form.cleaned_data["shown"], now=now)
    return redirect("challenges:today_in", slug=slug)


@for_participants
@require_POST
def choose(request: ParticipantRequest, key: str) -> HttpResponse:
    """ "Probeer deze vandaag": in the place of today's challenge, or beside it when that has begun."""
    version = library.library_version(key)
    if version is None or version.idea.archived_at:
        raise Http404("idea not found")
    form = MomentForm(request.POST)
    now = timezone.now()
    day = local_date(now)
    if not form.is_valid() or form.cleaned_data["day"] != day:
        return redirect("interactions:idea", key=key)
    count(request, Act.KEEP_OWN, {Who.PARTICIPANT: request.participant.pk})
    client_id = form.cleaned_data["client_id"]
    participation = active_participations(request.participant).first()
    if participation is None:
        moments.plan_moment(
            participant=request.participant, client_id=client_id, idea_version=version, day=day, now=now
        )
        return redirect("challenges:today")
    beside = choose_idea(participation=participation, version=version, client_id=client_id, day=day, now=now)
    if beside is None:
        return redirect("challenges:today_in", slug=participation.campaign.slug)
    return redirect("challenges:today")


@for_participants
@require_POST
def loose_outcome(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """How a moment of one's own went."""
    moment = moment_or_404(request, client_id)
    did = request.POST.get("did", "")
    if did not in {status.value for status in Interaction.ATTEMPTS}:
        return redirect("challenges:today")
    status = Interaction.Status(did)
    moments.record_outcome(moment=moment, status=status, now=timezone.now())
    return redirect(first_question(status), client_id=client_id)


@for_participants
@require_safe
def yesterday(request: ParticipantRequest) -> HttpResponse:
    """What was on offer yesterday and may still be written down today."""
    day = local_date(timezone.now()) - dt.timedelta(days=1)
    rows = [
        {"assignment": assignment, "version": version, "client_id": _client_id(assignment.interaction)}
        for assignment, version in unlogged_assignments(request.participant, day)
    ]
    context = {"day": day, "rows": rows, "current_door": "vandaag"}
    return render_page(request, "challenges/yesterday.html", context, page_title=_("Gisteren"))


def _client_id(moment: Interaction | None) -> uuid.UUID:
    return moment.client_id if moment else uuid.uuid4()
