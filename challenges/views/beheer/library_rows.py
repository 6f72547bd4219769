"""Staff pages: the places and the barriers of the library, for its editors."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest
from accounts.views.rendering import render_page
from challenges.forms.beheer.ideas import theirs_and_mine
from challenges.forms.beheer.library import BarrierForm, DomainForm, RowForm, row_values
from challenges.queries.staff_library import history_of, library_barriers, library_domains
from challenges.views.beheer.library_frame import for_editors, hints_only, is_typing, worded
from interactions.models import Barrier, LifeDomain
from interactions.queries.library import barrier_of, domain_of
from interactions.queries.stamps import row_stamp
from interactions.services.library_rows import (
    BarrierNeededError,
    RowChangedError,
    RowGoneError,
    archive_barrier,
    change_barrier,
    change_domain,
    make_barrier,
    move_barrier,
)

require_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])


@for_editors
@require_safe
def domains(request: StaffRequest) -> HttpResponse:
    """The places of daily life, in their order."""
    context = {"rows": library_domains(), "here": "domains"}
    title = "Plekken in de bibliotheek"
    return render_page(request, "challenges/beheer/library_domains.html", context, page_title=title)


@for_editors
@require_safe_or_post
def domain(request: StaffRequest, key: str) -> HttpResponse:
    """Changes the names and the description of a place."""
    found = domain_of(key)
    if found is None:
        raise Http404("domain not found")
    form = DomainForm(_posted(request), initial=row_values(found))
    return _row(request, found, form, change_domain, "domains", f"Plek ‘{found.name}’")


@for_editors
@require_safe
def barriers(request: StaffRequest) -> HttpResponse:
    """The barriers with their answers, in the order in which people read them; and what was put away."""
    return _barriers_page(request)


@for_editors
@require_safe_or_post
def new_barrier(request: StaffRequest) -> HttpResponse:
    """Makes a barrier, at the end of the list."""
    form = BarrierForm(_posted(request), initial={"client_id": uuid.uuid4()})
    if is_typing(request):
        return hints_only(request, form.dutch)
    if request.method == "POST" and form.is_valid():
        made = make_barrier(client_id=form.cleaned_data["client_id"], wished=form.wished, now=timezone.now())
        return _to_row(request, "library_barrier", made.key, "nieuw")
    return _row_page(request, None, form, "barriers", "Nieuwe drempel")


@for_editors
@require_safe_or_post
def barrier(request: StaffRequest, key: str) -> HttpResponse:
    """Changes the words of a barrier, its answer, and what somebody is offered next."""
    found = _barrier_or_404(key)
    form = BarrierForm(_posted(request), initial={"client_id": uuid.uuid4(), **row_values(found)})
    return _row(request, found, form, change_barrier, "barriers", f"Drempel ‘{found.label}’")


@for_editors
@require_safe_or_post
def archive(request: StaffRequest, key: str) -> HttpResponse:
    """Puts a barrier away, or back; the page says first what happens to the answers that chose it."""
    found = _barrier_or_404(key)
    if request.method == "POST":
        try:
            archive_barrier(key=key, archived=request.POST.get("terug") != "ja", now=timezone.now())
        except BarrierNeededError:
            return _barriers_page(request, needed=found, status=409)
        return redirect("beheer:library_barriers", request.membership.organisation.slug)
    title = "Drempel opbergen"
    context = {"barrier": found, "here": "barriers"}
    return render_page(request, "challenges/beheer/library_barrier_archive.html", context, page_title=title)


@for_editors
@require_POST
def move(request: StaffRequest, key: str) -> HttpResponse:
    """Changes places with the one above or below it."""
    try:
        move_barrier(key=key, up=request.POST.get("kant") == "op", now=timezone.now())
    except RowGoneError as error:
        raise Http404("barrier not found") from error
    where = reverse("beheer:library_barriers", args=[request.membership.organisation.slug])
    return redirect(f"{where}#{key}")


def _row(
    request: StaffRequest,
    found: LifeDomain | Barrier,
    form: RowForm,
    change: Any,
    here: str,
    title: str,
) -> HttpResponse:
    """The walk that a place and a barrier share: hints while typing, change, and whoever was first."""
    if is_typing(request):
        return hints_only(request, form.dutch)
    if request.method != "POST" or not form.is_valid():
        return _row_page(request, found, form, here, title)
    try:
        changed = change(
            key=found.pk, seen=form.cleaned_data["gezien"], wished=form.wished, now=timezone.now()
        )
    except RowChangedError as error:
        again = request.POST.copy()
        again["gezien"] = row_stamp(error.row)
        form = type(form)(again)
        clashes = theirs_and_mine(form, row_values(error.row))
        return _row_page(request, error.row, form, here, title, {"clashes": clashes, "newer": True}, 409)
    page = "library_domain" if here == "domains" else "library_barrier"
    return _to_row(request, page, found.pk, "ja" if changed else "niets")


def _row_page(
    request: StaffRequest,
    row: LifeDomain | Barrier | None,
    form: RowForm,
    here: str,
    title: str,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    if form.is_bound and not form.is_valid():
        status = 422
    context = {
        "row": row,
        "form": form,
        **worded(form.dutch),
        "history": history_of(row) if row else [],
        "here": here,
        "said": request.GET.get("bewaard", ""),
        **(more or {}),
    }
    return render_page(
        request, "challenges/beheer/library_row.html", context, page_title=title, status=status
    )


def _barriers_page(
    request: StaffRequest, *, needed: Barrier | None = None, status: int = 200
) -> HttpResponse:
    rows = library_barriers()
    context = {
        "rows": [one for one in rows if not one.is_archived],
        "archived": [one for one in rows if one.is_archived],
        "needed": needed,
        "here": "barriers",
    }
    title = "Drempels in de bibliotheek"
    return render_page(
        request, "challenges/beheer/library_barriers.html", context, page_title=title, status=status
    )


def _posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _to_row(request: StaffRequest, page: str, key: str, said: str) -> HttpResponse:
    where = reverse(f"beheer:{page}", args=[request.membership.organisation.slug, key])
    return redirect(f"{where}?bewaard={said}")


def _barrier_or_404(key: str) -> Barrier:
    found = barrier_of(key)
    if found is None:
        raise Http404("barrier not found")
    return found
