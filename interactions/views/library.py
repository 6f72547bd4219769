"""The library for everybody, and the story behind it."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ParticipantRequest, PublicRequest, for_everyone, for_participants
from accounts.views.rendering import render_page
from interactions.forms.library import BrowseForm
from interactions.models import local_date
from interactions.queries import library
from interactions.queries.openers import favourite_ideas
from interactions.services.collection import keep_favourite


@for_everyone
@require_safe
def ideas(request: PublicRequest) -> HttpResponse:
    """All ideas, narrowed by place, form and step."""
    form = BrowseForm(request.GET, domains=list(library.idea_domains()))
    kept = favourite_ideas(request.participant or None)
    versions = list(library.browse(**form.chosen()))
    only_kept = request.GET.get("bewaard") == "ja"
    if only_kept:
        versions = [version for version in versions if version.idea_id in kept]
    context = {
        "form": form,
        "versions": versions,
        "kept": kept,
        "only_kept": only_kept,
        "count": len(versions),
        "current_door": "ideeen",
        "show_footer": True,
    }
    return render_page(request, "interactions/ideas.html", context, page_title=_("Ideeën"))


@for_everyone
@require_safe
def idea(request: PublicRequest, key: str) -> HttpResponse:
    """One idea with everything there is to say about it."""
    version = library.library_version(key)
    if version is None:
        raise Http404("idea not found")
    context = {
        "version": version,
        "kept": version.idea_id in favourite_ideas(request.participant or None),
        "client_id": uuid.uuid4(),
        "day": local_date(timezone.now()),
        "current_door": "ideeen",
        "show_footer": True,
    }
    return render_page(request, "interactions/idea.html", context, page_title=version.words.title)


@for_participants
@require_POST
def favourite(request: ParticipantRequest, key: str) -> HttpResponse:
    """Keeps an idea, or lets it go (`bewaar` says which), and goes back to where it was tapped."""
    version = library.library_version(key)
    if version is None:
        raise Http404("idea not found")
    kept = request.POST.get("bewaar") == "ja"
    keep_favourite(participant=request.participant, idea=version.idea, kept=kept, now=timezone.now())
    back = request.POST.get("terug", "")
    if back.startswith("/ideeen/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("interactions:idea", key=key)


@for_everyone
@require_safe
def how_it_works(request: PublicRequest) -> HttpResponse:
    """Where it comes from, the starting points, the barriers with their answers, the facts with their sources."""
    context = {
        "principles": library.principles(),
        "barriers": library.barriers(),
        "facts": library.facts(),
        "show_footer": True,
    }
    return render_page(request, "interactions/how_it_works.html", context, page_title=_("Hoe het werkt"))
