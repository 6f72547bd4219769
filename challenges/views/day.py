"""What the link in a mail opens: one day, without signing in. Only its challenges and how it went can be reached;
earlier answers, the diary and settings cannot. Opening a page writes nothing: mail scanners do that too."""

import datetime as dt
import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import NOBODYS_FRAME, DayLinkRequest, for_day_link
from accounts.services.day_links import note_visit
from accounts.views.rendering import render_page
from challenges.forms.day import NOT_TODAY, AnswersForm, DayForm
from challenges.queries.day import challenges_of_day
from challenges.queries.moments import frame
from challenges.queries.today import Card
from challenges.services.assignments import NothingToDoError, begin_moment
from interactions.models import Interaction, local_date
from interactions.queries import diary, words
from interactions.services import moments

_RESPONSES = frozenset(Interaction.Response.values)


@for_day_link
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: DayLinkRequest, secret: str) -> HttpResponse:
    """The challenges of the link's day, each with a form; what was written down already is only said to be there."""
    link, today = request.day_link, local_date(timezone.now())
    cards = challenges_of_day(link.participant, _day(request), today=today)
    if request.method == "POST":
        return _tapped(request, secret, cards)
    rested = request.GET.get("niet") == "vandaag"
    context = {
        **NOBODYS_FRAME,
        "cards": [(one, one.moment.client_id if one.moment else uuid.uuid4()) for one in cards],
        "campaign": cards[0].participation.campaign if cards else None,
        "day": _day(request),
        "is_today": _day(request) == today,
        "rested": rested,
        "line": words.warm_line("not_today", turn=_day(request).toordinal()) if rested else None,
        "secret": secret,
    }
    return render_page(request, "challenges/day.html", context, page_title=_("Jouw dag"))


def _tapped(request: DayLinkRequest, secret: str, cards: list[Card]) -> HttpResponse:
    """Keeps the tap; one that fits no challenge on the page changes nothing."""
    form = DayForm(request.POST)
    data = form.cleaned_data if form.is_valid() else {}
    named = [one for one in cards if one.participation.campaign.slug == data.get("campaign")]
    if not named:
        return redirect("challenges:day", secret=secret)
    if data["did"] == NOT_TODAY:
        return _not_today(request, secret, cards)
    now = timezone.now()
    try:
        moment = begin_moment(
            participation=named[0].participation, client_id=data["client_id"], day=_day(request), now=now
        )
    except NothingToDoError:
        return redirect("challenges:day", secret=secret)
    said_otherwise = moment.is_attempt and (
        moment.client_id != data["client_id"] or moment.status != data["did"]
    )
    if said_otherwise or moment.local_date != _day(request):
        return redirect("challenges:day", secret=secret)
    moments.record_outcome(moment=moment, status=Interaction.Status(data["did"]), now=now)
    note_visit(day_link=request.day_link, now=now)
    return redirect("challenges:day_logged", secret=secret, client_id=moment.client_id)


def _not_today(request: DayLinkRequest, secret: str, cards: list[Card]) -> HttpResponse:
    """ "Vandaag niet", unless it became something; what held somebody back, said elsewhere, stays."""
    now, day = timezone.now(), _day(request)
    if day != local_date(now) or all(one.done for one in cards):
        return redirect("challenges:day", secret=secret)
    if diary.day_answer(request.day_link.participant, day) is None:
        moments.say_not_today(participant=request.day_link.participant, day=day, barriers=[], now=now)
    note_visit(day_link=request.day_link, now=now)
    return redirect(reverse("challenges:day", args=[secret]) + "?niet=vandaag")


@for_day_link
@require_http_methods(["GET", "HEAD", "POST"])
def logged(request: DayLinkRequest, secret: str, client_id: uuid.UUID) -> HttpResponse:
    """A warm line after logging, and two questions for who wants; an answer that is there is not shown or changed."""
    moment = diary.moment_of(request.day_link.participant, client_id)
    if moment is None or not moment.is_attempt or moment.local_date != _day(request):
        raise Http404("moment not found")
    open_still = moment.response is None and moment.enjoyed is None
    form = AnswersForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _answered(request, secret, moment, form)
    said = Interaction.Response(response) if (response := request.GET.get("ging")) in _RESPONSES else None
    # The words follow from what was said here: what is in the diary stays there.
    here = Interaction(status=moment.status, response=said)
    context = {
        **NOBODYS_FRAME,
        "campaign": frame(moment).get("campaign"),
        "version": moment.idea_version,
        "line": words.warm_line(words.situation_of(here), turn=moment.pk),
        "form": form if open_still else None,
        "secret": secret,
        "client_id": client_id,
    }
    status = 422 if form.errors else 200
    return render_page(request, "challenges/day_logged.html", context, page_title=_("Gedaan"), status=status)


def _answered(request: DayLinkRequest, secret: str, moment: Interaction, form: AnswersForm) -> HttpResponse:
    """Keeps what has no answer yet."""
    now = timezone.now()
    response, enjoyed = form.cleaned_data["response"], form.cleaned_data["enjoyed"]
    if response and moment.response is None:
        moments.answer_response(moment=moment, response=Interaction.Response(response), now=now)
    if enjoyed is not None and moment.enjoyed is None:
        moments.answer_enjoyed(moment=moment, enjoyed=enjoyed, now=now)
    note_visit(day_link=request.day_link, now=now)
    if not response and enjoyed is None:
        return redirect("challenges:day", secret=secret)
    return redirect(
        reverse("challenges:day_logged", args=[secret, moment.client_id])
        + (f"?ging={response}" if response else "")
    )


def _day(request: DayLinkRequest) -> dt.date:
    if request.day_link.local_date is None:
        raise ValueError("a day link without its day")
    return request.day_link.local_date
