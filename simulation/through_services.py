"""Lets made-up people take part by the same verbs as the pages: slow, and as true as it gets. For the demo."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from accounts.services.sessions import close_session, open_session, recognise
from challenges.models import Participation
from challenges.services.assignments import begin_moment, offer_today
from challenges.services.offers import swap_offer
from challenges.services.participations import join_campaign, leave_campaign
from challenges.services.pauses import pause_participation
from interactions.models import Barrier, Interaction, Mood
from interactions.services import moments
from interactions.services.moods import answer_mood
from simulation.events import (
    Answered,
    Began,
    Event,
    Felt,
    Joined,
    Left,
    Life,
    Opened,
    Paused,
    Predicted,
    Rated,
    SaidNotToday,
    Swapped,
    Tried,
    WasUnsafe,
    Wrote,
)
from simulation.staging import Stage, refuse_outside_demo

MOST_PEOPLE = 200


class TooManyPeopleError(ValueError):
    """So many people belong in `by_copy`."""


def play(*, stage: Stage, lives: Sequence[Life], until: dt.datetime) -> int:
    """Plays what these people do before `until`, in one transaction. Returns how many joined.

    Raises TooManyPeopleError above 200 people, NotADemoError outside a demo, and what the services raise.
    """
    refuse_outside_demo()
    if len(lives) > MOST_PEOPLE:
        raise TooManyPeopleError(f"Hooguit {MOST_PEOPLE} mensen langs deze weg; voor meer is er by_copy.")
    barriers = Barrier.objects.in_bulk()
    with transaction.atomic():
        joined = sum(_Visit(stage, life, barriers).play(until) for life in lives)
        moments.lapse_planned_moments(now=until)
    return joined


class _Visit:
    """One person with their browser, from joining on."""

    participation: Participation
    browser: str  # the secret in its cookie
    moment: Interaction

    def __init__(self, stage: Stage, life: Life, barriers: dict[str, Barrier]) -> None:
        self.stage, self.life, self.barriers = stage, life, barriers

    def play(self, until: dt.datetime) -> bool:
        joined = False
        for event, at in self.stage.until(self.life, until):
            self._do(event, at, self.stage.date(event))
            joined = True
        if joined:
            close_session(secret=self.browser)  # nobody has this browser
        return joined

    def _do(self, event: Event, at: dt.datetime, day: dt.date) -> None:
        match event:
            case Joined():
                self._join(at)
            case Opened():
                recognise(secret=self.browser, now=at)
                offer_today(participation=self.participation, day=day, now=at)
            case Swapped(shown=shown):
                swap_offer(participation=self.participation, day=day, shown=shown, now=at)
            case Began(client_id=client_id):
                # On a day that began with rest: something small after all.
                swap_offer(participation=self.participation, day=day, shown=0, now=at)
                self.moment = begin_moment(
                    participation=self.participation, client_id=client_id, day=day, now=at
                )
            case Predicted(yes=yes, awkward=awkward):
                moments.predict(moment=self.moment, predicted_yes=yes, now=at)
                moments.predict_awkward(moment=self.moment, predicted_awkward=awkward, now=at)
            case Tried(status=status):
                moments.record_outcome(moment=self.moment, status=Interaction.Status(status), now=at)
            case Answered(response=response):
                moments.answer_response(moment=self.moment, response=Interaction.Response(response), now=at)
            case Felt(awkward=felt, enjoyed=enjoyed):
                moments.answer_awkward(moment=self.moment, awkward=felt, now=at)
                moments.answer_enjoyed(moment=self.moment, enjoyed=enjoyed, now=at)
            case WasUnsafe():
                moments.mark_unsafe(moment=self.moment, unsafe=True, now=at)
            case Rated(score=score, asked_in=asked_in):
                answer_mood(
                    participant=self.participation.participant,
                    day=day,
                    score=score,
                    asked_in=Mood.AskedIn(asked_in),
                    now=at,
                )
            case Wrote(text=text):
                moments.write_reflection(moment=self.moment, text=text, now=at)
            case SaidNotToday(barriers=keys):
                moments.say_not_today(
                    participant=self.participation.participant,
                    day=day,
                    barriers=[self.barriers[key] for key in keys],
                    now=at,
                )
            case Paused(days=days):
                pause_participation(
                    participation=self.participation,
                    starts_on=day + dt.timedelta(days=1),
                    ends_on=day + dt.timedelta(days=days),
                )
            case Left():
                leave_campaign(participation=self.participation, now=at)

    def _join(self, at: dt.datetime) -> None:
        person = self.life.person
        self.participation = join_campaign(
            campaign=self.stage.campaign, step=person.step, now=at, join_key=person.join_key
        )
        self.browser = open_session(participant=self.participation.participant, now=at)
