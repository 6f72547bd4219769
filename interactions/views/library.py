"""The library for everybody, and the story behind it."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import PublicRequest, for_everyone
from accounts.views.rendering import render_page
from interactions.forms.library import BrowseForm
from interactions.queries import library


@for_everyone
@require_safe
def ideas(request: PublicRequest) -> HttpResponse:
    """All ideas, narrowed by place, form and step."""
    form = BrowseForm(request.GET, domains=list(library.idea_domains()))
    versions = list(library.browse(**form.chosen()))
    context = {
        "form": form,
        "versions": versions,
        "count": len(versions),
        "current_door": "ideeen",
        "show_footer": True,
    }
    return render_page(request, "interactions/ideas.html", context, page_title=_("Ideeën"))


@for_everyone
@require_safe
def idea(request: PublicRequest, key: str) -> HttpResponse:
    """One idea with everything there is to say about it."""
    version = library.current_version(key)
    if version is None:
        raise Http404("idea not found")
    context = {"version": version, "current_door": "ideeen", "show_footer": True}
    return render_page(request, "interactions/idea.html", context, page_title=version.title)


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
