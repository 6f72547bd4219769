"""Playing through the services: what is left in the diary, and the limits."""

import datetime as dt
from uuid import UUID

import pytest

from accounts.models import Participant, ParticipantSession
from challenges.models import Assignment, Campaign, Participation
from interactions.models import DayAnswer, Interaction, Reflection
from simulation import through_services
from simulation.behaviour import simulate
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
    Person,
    Predicted,
    SaidNotToday,
    Tried,
    Wrote,
)
from simulation.staging import clock, stage
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
NINE = 9 * 3600
KEY, MOMENT = UUID(int=1), UUID(int=2)


def play(campaign: Campaign, *events: Event, until: dt.datetime | None = None) -> int:
    life = Life(Person(1, KEY, "steady", "zin"), (Joined(0, NINE), *events))
    return through_services.play(
        stage=stage(campaign, begins_on=TODAY), lives=[life], until=until or clock(TODAY, 1, 4 * 3600)
    )


def test_a_whole_moment_is_in_the_diary(fixed: Campaign) -> None:
    play(
        fixed,
        Opened(0, NINE + 5, 1),
        Began(0, NINE + 30, MOMENT),
        Predicted(0, NINE + 40, 4, 6),
        Tried(0, NINE + 3600, "done"),
        Answered(0, NINE + 3610, "positive"),
        Felt(0, NINE + 3620, 2, 8),
        Wrote(0, NINE + 3700, "Zij begon te lachen."),
    )
    moment = Interaction.objects.get()
    assert (moment.client_id, moment.local_date, moment.status) == (MOMENT, TODAY, "done")
    assert (moment.predicted_yes, moment.predicted_awkward, moment.response) == (4, 6, "positive")
    assert (moment.awkward, moment.enjoyed) == (2, 8)
    assert (moment.predicted_at, moment.outcome_at) == (
        clock(TODAY, 0, NINE + 40),
        clock(TODAY, 0, NINE + 3600),
    )
    assert Assignment.objects.get().interaction == moment
    assert Reflection.objects.get().text == "Zij begon te lachen."


def test_not_today_keeps_its_barriers(fixed: Campaign) -> None:
    play(fixed, Opened(0, NINE + 5, 1), SaidNotToday(0, NINE + 30, ("te-druk", "vergeten")))
    assert sorted(barrier.pk for barrier in DayAnswer.objects.get().barriers.all()) == ["te-druk", "vergeten"]


def test_pausing_and_leaving_are_kept_with_the_participation(fixed: Campaign) -> None:
    play(fixed, Opened(0, NINE + 5, 1), Paused(0, NINE + 30, 3), Left(0, NINE + 60))
    participation = Participation.objects.get()
    assert participation.left_at == clock(TODAY, 0, NINE + 60)
    assert list(participation.pauses.values_list("starts_on", "ends_on")) == [
        (TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=3))
    ]


def test_what_would_happen_later_has_not_happened(fixed: Campaign) -> None:
    events = Opened(0, NINE + 5, 1), Began(0, NINE + 30, MOMENT), Tried(0, NINE + 3600, "done")
    assert play(fixed, *events, until=clock(TODAY, 0, NINE + 3600)) == 1
    assert Interaction.objects.get().status == "planned"


def test_somebody_who_joins_later_is_not_there_yet(fixed: Campaign) -> None:
    assert play(fixed, until=clock(TODAY, 0, NINE)) == 0
    assert Participant.objects.count() == 0


def test_a_plan_that_was_never_heard_of_again_lapses(fixed: Campaign) -> None:
    play(fixed, Opened(0, NINE + 5, 1), Began(0, NINE + 30, MOMENT), until=clock(TODAY, 2, 4 * 3600))
    assert Interaction.objects.get().status == "lapsed"


def test_nobody_keeps_a_browser_but_the_last_visit_is_known(fixed: Campaign) -> None:
    play(fixed, Opened(0, NINE + 5, 1), Opened(2, NINE + 7, 3), until=clock(TODAY, 3, 4 * 3600))
    assert ParticipantSession.objects.count() == 0
    assert Participant.objects.get().last_seen_at == clock(TODAY, 2, NINE + 7)


def test_more_than_two_hundred_people_are_refused(fixed: Campaign) -> None:
    ready = stage(fixed, begins_on=TODAY)
    lives = list(simulate(plan=ready.plan, people=201, days=1, seed="veel"))
    with pytest.raises(through_services.TooManyPeopleError):
        through_services.play(stage=ready, lives=lives, until=clock(TODAY, 1, 0))
    assert Participant.objects.count() == 0
