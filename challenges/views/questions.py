"""The questions of one moment, one a page, each skippable, none asked twice.

Before: what you expect. After: where it was (for something else than the challenge), how the other reacted, how
awkward, how pleasant, how you feel. Who changes an answer later comes back to the moment at once.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import ParticipantRequest, for_participants
from accounts.views.rendering import render_page
from challenges.forms import moments as forms_of_moment
from challenges.forms.today import day_of_page
from challenges.queries.moments import frame
from challenges.views.moments import moment_or_404
from interactions.models import Interaction, Mood, local_date
from interactions.queries import diary
from interactions.services import moments, moods

Keep = Callable[[Interaction, Mapping[str, Any]], object]


@dataclass(frozen=True)
class Question:
    """One question after the outcome: its address, its form, where the answer stands now, and how it is kept."""

    name: str
    form: type[forms.Form]
    title: str | Promise
    keep: Keep
    initial: Callable[[Interaction], dict[str, Any]]


def _keep_response(moment: Interaction, data: Mapping[str, Any]) -> object:
    response = Interaction.Response(data["response"])
    return moments.answer_response(moment=moment, response=response, now=timezone.now())


def _keep_mood(moment: Interaction, data: Mapping[str, Any]) -> None:
    now = timezone.now()
    moods.answer_mood(
        participant=moment.participant,
        day=local_date(now),
        score=data["score"],
        asked_in=Mood.AskedIn.AFTER_MOMENT,
        now=now,
    )


def _mood_now(moment: Interaction) -> dict[str, Any]:
    mood = diary.mood_of(moment.participant, local_date(timezone.now()))
    return {"score": mood.score if mood else None}


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "place",
            forms_of_moment.PlaceForm,
            gettext_lazy("Waar was het?"),
            lambda moment, data: moments.change_place(moment=moment, now=timezone.now(), **data),
            lambda moment: {"domain": moment.domain_id, "counterpart": moment.counterpart},
        ),
        Question(
            "response",
            forms_of_moment.ResponseForm,
            gettext_lazy("Hoe ging het?"),
            _keep_response,
            lambda moment: {"response": moment.response},
        ),
        Question(
            "awkward",
            forms_of_moment.AwkwardForm,
            gettext_lazy("Hoe ongemakkelijk was het?"),
            lambda moment, data: moments.answer_awkward(moment=moment, now=timezone.now(), **data),
            lambda moment: {"awkward": moment.awkward},
        ),
        Question(
            "enjoyed",
            forms_of_moment.EnjoyedForm,
            gettext_lazy("Hoe leuk was het?"),
            lambda moment, data: moments.answer_enjoyed(moment=moment, now=timezone.now(), **data),
            lambda moment: {"enjoyed": moment.enjoyed},
        ),
        Question("mood", forms_of_moment.MoodForm, gettext_lazy("In je vel"), _keep_mood, _mood_now),
    )
}


def first_question(status: Interaction.Status) -> str:
    """The name of the URL that asks on after an outcome: something else than the challenge was perhaps elsewhere."""
    return "challenges:place" if status == Interaction.Status.OTHER else "challenges:response"


def _still_to_ask(moment: Interaction, after: str) -> list[str]:
    """The names of the questions behind `after` that have no answer yet."""
    names = list(QUESTIONS)
    rest = names[names.index(after) + 1 :]
    return [
        name
        for name in rest
        if not any(value not in (None, "") for value in QUESTIONS[name].initial(moment).values())
    ]


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ParticipantRequest, client_id: uuid.UUID, name: str) -> HttpResponse:
    """One question about a moment that was tried; none after it felt unsafe."""
    moment, question = moment_or_404(request, client_id), QUESTIONS[name]
    if not moment.is_attempt:
        return redirect("challenges:today")
    if moment.unsafe:
        return redirect("challenges:moment", client_id=client_id)
    changing = "wijzig" in request.GET or "wijzig" in request.POST
    to_ask = [] if changing else _still_to_ask(moment, name)
    onwards = reverse(f"challenges:{to_ask[0] if to_ask else 'moment'}", args=[client_id])
    form = question.form(request.POST if request.method == "POST" else None, initial=question.initial(moment))
    if form.is_bound and form.is_valid():
        question.keep(moment, form.cleaned_data)
        return redirect(onwards)
    context = {
        **frame(moment),
        "form": form,
        "question": name,
        "changing": changing,
        "onwards": onwards,
        "more": len(to_ask),
    }
    return render_page(
        request,
        "challenges/question.html",
        context,
        page_title=str(question.title),
        status=422 if form.errors else 200,
    )


@dataclass(frozen=True)
class Expectation:
    """One question before the outcome."""

    form: type[forms.Form]
    field: str
    keep: Callable[..., bool]
    onwards: str


EXPECTATIONS = {
    "predict": Expectation(
        forms_of_moment.PredictionForm, "predicted_yes", moments.predict, "predict_awkward"
    ),
    "predict_awkward": Expectation(
        forms_of_moment.AwkwardPredictionForm, "predicted_awkward", moments.predict_awkward, "today"
    ),
}


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def expect(request: ParticipantRequest, client_id: uuid.UUID, name: str) -> HttpResponse:
    """What do you expect? Asked before; afterwards it would not be a prediction."""
    moment, expectation = moment_or_404(request, client_id), EXPECTATIONS[name]
    if moment.outcome_at:
        return redirect("challenges:moment", client_id=client_id)
    if moment.late:
        return redirect("challenges:today")
    changing = "wijzig" in request.GET or "wijzig" in request.POST
    last = changing or expectation.onwards == "today"
    onwards = (
        reverse("challenges:today")
        if last
        else reverse(f"challenges:{expectation.onwards}", args=[client_id])
    )
    form = expectation.form(
        request.POST if request.method == "POST" else None,
        initial={expectation.field: getattr(moment, expectation.field)},
    )
    if form.is_bound and form.is_valid():
        expectation.keep(moment=moment, now=timezone.now(), **form.cleaned_data)
        return redirect(onwards)
    context = {**frame(moment), "form": form, "question": name, "changing": changing, "onwards": onwards}
    return render_page(
        request,
        "challenges/predict.html",
        context,
        page_title=_("Wat denk je?"),
        status=422 if form.errors else 200,
    )


@for_participants
@require_http_methods(["GET", "HEAD", "POST"])
def today_mood(request: ParticipantRequest) -> HttpResponse:
    """How do you feel? Asked on days without a moment too, else days could not be compared. What a page of yesterday
    answers is yesterday's; older than that it is nobody's any more."""
    now = timezone.now()
    day = local_date(now)
    if request.method == "POST":
        asked = day_of_page(request.POST, day)
        if asked is None:
            return redirect(f"{reverse('challenges:today')}?van=eerder")
        day = asked
    mood = diary.mood_of(request.participant, day)
    if mood and request.method != "POST" and "wijzig" not in request.GET:
        return redirect("challenges:today")
    form = forms_of_moment.MoodForm(
        request.POST if request.method == "POST" else None, initial={"score": mood.score if mood else None}
    )
    from_diary = "dagboek" in request.GET or "dagboek" in request.POST
    onwards = reverse("interactions:diary") if from_diary else reverse("challenges:today")
    if form.is_bound and form.is_valid():
        moods.answer_mood(
            participant=request.participant,
            day=day,
            score=form.cleaned_data["score"],
            asked_in=Mood.AskedIn.DIARY if from_diary else Mood.AskedIn.NOT_TODAY,
            now=now,
        )
        return redirect(onwards)
    context = {
        "form": form,
        "day": day,
        "onwards": onwards,
        "from_diary": from_diary,
        "current_door": "vandaag",
    }
    return render_page(
        request,
        "challenges/today_mood.html",
        context,
        page_title=_("In je vel"),
        status=422 if form.errors else 200,
    )
