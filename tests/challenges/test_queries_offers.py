"""The choice of another idea, for any library, any person and any days."""

import datetime as dt
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Participant
from challenges.models import Campaign
from challenges.queries.offers import FORGOTTEN_AFTER, Chooser, swap_for
from challenges.services.assignments import offer_today
from challenges.services.offers import swap_offer
from interactions.models import Barrier, Idea, IdeaVersion, LifeDomain
from interactions.models.library import Step
from interactions.queries.library import current_versions
from interactions.services.library import load_library
from interactions.services.moments import say_not_today
from tests.factories import AT_NOON, TODAY, make_campaign, make_participation

DAY = dt.timedelta(days=1)


def make_pool(sizes: list[tuple[str, str, int]]) -> list[IdeaVersion]:
    """Ideas that need no database: (domain, step, seconds)."""
    return [
        IdeaVersion(
            pk=number,
            idea=Idea(
                pk=number,
                key=f"idee-{number}",
                domain=LifeDomain(key=domain),
                step=step,
                seconds=seconds,
            ),
        )
        for number, (domain, step, seconds) in enumerate(sizes, start=1)
    ]


pools = st.lists(
    st.tuples(
        st.sampled_from(["buurt", "ov", "winkel"]), st.sampled_from(Step.values), st.sampled_from([5, 10, 60])
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60)
@given(pools, st.uuids(), st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)), st.sampled_from(Step.values))
def test_a_choice_is_the_same_again_and_never_what_was_shown(
    sizes: list[tuple[str, str, int]], key: uuid.UUID, day: dt.date, step: str
) -> None:
    pool = make_pool(sizes)
    first, others = pool[0], frozenset({pool[0].idea_id})
    chooser = Chooser(join_key=key, day=day, pool=pool, avoid=others)
    swapped = swap_for([first], chooser=chooser, step=step, calendar=first)
    assert swapped == swap_for([first], chooser=chooser, step=step, calendar=first)
    assert (swapped is None) == (len(pool) == 1)
    if swapped:
        assert swapped.idea_id != first.idea_id
        elsewhere = [one for one in pool[1:] if one.idea.domain_id != first.idea.domain_id]
        assert not elsewhere or swapped.idea.domain_id != first.idea.domain_id


def test_an_idea_may_come_back_after_two_weeks() -> None:
    assert dt.timedelta(days=14) == FORGOTTEN_AFTER


# What somebody does on one day: places on which "ander voorstel" is tapped, and a drempel or not.
days_of_taps = st.lists(
    st.tuples(
        st.lists(st.integers(0, 3), max_size=5),
        st.sampled_from(
            [None, "te-druk", "al-zo-veel", "spannend", "niemand-tegengekomen", "geen-zin-bij-de-ander"]
        ),
    ),
    min_size=1,
    max_size=6,
)


def week_of(campaign: Campaign, key: uuid.UUID, taps: list[tuple[list[int], str | None]]) -> list[list[int]]:
    """Lets somebody live these days, everything tapped twice. Gives the ideas that were offered each day."""
    participation = make_participation(campaign=campaign)
    Participant.objects.filter(pk=participation.participant_id).update(join_key=key)
    participation.participant.refresh_from_db()
    for number, (shown, barrier) in enumerate(taps):
        day, now = TODAY + number * DAY, AT_NOON + number * DAY
        for place in [place for place in shown for _ in range(2)]:
            swap_offer(participation=participation, day=day, shown=place, now=now)
        offer_today(participation=participation, day=day, now=now)
        if barrier:
            say_not_today(
                participant=participation.participant,
                day=day,
                barriers=[Barrier.objects.get(pk=barrier)],
                now=now,
            )
    assignments = participation.assignments.order_by("local_date").prefetch_related("offers__idea_version")
    offered = [
        [offer.idea_version.idea_id for offer in assignment.offers.all()] for assignment in assignments
    ]
    participation.participant.delete()
    return offered


@pytest.fixture
def week(db: None) -> Campaign:
    """A campaign of six days with ideas of the library, in which every person lives."""
    load_library(now=AT_NOON)
    days = [
        {str(step): current_versions().filter(idea__step=step)[number] for step in Step}
        for number in range(6)
    ]
    return make_campaign(slug="een-week", length=6, days=days)


# Nothing of a person stays in the campaign: it is the same for the next.
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.uuids(), taps=days_of_taps)
def test_never_more_than_three_a_day_never_one_twice_and_always_the_same(
    week: Campaign, key: uuid.UUID, taps: list[tuple[list[int], str | None]]
) -> None:
    offered = week_of(week, key, taps)
    assert len(offered) == len(taps)
    assert max(map(len, offered)) <= 3
    everything = [idea for day in offered for idea in day]
    assert len(everything) == len(set(everything))
    assert week_of(week, key, taps) == offered
