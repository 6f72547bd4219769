"""The groetsmoesje builder, and the openers somebody keeps."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ParticipantRequest, PublicRequest, count, for_everyone, for_participants
from accounts.models import to_edit
from accounts.services.limit_table import Act, Who
from accounts.views.rendering import render_page
from interactions.forms.openers import BuilderForm, OpenerForm, OpenerStartForm
from interactions.models import OwnOpener, local_date
from interactions.queries import library, openers
from interactions.services.collection import drop_opener, keep_opener, plan_own_opener


@for_everyone
@require_safe
def builder(request: PublicRequest) -> HttpResponse:
    """Place and character give openers; looking needs no participant."""
    asked = "plek" in request.GET or "karakter" in request.GET
    form = BuilderForm(request.GET if asked else None, domains=list(library.idea_domains()))
    context = {"form": form, "current_door": "ideeen", "show_footer": True}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        turn = said["beurt"] or 0
        context |= {
            "found": openers.openers_for(said["plek"], said["karakter"], turn=turn),
            "next_turn": turn + 1,
            "chosen": said,
        }
    return render_page(request, "interactions/openers.html", context, page_title=_("Maak je smoesje"))


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ParticipantRequest) -> HttpResponse:
    """An opener to make one's own: from the library (`?van=…`), or one that was kept (`?mijn=…`)."""
    form = OpenerForm(request.POST) if request.method == "POST" else OpenerForm(initial=_start(request))
    if form.is_bound and form.is_valid():
        count(request, Act.KEEP_OWN, {Who.PARTICIPANT: request.participant.pk})
        said = form.cleaned_data
        now = timezone.now()
        kept = keep_opener(
            participant=request.participant,
            client_id=said["client_id"],
            text=said["text"],
            domain=said["domain"],
            character=said["character"],
            from_opener=openers.opener(said["opener"]) if said["opener"] else None,
            now=now,
        )
        if "probeer" in request.POST:
            plan_own_opener(opener=kept, day=local_date(now), now=now)
            return redirect("challenges:today")
        return redirect("interactions:own_openers")
    return render_page(
        request,
        "interactions/opener_edit.html",
        {"form": form, "current_door": "ideeen"},
        page_title=_("Jouw smoesje"),
        status=422 if form.errors else 200,
    )


def _start(request: ParticipantRequest) -> dict[str, object]:
    """What the form begins with."""
    asked = OpenerStartForm(request.GET)
    if not asked.is_valid():
        raise Http404("no such opener")
    if asked.cleaned_data["mijn"]:
        kept = _own_or_404(request, asked.cleaned_data["mijn"])
        return {
            "client_id": kept.client_id,
            "text": to_edit(kept.text),
            "domain": kept.domain_id,
            "character": kept.character,
        }
    found = openers.opener(asked.cleaned_data["van"])
    if found is None:
        raise Http404("opener not found")
    return {
        "client_id": uuid.uuid4(),
        "text": found.words.text,
        "domain": found.domain_id,
        "character": found.character,
        "opener": found.pk,
    }


def _own_or_404(request: ParticipantRequest, client_id: uuid.UUID) -> OwnOpener:
    """The one door to an opener of one's own."""
    found = openers.own_opener(request.participant, client_id)
    if found is None:
        raise Http404("opener not found")
    return found


@for_participants
@require_safe
def own_openers(request: ParticipantRequest) -> HttpResponse:
    """The openers somebody keeps."""
    context = {"own": openers.own_openers(request.participant), "current_door": "van-mij"}
    return render_page(request, "interactions/own_openers.html", context, page_title=_("Mijn smoesjes"))


@for_participants
@require_POST
def try_opener(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """Plans an own opener for today."""
    opener = _own_or_404(request, client_id)
    count(request, Act.KEEP_OWN, {Who.PARTICIPANT: request.participant.pk})
    now = timezone.now()
    plan_own_opener(opener=opener, day=local_date(now), now=now)
    return redirect("challenges:today")


@for_participants
@require_POST
def drop(request: ParticipantRequest, client_id: uuid.UUID) -> HttpResponse:
    """Removes an own opener."""
    drop_opener(opener=_own_or_404(request, client_id))
    return redirect("interactions:own_openers")
