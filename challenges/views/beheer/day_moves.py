"""Staff pages: what is done with more than one day at a time: moving, copying a week, filling, adding and removing."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.days import CopyForm, LengthForm, MoveForm, SeedForm, TakeForm
from challenges.models import Campaign
from challenges.queries.staff_autofill import Filling, Scope
from challenges.queries.staff_board import Board, board_of, proposal, with_proposal
from challenges.queries.staff_days import days_of_week, is_over_for_staff, week_copy, week_of, wished_length
from challenges.services import days as day_services
from challenges.services.days import ChangedMeanwhileError, DayFixedError, NoSuchDayError
from challenges.views.beheer.days import board_page, changed_meanwhile, day_is_fixed, to_board
from challenges.views.beheer.frame import campaign_frame, campaign_of
from interactions.models import local_date

require_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def move(request: StaffRequest, slug: str) -> HttpResponse:
    """Moves a day; what was there comes in its place."""
    found, form = campaign_of(request, slug), MoveForm(request.POST)
    if not form.is_valid():
        raise Http404("day not found")
    source, target = form.cleaned_data["van"], form.cleaned_data["naar"]
    try:
        day_services.move_day(
            campaign=found,
            source=source,
            target=target,
            stamp=form.cleaned_data["stand"],
            on=local_date(timezone.now()),
        )
    except ChangedMeanwhileError:
        return changed_meanwhile(request, found)
    except DayFixedError:
        return day_is_fixed(request, found)
    except NoSuchDayError as error:
        raise Http404("day not found") from error
    return to_board(request, slug, f"?dag={target}&verplaatst={target}&van={source}#dag-{target}")


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_safe_or_post
def fill(request: StaffRequest, slug: str) -> HttpResponse:
    """A proposal for what is empty, shown on the board; a post takes exactly the one that was shown."""
    found = campaign_of(request, slug)
    on = local_date(timezone.now())
    if request.method == "POST":
        taken = TakeForm(request.POST)
        if not taken.is_valid():
            return changed_meanwhile(request, found)
        seed, scope = taken.chosen()
        try:
            filling = day_services.take_filling(
                campaign=found, seed=seed, scope=scope, stamp=taken.cleaned_data["stand"], on=on
            )
        except ChangedMeanwhileError:
            return _proposal_page(request, found, seed, scope, context={"changed": True}, status=409)
        return to_board(request, slug, f"?gevuld={len(filling.days)}")
    seed, scope = SeedForm(request.GET).chosen()
    return _proposal_page(request, found, seed, scope)


def _proposal_page(
    request: StaffRequest,
    campaign: Campaign,
    seed: int,
    scope: Scope,
    *,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    on = local_date(timezone.now())
    board = board_of(campaign, on)
    filling, words = proposal(campaign, board.plans, seed=seed, scope=scope, on=on)
    shown = with_proposal(board, filling, words)
    whole = {
        "filling": filling,
        "seed": seed,
        "next_seed": seed % 9999 + 1,
        "scope": scope,
        "favoured": _favoured(board, filling),
        "shown": shown.day(filling.days[0]) if filling.days else None,
        **(context or {}),
    }
    return board_page(request, campaign, shown, context=whole, status=status)


def _favoured(board: Board, filling: Filling) -> str:
    names = [domain.name for domain in board.domains if domain.pk in filling.favoured]
    return _(" en ").join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_safe_or_post
def copy(request: StaffRequest, slug: str) -> HttpResponse:
    """Copies a week over another one. The page says first what that replaces."""
    found = campaign_of(request, slug)
    on = local_date(timezone.now())
    if request.method == "POST":
        form = CopyForm(request.POST)
        if not form.is_valid():
            raise Http404("week not found")
        try:
            day_services.copy_week(
                campaign=found,
                source=form.cleaned_data["week"],
                target=form.cleaned_data["naar"],
                stamp=form.cleaned_data["stand"],
                on=on,
            )
        except ChangedMeanwhileError:
            return changed_meanwhile(request, found)
        first = days_of_week(form.cleaned_data["naar"])[0]
        return to_board(request, slug, f"?dag={first}&gekopieerd={form.cleaned_data['naar']}#dag-{first}")
    board = board_of(found, on)
    weeks = [week for week, _days in board.weeks]
    source = _week(request.GET.get("week"), weeks)
    if source is None:
        raise Http404("week not found")
    target = _week(request.GET.get("naar"), weeks)
    context = {
        **campaign_frame(found),
        "board": board,
        "source": source,
        "target": target,
        "targets": [
            week for week, days in board.weeks if week != source and any(day.changeable for day in days)
        ],
        "copy": week_copy(board.plans, source, target, changeable=board.changeable) if target else None,
    }
    title = _("Week %(week)s kopiëren") % {"week": source}
    return render_page(request, "challenges/beheer/copy_week.html", context, page_title=title)


def _week(text: str | None, weeks: list[int]) -> int | None:
    return int(text) if text and text in {str(week) for week in weeks} else None


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_safe_or_post
def length(request: StaffRequest, slug: str) -> HttpResponse:
    """How many days a rolling campaign has. Fewer days that hold ideas are shown first."""
    found = campaign_of(request, slug)
    on = local_date(timezone.now())
    board = board_of(found, on)
    if wished_length(found) is not None or is_over_for_staff(found):
        return day_is_fixed(request, found)
    form = LengthForm(request.POST if request.method == "POST" else request.GET or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return board_page(request, found, board, context={"length_form": form}, status=status)
    wanted = form.cleaned_data["aantal"]
    lost = [day for day in board.days if day.number > wanted and day.filled]
    if request.method != "POST" or (lost and "zeker" not in request.POST):
        context = {**campaign_frame(found), "board": board, "wanted": wanted, "lost": lost}
        title = _("Minder dagen") if lost else _("Aantal dagen")
        return render_page(request, "challenges/beheer/days_fewer.html", context, page_title=title)
    try:
        day_services.set_number_of_days(
            campaign=found, length=wanted, stamp=request.POST.get("stand", ""), on=on
        )
    except ChangedMeanwhileError:
        return changed_meanwhile(request, found)
    last_week = week_of(wanted)
    return to_board(request, slug, f"?dag={wanted}#week-{last_week}")
