"""What there is of a day, and where somebody takes part."""

import datetime as dt
from collections.abc import Sequence

import pytest
from pytest_django import DjangoAssertNumQueries

from challenges.models import Assignment, Offer, Participation, Pause
from challenges.queries import today as queries
from challenges.queries.calendar import pauses_of
from challenges.queries.today import active_participations, days_of, participations_on, said_not_today
from challenges.services.assignments import add_offer, begin_moment
from interactions.models import Interaction
from interactions.services.moments import say_not_today
from tests.factories import AT_NOON, TODAY, make_assignment, make_idea, make_participation

pytestmark = pytest.mark.django_db


def test_a_day_comes_with_everything_that_was_offered_in_order() -> None:
    assignment = make_assignment()
    other = add_offer(assignment=assignment, version=make_idea(), reason=Offer.Reason.SWAP, now=AT_NOON)
    first = assignment.offers.get(position=1)
    assert days_of([assignment.participation], TODAY) == {
        assignment.participation_id: (assignment, [first, other])
    }


def test_any_number_of_days_that_were_made_is_one_question(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    participations = [make_assignment().participation for _ in range(3)]
    with django_assert_num_queries(1):
        found = days_of(participations, TODAY)
        assert all(offers[-1].idea_version.idea.domain.name for _assignment, offers in found.values())
    assert set(found) == {one.pk for one in participations}


def test_a_moment_comes_with_the_idea_that_was_offered(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    participation = make_assignment().participation
    done = Interaction.Status.DONE
    moment = begin_moment(
        participation=participation,
        client_id=participation.participant.join_key,
        day=TODAY,
        now=AT_NOON,
        outcome=done,
    )
    with django_assert_num_queries(1):
        assignment, offers = days_of([participation], TODAY)[participation.pk]
        assert assignment.interaction == moment
        assert assignment.interaction.idea_version == offers[-1].idea_version


def test_a_day_that_began_with_rest_has_nothing_on_offer() -> None:
    assignment = make_assignment()
    assignment.offers.all().delete()
    assert days_of([assignment.participation], TODAY) == {assignment.participation_id: (assignment, [])}


def test_a_day_that_another_tab_makes_meanwhile_is_no_rest_day(monkeypatch: pytest.MonkeyPatch) -> None:
    participation = make_participation()
    looked = queries.assignments_on

    def after_the_other_tab(participations: Sequence[Participation], on: dt.date) -> dict[int, Assignment]:
        make_assignment(participation=participation)
        return looked(participations, on)

    monkeypatch.setattr(queries, "assignments_on", after_the_other_tab)
    _assignment, offers = days_of([participation], TODAY)[participation.pk]
    assert [offer.position for offer in offers] == [1]


@pytest.mark.parametrize(("pauses", "questions"), [(0, 0), (2, 1)])
def test_pauses_are_asked_of_who_has_one(
    pauses: int, questions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    participant = make_participation().participant
    made = [
        Pause.objects.create(participation=participant.participations.get(), starts_on=day, ends_on=day)
        for day in (TODAY + dt.timedelta(days=number) for number in range(pauses))
    ]
    participation = active_participations(participant).get()
    with django_assert_num_queries(questions):
        assert pauses_of(participation) == made
        assert pauses_of(participation) == made


@pytest.mark.parametrize("days_ago", [0, 1])
def test_not_today_is_said_of_one_day(days_ago: int) -> None:
    participant = make_participation().participant
    day = TODAY - dt.timedelta(days=days_ago)
    say_not_today(participant=participant, day=day, barriers=[], now=AT_NOON)
    assert [said_not_today(one) for one in participations_on(participant, TODAY)] == [days_ago == 0]
