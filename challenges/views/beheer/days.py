"""Staff pages: the board of days of a campaign, and one day with its three slots and the library to choose from."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.days import ChooseForm, ClearForm, LengthForm, PickerForm
from challenges.models import Campaign
from challenges.queries.staff_board import (
    Board,
    BoardDay,
    board_of,
    choices,
    pool_of,
    words_with_places,
)
from challenges.queries.staff_days import used_on, wished_length
from challenges.services import days as day_services
from challenges.services.days import ChangedMeanwhileError, DayFixedError, LastIdeaError, NoSuchDayError
from challenges.views.beheer.frame import campaign_frame, campaign_of
from interactions.models import local_date
from interactions.models.library import Step


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def days(request: StaffRequest, slug: str) -> HttpResponse:
    """The board: every day with its ideas, what to look at, and one day as a participant sees it."""
    found = campaign_of(request, slug)
    board = board_of(found, local_date(timezone.now()))
    told = {
        "moved": board.day(_number(request.GET.get("verplaatst"))),
        "moved_from": _number(request.GET.get("van")),
        "filled": _number(request.GET.get("gevuld")),
        "copied": _number(request.GET.get("gekopieerd")),
    }
    return board_page(request, found, board, context=told)


def board_page(
    request: StaffRequest,
    campaign: Campaign,
    board: Board,
    *,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The board with what a view wants to say above it."""
    shown = board.day(_number(request.GET.get("dag"))) or _first_to_show(board)
    whole = {
        **campaign_frame(campaign),
        **_rights(request),
        "board": board,
        "shown": shown,
        **_targets(board, shown),
        "fixed_length": wished_length(campaign),
        "length_form": LengthForm(initial={"aantal": len(board.days)}),
        **(context or {}),
    }
    title = _("Dagen van %(name)s") % {"name": campaign.name}
    return render_page(request, "challenges/beheer/days.html", whole, page_title=title, status=status)


def _targets(board: Board, shown: BoardDay | None) -> dict[str, Any]:
    """Where the day that is shown may go; an empty day is proposed."""
    targets = [day for day in board.days if day.changeable and day != shown]
    return {"targets": targets, "first_free": next((day for day in targets if not day.filled), None)}


def changed_meanwhile(request: StaffRequest, campaign: Campaign) -> HttpResponse:
    """Nothing was done, because the board is not the one that was on the screen; this is how it is now."""
    board = board_of(campaign, local_date(timezone.now()))
    return board_page(request, campaign, board, context={"changed": True}, status=409)


def day_is_fixed(request: StaffRequest, campaign: Campaign) -> HttpResponse:
    """Nothing was done, because a day may not be changed any more; this is how it is now."""
    board = board_of(campaign, local_date(timezone.now()))
    return board_page(request, campaign, board, context={"is_fixed": True}, status=409)


def _first_to_show(board: Board) -> BoardDay | None:
    """The first day with something on it that is still to come, else the first with something."""
    filled = [day for day in board.days if day.filled]
    return next((day for day in filled if day.changeable), filled[0] if filled else None)


def _number(text: str | None) -> int:
    """A small number of the address; anything else is 0."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0


def _rights(request: StaffRequest) -> dict[str, Any]:
    return {"may_edit": Permission.EDIT_CAMPAIGNS in request.membership.permissions}


def day_or_404(board: Board, number: int) -> BoardDay:
    """A day of the board."""
    found = board.day(number)
    if found is None:
        raise Http404("day not found")
    return found


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_safe
def day(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """One day: its three slots, and the library to choose from."""
    found = campaign_of(request, slug)
    board = board_of(found, local_date(timezone.now()))
    return _day_page(request, found, board, day_or_404(board, number))


def _day_page(
    request: StaffRequest,
    campaign: Campaign,
    board: Board,
    shown: BoardDay,
    *,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    form = PickerForm(request.GET, domains=board.domains)
    whole = {
        **campaign_frame(campaign),
        **_rights(request),
        "board": board,
        "shown": shown,
        **_targets(board, shown),
        "before": board.day(shown.number - 1),
        "after": board.day(shown.number + 1),
        "form": form,
        "choices": choices(pool_of(campaign), used_on(board.plans), **form.chosen()),
        **(context or {}),
    }
    title = _("Dag %(number)s van %(name)s") % {"number": shown.number, "name": campaign.name}
    return render_page(request, "challenges/beheer/day.html", whole, page_title=title, status=status)


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def choose(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Puts an idea on a day, unless somebody else put another one there meanwhile."""
    found = campaign_of(request, slug)
    on = local_date(timezone.now())
    board = board_of(found, on)
    shown = day_or_404(board, number)
    form = ChooseForm(request.POST)
    version = (
        words_with_places([form.cleaned_data["idee"]]).get(form.cleaned_data["idee"])
        if form.is_valid()
        else None
    )
    if version is None or version.idea.organisation_id not in (None, found.organisation_id):
        raise Http404("idea not found")
    if version.idea.archived_at:
        return _day_page(request, found, board, shown, context={"archived": version}, status=409)
    step = version.idea.step
    try:
        day_services.put_idea(
            campaign=found, number=number, idea_id=version.idea_id, seen=form.seen(step), on=on
        )
    except ChangedMeanwhileError as error:
        context = {
            **campaign_frame(found),
            "number": number,
            "step": Step(step),
            "wanted": version,
            "there": words_with_places([error.idea]).get(error.idea) if error.idea else None,
        }
        title = _("Dag %(number)s is intussen veranderd") % {"number": number}
        return render_page(
            request, "challenges/beheer/day_conflict.html", context, page_title=title, status=409
        )
    except DayFixedError:
        return _day_page(request, found, board, shown, context={"is_fixed": True}, status=409)
    except NoSuchDayError as error:
        raise Http404("day or idea not found") from error
    return _to_day(request, slug, number)


@for_staff(Permission.EDIT_CAMPAIGNS)
@require_POST
def clear(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Takes an idea off a day, unless somebody else changed it meanwhile."""
    found = campaign_of(request, slug)
    on = local_date(timezone.now())
    day_or_404(board_of(found, on), number)
    form = ClearForm(request.POST)
    if not form.is_valid():
        return _to_day(request, slug, number)
    step, seen = form.cleaned_data["stap"], form.cleaned_data["gezien"]
    problem = ""
    try:
        day_services.clear_slot(campaign=found, number=number, step=step, seen=seen, on=on)
    except ChangedMeanwhileError:
        problem = "changed"
    except DayFixedError:
        problem = "is_fixed"
    except LastIdeaError:
        problem = "last_idea"
    if problem:
        board = board_of(found, on)
        return _day_page(
            request, found, board, day_or_404(board, number), context={problem: True}, status=409
        )
    return _to_day(request, slug, number)


def _to_day(request: StaffRequest, slug: str, number: int) -> HttpResponseRedirect:
    return redirect("beheer:day", request.membership.organisation.slug, slug, number)


def to_board(request: StaffRequest, slug: str, query: str = "") -> HttpResponseRedirect:
    """To the board, with what it should show."""
    return redirect(reverse("beheer:days", args=[request.membership.organisation.slug, slug]) + query)
