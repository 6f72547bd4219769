"""The manual, inside the staff's own pages."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, for_staff
from accounts.views.rendering import render_page
from challenges.queries.staff_manual import chapter_of_page, chapters


@for_staff()
@require_safe
def manual(request: StaffRequest) -> HttpResponse:
    """The chapter about the page that somebody comes from (`over`, the name of its address)."""
    return redirect("beheer:chapter", slug=chapter_of_page(request.GET.get("over")))


@for_staff()
@require_safe
def chapter(request: StaffRequest, slug: str) -> HttpResponse:
    """One chapter, with the others beside it."""
    found = chapters()
    if slug not in found:
        raise Http404("chapter not found")
    rows = [{"chapter": one, "here": one.slug == slug} for one in found.values()]
    context = {"chapter": found[slug], "rows": rows}
    return render_page(
        request, "challenges/beheer/manual.html", context, page_title=f"{found[slug].title} · Handleiding"
    )
