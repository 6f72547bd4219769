"""The participant's day: see the challenge, say that you try it, say how it went, or: not today."""

import datetime as dt
import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import ParticipantRequest, for_participants
from accounts.views.rendering import render_page
from challenges.forms.joining import StepForm, step_field
from challenges.forms.today import MomentForm, NotTodayForm, day_of_page
from challenges.models import Offer, Participation
from challenges.queries.calendar import DayState
from challenges.queries.offers import MOST_SWAPS, barrier_to_answer, offers_of
from challenges.queries.today import (
    Card,
    days_of,
    loose_plans,
    participation_of_tap,
    participations_on,
    said_not_today,
)
from challenges.services.assignments import NothingToDoError, begin_moment, card_of_day, change_step
from challenges.views.questions import first_question
from interactions.models import Barrier, DayAnswer, Interaction, WarmLine, local_date
from interactions.models.library import Step
from interactions.queries import diary, words
from interactions.services import moments


def _cards(request: ParticipantRequest, day: dt.date) -> list[Card]:
    """What every campaign of this participant has today; made here when the page is the first to ask."""
    participations = list(participations_on(request.participant, day))
    made = days_of(participations, day)
    now = timezone.now()
    return [card_of_day(participation=one, made=made.get(one.pk), day=day, now=now) for one in participations]


def participation_or_404(request: ParticipantRequest, slug: str) -> Participation:
    """The one door of a tap to a participation: the participant's own."""
    participation = participation_of_tap(request.participant, slug)
    if participation is None:
        raise Http404("participation not found")
    return participation


# Why today's idea is another one than the calendar's: it answers what somebody said the last time.
_BECAUSE = {
    Barrier.NextOffer.TEN_SECONDS: gettext_lazy(
        "Het was druk. Daarom iets van tien tellen, op een plek waar je toch al bent."
    ),
    Barrier.NextOffer.SERVICE_ROLE: gettext_lazy("Daarom iemand aan het werk: die staat er voor een vraag."),
    Barrier.NextOffer.SMALLER_STEP: gettext_lazy("Je vond het spannend. Daarom een kleinere stap."),
    Barrier.NextOffer.OTHER_DOMAIN: gettext_lazy("Daarom een andere plek dan anders."),
    Barrier.NextOffer.REST_DAY: gettext_lazy("Klein genoeg voor een rustdag."),
}


@for_participants
@require_safe
def today(request: ParticipantRequest, slug: str | None = None) -> HttpResponse:
    """Today's challenge; in several campaigns the named one or the first that is still open, the others beside it."""
    now = timezone.now()
    day = local_date(now)
    cards = _cards(request, day)
    if slug and not any(one.participation.campaign.slug == slug for one in cards):
        raise Http404("participation not found")
    named = [one for one in cards if one.participation.campaign.slug == slug]
    still_open = [one for one in cards if one.version and not one.done]
    going = [one for one in cards if one.state != DayState.FINISHED]
    main = next(iter(named or still_open or going or cards), None)
    moment = main.moment if main else None
    answer = _not_today(request, cards, day)
    glance = diary.glance(request.participant, day)
    plans = loose_plans(request.participant, day) if glance.planned else []
    on_cards = {one.moment.pk for one in cards if one.moment}
    context = {
        "card": main,
        "others": [one for one in going if one is not main],
        "campaign": main.participation.campaign if main else None,
        "version": main.version if main else None,
        "moment": moment,
        "plans": [plan for plan in plans if plan.pk not in on_cards],
        "client_id": uuid.uuid4(),
        "step_field": step_field(main.participation.step) if main else "",
        "answer": answer,
        "barriers": list(answer.barriers.all()) if answer else [],
        "day": day,
        "count": glance.attempts_this_month,
        "line": _line(moment) or (words.warm_line("not_today", turn=day.toordinal()) if answer else None),
        "fact": words.fact_for("not_done", turn=day.toordinal()) if answer else None,
        "too_late": request.GET.get("van") == "eerder",
        "ask_yesterday": _ask_yesterday(request, day, tried=glance.tried_yesterday),
        "unreachable": _unreachable_at(request),
        "current_door": "vandaag",
        **(_swapping(main, day) if main and not moment and not answer else {}),
    }
    return render_page(request, "challenges/today.html", context, page_title=_("Vandaag"))


def _not_today(request: ParticipantRequest, cards: list[Card], day: dt.date) -> DayAnswer | None:
    """ "Vandaag niet" of today; a card knows whether it was said."""
    if cards and not said_not_today(cards[0].participation):
        return None
    return diary.day_answer(request.participant, day)


def _swapping(main: Card, day: dt.date) -> dict[str, object]:
    """What else was on the screen today, whether there is another idea to be had, and why this one."""
    if main.assignment is None:
        return {}
    offers = offers_of(main.assignment) if main.offers is None else main.offers
    swaps = sum(offer.reason == Offer.Reason.SWAP for offer in offers)
    earlier = {offer.idea_version_id: offer.idea_version for offer in offers}
    if main.version:
        earlier.pop(main.version.pk, None)
    answered = (
        barrier_to_answer(main.participation, day)
        if main.offer and main.offer.reason == Offer.Reason.BARRIER
        else None
    )
    return {
        "shown": main.offer.position if main.offer else 0,
        "may_swap": swaps < MOST_SWAPS,
        "earlier": list(earlier.values()),
        "because": _BECAUSE.get(Barrier.NextOffer(answered.offers), "") if answered else "",
    }


def _ask_yesterday(request: ParticipantRequest, day: dt.date, *, tried: bool) -> bool:
    """Whether to ask after yesterday: somebody was here already, and nothing was tried."""
    return not tried and local_date(request.participant.created_at) < day


def _unreachable_at(request: ParticipantRequest) -> str:
    """The address that mail does not reach, so that its owner knows which; empty when all is well."""
    contact = getattr(request.participant, "contact", None)
    return contact.masked if contact and contact.undeliverable_at else ""


def _line(moment: Interaction | None) -> WarmLine | None:
    if moment is None or not moment.is_attempt:
        return None
    return words.warm_line(words.situation_of(moment), turn=moment.pk)


@for_participants
@require_POST
def try_it(request: ParticipantRequest, slug: str) -> HttpResponse:
    """ "Ik ga het proberen": a plan, then the question what somebody expects."""
    participation, form = participation_or_404(request, slug), MomentForm(request.POST)
    if not form.is_valid():
        return redirect("challenges:today_in", slug=slug)
    moment = _tapped(participation, form, days_back=0)
    if moment is None:
        return too_late(slug)
    if moment.is_attempt or moment.predicted_at:
        return redirect("challenges:today_in", slug=slug)
    return redirect("challenges:predict", client_id=moment.client_id)


@for_participants
@require_POST
def outcome(request: ParticipantRequest, slug: str) -> HttpResponse:
    """How it went: the attempt is kept at once, then one question. A page of yesterday still counts."""
    participation, form = participation_or_404(request, slug), MomentForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["did"]:
        return redirect("challenges:today_in", slug=slug)
    status = Interaction.Status(form.cleaned_data["did"])
    moment = _tapped(participation, form, days_back=1, outcome=status)
    if moment is None:
        return too_late(slug)
    return redirect(first_question(status), client_id=moment.client_id)


def _tapped(
    participation: Participation,
    form: MomentForm,
    *,
    days_back: int,
    outcome: Interaction.Status | None = None,
) -> Interaction | None:
    """The moment that a tap is about, with how it went when the tap says so. The page names its day; a day further
    back than `days_back` has none, unless the page's own moment is there."""
    now = timezone.now()
    client_id, day = form.cleaned_data["client_id"], form.cleaned_data["day"]
    if not 0 <= (local_date(now) - day).days <= days_back:
        moment = diary.moment_of(participation.participant, client_id)
        if moment and outcome:
            moments.record_outcome(moment=moment, status=outcome, now=now)
        return moment
    try:
        return begin_moment(
            participation=participation, client_id=client_id, day=day, now=now, outcome=outcome
        )
    except NothingToDoError:
        return None


def too_late(slug: str = "") -> HttpResponse:
    """The page was of a day that is over: today, with a word about it."""
    target = reverse("challenges:today_in", args=[slug]) if slug else reverse("challenges:today")
    return redirect(f"{target}?van=eerder")


@for_participants
@require_POST
def step(request: ParticipantRequest, slug: str) -> HttpResponse:
    """Another step size; an unknown one changes nothing."""
    participation = participation_or_404(request, slug)
    form = StepForm(request.POST)
    if form.is_valid():
        now = timezone.now()
        change_step(
            participation=participation, step=Step(form.cleaned_data["stap"]), day=local_date(now), now=now
        )
    return redirect("challenges:today_in", slug=slug)


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def not_today(request: ParticipantRequest) -> HttpResponse:
    """ "Vandaag niet": that is fine. What held you back may be said, and is answered. A page of yesterday is about
    yesterday."""
    now = timezone.now()
    day = today = local_date(now)
    if request.method == "POST":
        form = NotTodayForm(request.POST)
        asked = day_of_page(request.POST, today)
        if asked is None:
            return too_late()
        day = asked
        if _became_something(request, day, today):
            return redirect("challenges:today")  # another tab was ahead
        if form.is_valid():
            moments.say_not_today(
                participant=request.participant,
                day=day,
                barriers=list(form.cleaned_data["barriers"]),
                now=now,
            )
            return redirect("challenges:today_mood" if day == today else "challenges:today")
    else:
        answer = diary.day_answer(request.participant, day)
        form = NotTodayForm(
            initial={"barriers": [barrier.pk for barrier in answer.barriers.all()] if answer else []}
        )
    context = {"form": form, "day": day, "current_door": "vandaag"}
    return render_page(
        request,
        "challenges/not_today.html",
        context,
        page_title=_("Vandaag niet"),
        status=422 if form.errors else 200,
    )


def _became_something(request: ParticipantRequest, day: dt.date, today: dt.date) -> bool:
    """Whether everything of that day was tried. Looking at yesterday makes no challenge for it."""
    if day != today:
        return diary.tried_on(request.participant, day)
    challenges = [one for one in _cards(request, day) if one.version]
    return bool(challenges) and all(one.done for one in challenges)
