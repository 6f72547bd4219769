"""The participant's own diary: the month, one day, the mirror, how they feel."""

import calendar
import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ParticipantRequest, for_participants
from accounts.views.rendering import render_page
from interactions.models import Mood, local_date
from interactions.queries import mirror, month
from interactions.queries.moods import AVERAGE_FROM, mood_curve
from interactions.services.moods import answer_mood
from interactions.services.preferences import hide_count


@for_participants
@require_safe
def diary(request: ParticipantRequest) -> HttpResponse:
    """One month of moments (`?maand=2026-11`, else this month), and what they show together."""
    today = local_date(timezone.now())
    first = _first_of(request.GET.get("maand", ""), today)
    earliest = month.first_month(request.participant, today=today)
    if first is None or first < earliest:
        return redirect("interactions:diary")
    shown = month.month_of(request.participant, first=first, earliest=earliest, today=today)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    rows = mirror.rows_of(request.participant)
    curve = mood_curve(request.participant, today=today)
    context = {
        "month": shown,
        "weekdays": [first - dt.timedelta(days=first.weekday() - day) for day in range(7)],
        "moments": month.moments_between(request.participant, first, last),
        "this_month": first == today.replace(day=1),
        "rows": rows,
        "mirror": mirror.mirror_of(rows),
        "pairs_to_go": mirror.SHOWN_FROM - len(rows),
        "places": month.places_of(request.participant),
        "curve": curve,
        "moods_to_go": AVERAGE_FROM - len(curve.moods),
        "mood_today": any(mood.local_date == today for mood in curve.moods),
        "current_door": "dagboek",
    }
    return render_page(request, "interactions/diary.html", context, page_title=_("Dagboek"))


def _first_of(asked: str, today: dt.date) -> dt.date | None:
    """The first day of the month asked for, this month when nothing is asked; None for nonsense and the future."""
    if not asked:
        return today.replace(day=1)
    try:
        first = dt.date.fromisoformat(f"{asked}-01")
    except ValueError:
        return None
    return first if first <= today else None


@for_participants
@require_safe
def day(request: ParticipantRequest, day: str) -> HttpResponse:
    """The moments of one day."""
    date = _date_or_404(day)
    moments = list(month.moments_between(request.participant, date, date))
    context = {"date": date, "moments": moments, "current_door": "dagboek"}
    return render_page(request, "interactions/diary_day.html", context, page_title=_("Dagboek"))


def _date_or_404(day: str) -> dt.date:
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise Http404("no such day") from error


@for_participants
@require_POST
def count(request: ParticipantRequest) -> HttpResponse:
    """Shows or hides the number of moments; back to the month that was on the page."""
    hide_count(participant=request.participant, hidden=request.POST.get("verberg") == "ja")
    page, asked = reverse("interactions:diary"), request.POST.get("maand", "")
    first = _first_of(asked, local_date(timezone.now())) if asked else None
    return redirect(f"{page}?maand={first:%Y-%m}" if first else page)


@for_participants
@require_POST
def forget_mood(request: ParticipantRequest, day: str) -> HttpResponse:
    """Takes back how somebody felt on one day."""
    answer_mood(
        participant=request.participant,
        day=_date_or_404(day),
        score=None,
        asked_in=Mood.AskedIn.DIARY,
        now=timezone.now(),
    )
    return redirect("interactions:diary")
