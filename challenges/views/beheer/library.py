"""Staff pages: the ideas of the library, for its editors."""

import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest
from accounts.views.rendering import render_page
from challenges.forms.beheer.ideas import seen_again, theirs_and_mine
from challenges.forms.beheer.library import LibraryFilter, LibraryIdeaForm, library_values
from challenges.queries.staff_board import choices
from challenges.queries.staff_library import (
    LibraryIdea,
    library_idea,
    library_ideas,
    library_versions,
    steps_in_use,
    versions_of,
)
from challenges.views.beheer.library_frame import for_editors, hints_only, is_typing, worded
from interactions.models import IdeaVersion
from interactions.queries.library import idea_domains
from interactions.services.ideas import NotOwnIdeaError, WordsChangedError
from interactions.services.library_ideas import (
    archive_library_idea,
    change_library_idea,
    make_library_idea,
    take_over_words,
)

require_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])


@for_editors
@require_safe
def ideas(request: StaffRequest) -> HttpResponse:
    """Every idea of the library, narrowed by words, place, form, act and step; or what was put away."""
    form = LibraryFilter(request.GET, domains=tuple(idea_domains()))
    found = choices(library_versions(archived=form.archived), {}, **form.chosen())
    shown = library_ideas([choice.version for choice in found])
    context = {"form": form, "ideas": shown, "here": "library"}
    return render_page(request, "challenges/beheer/library.html", context, page_title="Bibliotheek")


@for_editors
@require_safe_or_post
def new_idea(request: StaffRequest) -> HttpResponse:
    """Makes an idea for everybody."""
    initial = {"client_id": uuid.uuid4(), "seconds": 30}
    form = _form(request, initial=initial)
    if is_typing(request):
        return hints_only(request, _dutch(form))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, "Nieuw idee voor de bibliotheek", {})
    made = make_library_idea(
        client_id=form.cleaned_data["client_id"],
        place=form.place,
        texts=form.texts,
        english=form.english,
        credit=form.cleaned_data["credit"],
        now=timezone.now(),
    )
    return _to_idea(request, made.key, "nieuw")


@for_editors
@require_safe_or_post
def idea(request: StaffRequest, key: str) -> HttpResponse:
    """Changes an idea: new words are a new version, who got it already keeps the words of then."""
    found = _idea_or_404(key)
    used = steps_in_use(found.version.idea_id)
    initial = {"client_id": uuid.uuid4(), **library_values(found.version)}
    form = _form(request, initial=initial, used_steps=used)
    if is_typing(request):
        return hints_only(request, _dutch(form))
    context: dict[str, Any] = {"own": found, "said": request.GET.get("bewaard", "")}
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, found.version.title, context)
    try:
        changed = change_library_idea(
            idea=found.version.idea,
            seen=form.cleaned_data["gezien"] or 0,
            seen_place=form.cleaned_data["gezien_plek"],
            place=form.place,
            texts=form.texts,
            english=form.english,
            now=timezone.now(),
        )
    except WordsChangedError as error:
        again = seen_again(request.POST, error.version)
        form = LibraryIdeaForm(again, domains=idea_domains(), used_steps=used)
        context |= {
            "newer": error.version,
            "clashes": theirs_and_mine(form, library_values(error.version)),
        }
        return _form_page(request, form, error.version.title, context, status=409)
    return _to_idea(request, key, "ja" if changed else "niets")


@for_editors
@require_safe
def versions(request: StaffRequest, key: str) -> HttpResponse:
    """Every version of an idea, with what each made different."""
    return _versions_page(request, _idea_or_404(key))


@for_editors
@require_http_methods(["POST"])
def take_over(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Makes earlier words the newest again, as a new version."""
    found = _idea_or_404(key)
    seen = request.POST.get("gezien", "")
    try:
        take_over_words(
            idea=found.version.idea,
            number=number,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0,
            now=timezone.now(),
        )
    except NotOwnIdeaError as error:
        raise Http404("version not found") from error
    except WordsChangedError:
        return _versions_page(request, _idea_or_404(key), changed=True, status=409)
    return _to_idea(request, key, "terug")


@for_editors
@require_safe_or_post
def archive(request: StaffRequest, key: str) -> HttpResponse:
    """Puts an idea away, or back; the page says first what happens to the days that have it."""
    found = _idea_or_404(key)
    if request.method == "POST":
        archive_library_idea(
            idea=found.version.idea, archived=request.POST.get("terug") != "ja", now=timezone.now()
        )
        return redirect("beheer:library", request.membership.organisation.slug)
    title = "Idee terugzetten" if found.is_archived else "Idee opbergen"
    context = {"own": found, "here": "library"}
    return render_page(request, "challenges/beheer/library_archive.html", context, page_title=title)


def _versions_page(
    request: StaffRequest, found: LibraryIdea, *, changed: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "own": found,
        "versions": versions_of(found.version.idea_id),
        "changed": changed,
        "here": "library",
    }
    title = f"Versies van ‘{found.version.title}’"
    return render_page(
        request, "challenges/beheer/library_versions.html", context, page_title=title, status=status
    )


def _form(
    request: StaffRequest, *, initial: dict[str, Any], used_steps: frozenset[str] = frozenset()
) -> LibraryIdeaForm:
    data = request.POST if request.method == "POST" else None
    return LibraryIdeaForm(data, initial=initial, domains=idea_domains(), used_steps=used_steps)


def _dutch(form: LibraryIdeaForm) -> list[Any]:
    return [form[name] for name in IdeaVersion.TEXTS]


def _form_page(
    request: StaffRequest, form: LibraryIdeaForm, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    if form.is_bound and not form.is_valid():
        status = 422
    whole = {
        "form": form,
        **worded(_dutch(form)),
        "english": [form[f"english_{name}"] for name in IdeaVersion.TEXTS],
        "public_url": settings.URL_DEELNEMER,
        "here": "library",
        **context,
    }
    return render_page(request, "challenges/beheer/library_idea.html", whole, page_title=title, status=status)


def _to_idea(request: StaffRequest, key: str, said: str) -> HttpResponse:
    where = reverse("beheer:library_idea", args=[request.membership.organisation.slug, key])
    return redirect(f"{where}?bewaard={said}")


def _idea_or_404(key: str) -> LibraryIdea:
    """The one door to an idea of the library; what an organisation made itself is none."""
    found = library_idea(key)
    if found is None:
        raise Http404("idea not found")
    return found
