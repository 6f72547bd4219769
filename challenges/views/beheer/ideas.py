"""Staff pages: the ideas that an organisation made itself."""

import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.ideas import OwnIdeaForm, seen_again, theirs_and_mine, values_of
from challenges.queries.staff_ideas import OwnIdea, own_idea, own_ideas
from interactions.queries.library import idea_domains
from interactions.services.own_ideas import (
    WordsChangedError,
    archive_own_idea,
    change_own_idea,
    make_own_idea,
)

require_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def ideas(request: StaffRequest) -> HttpResponse:
    """Everything the organisation made itself, and where it is used."""
    found = own_ideas(request.membership.organisation)
    context = {
        "ideas": [one for one in found if not one.is_archived],
        "archived": [one for one in found if one.is_archived],
        "said": request.GET.get("voorstel", ""),
        "library_url": f"{settings.URL_DEELNEMER}/ideeen/",
        "may_edit": Permission.EDIT_CAMPAIGNS in request.membership.permissions,
    }
    return render_page(request, "challenges/beheer/ideas.html", context, page_title=_("Eigen ideeën"))


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_safe_or_post
def new_idea(request: StaffRequest) -> HttpResponse:
    """Makes an idea, and goes back to where it was missed."""
    organisation = request.membership.organisation
    back = _back(request)
    form = _form(
        request, initial={"client_id": uuid.uuid4(), "seconds": 30, "step": request.GET.get("stap", "")}
    )
    if request.method == "POST" and form.is_valid():
        make_own_idea(
            organisation=organisation,
            client_id=form.cleaned_data["client_id"],
            place=form.place,
            texts=form.texts,
            english=form.english,
            now=timezone.now(),
        )
        return redirect(back) if back else redirect("beheer:own_ideas", organisation.slug)
    return _form_page(request, form, _("Nieuw idee"), {"back": back})


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_safe_or_post
def idea(request: StaffRequest, key: str) -> HttpResponse:
    """Changes an idea; who got it already keeps the words of then."""
    organisation = request.membership.organisation
    found = _own_idea_or_404(request, key)
    initial = {"client_id": uuid.uuid4(), **values_of(found.version)}
    form = _form(request, initial=initial, used_steps=found.steps)
    context: dict[str, Any] = {"own": found, "back": ""}
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, found.version.title, context)
    try:
        change_own_idea(
            idea=found.version.idea,
            organisation=organisation,
            seen=form.cleaned_data["gezien"] or 0,
            seen_place=form.cleaned_data["gezien_plek"],
            place=form.place,
            texts=form.texts,
            english=form.english,
            now=timezone.now(),
        )
    except WordsChangedError as error:
        again = seen_again(request.POST, error.version)
        form = OwnIdeaForm(again, domains=idea_domains(), used_steps=found.steps)
        context |= {"newer": error.version, "clashes": theirs_and_mine(form, values_of(error.version))}
        return _form_page(request, form, found.version.title, context, status=409)
    return redirect("beheer:own_ideas", organisation.slug)


def _form(
    request: StaffRequest, *, initial: dict[str, Any], used_steps: frozenset[str] = frozenset()
) -> OwnIdeaForm:
    data = request.POST if request.method == "POST" else None
    return OwnIdeaForm(data, initial=initial, domains=idea_domains(), used_steps=used_steps)


def _form_page(
    request: StaffRequest, form: OwnIdeaForm, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    if form.is_bound and not form.is_valid():
        status = 422
    whole = {
        "form": form,
        "dutch": [form[name] for name in ("title", "do", "say", "why", "safety")],
        "english": [form[f"english_{name}"] for name in ("title", "do", "say", "why", "safety")],
        **context,
    }
    return render_page(request, "challenges/beheer/idea_form.html", whole, page_title=title, status=status)


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_safe_or_post
def archive(request: StaffRequest, key: str) -> HttpResponse:
    """Puts an idea away, or back; the page says first on which days it stays."""
    organisation = request.membership.organisation
    found = _own_idea_or_404(request, key)
    if request.method == "POST":
        archive_own_idea(
            idea=found.version.idea,
            organisation=organisation,
            archived=request.POST.get("terug") != "ja",
            now=timezone.now(),
        )
        return redirect("beheer:own_ideas", organisation.slug)
    title = _("Idee opbergen")
    return render_page(request, "challenges/beheer/idea_archive.html", {"own": found}, page_title=title)


def _own_idea_or_404(request: StaffRequest, key: str) -> OwnIdea:
    found = own_idea(request.membership.organisation, key)
    if found is None:
        raise Http404("idea not found")
    return found


def _back(request: StaffRequest) -> str:
    """A page of this organisation to go back to, else nothing."""
    back = request.POST.get("terug") or request.GET.get("terug") or ""
    inside = back.startswith(f"/beheer/{request.membership.organisation.slug}/")
    return back if inside and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
