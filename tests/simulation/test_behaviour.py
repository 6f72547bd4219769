"""How made-up people live: the same each time, in a possible order, and about as people do."""

import itertools
from collections import Counter
from functools import cache
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.behaviour import (
    SLEEPS,
    WAKES,
    chance_positive,
    chance_to_open,
    chance_to_try,
    join_key,
    simulate,
)
from simulation.events import (
    Answered,
    Began,
    Challenge,
    Event,
    Felt,
    Joined,
    Left,
    Life,
    Opened,
    Paused,
    Plan,
    Predicted,
    Rated,
    SaidNotToday,
    Swapped,
    Tried,
    WasUnsafe,
    Wrote,
)
from simulation.kinds import KINDS, POSITIVE_BY_ACT, POSITIVE_BY_COUNTERPART, STEPS

E = TypeVar("E", bound=Event)
MIXED = list(itertools.product(POSITIVE_BY_ACT, POSITIVE_BY_COUNTERPART))


def plan_of(length: int, *, rolling: bool = False) -> Plan:
    return Plan(
        days=[
            {step: Challenge(f"dag-{number}-{step}", step, *MIXED[number % len(MIXED)]) for step in STEPS}
            for number in range(length)
        ],
        rolling=rolling,
    )


def lives_of(
    *, people: int = 40, days: int = 14, seed: str = "toets", plan: Plan | None = None
) -> list[Life]:
    return list(simulate(plan=plan or plan_of(14), people=people, days=days, seed=seed))


def all_of(lives: list[Life], kind: type[E]) -> list[E]:
    return [event for life in lives for event in life.events if isinstance(event, kind)]


any_life = st.builds(
    lambda seed, days, length, rolling: (
        lives_of(people=1, days=days, seed=seed, plan=plan_of(length, rolling=rolling))[0],
        length,
        rolling,
    ),
    st.text(max_size=8),
    st.integers(1, 40),
    st.integers(1, 21),
    st.booleans(),
)


def test_the_same_seed_gives_the_same_days() -> None:
    assert lives_of(seed="a") == lives_of(seed="a")


def test_another_seed_gives_other_people() -> None:
    keys = [{life.person.join_key for life in lives_of(seed=seed)} for seed in ("a", "b")]
    assert keys[0] & keys[1] == set()


def test_a_person_is_the_same_however_many_take_part() -> None:
    assert lives_of(people=5) == lives_of(people=9)[:5]


def test_the_join_key_of_a_person_is_known_without_letting_them_live() -> None:
    assert [life.person.join_key for life in lives_of(people=3)] == [
        join_key(seed="toets", number=number) for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(("people", "days"), [(0, 1), (1, 0), (-1, 5)])
def test_nobody_or_no_days_is_refused(people: int, days: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        lives_of(people=people, days=days)


@given(any_life)
def test_life_begins_with_joining_and_goes_forward_in_waking_hours(made: tuple[Life, int, bool]) -> None:
    events = made[0].events
    assert [index for index, event in enumerate(events) if isinstance(event, Joined)] == [0]
    times = [(event.day, event.second) for event in events]
    assert times == sorted(times)
    assert all(WAKES <= event.second <= SLEEPS for event in events)


@given(any_life)
def test_every_day_goes_in_a_possible_order(made: tuple[Life, int, bool]) -> None:
    order = [
        Joined, Opened, Swapped, Began, Predicted, Tried, Answered, Felt, SaidNotToday, Rated, WasUnsafe, Wrote,
        Paused, Left,
    ]  # fmt: skip
    for _day, group in itertools.groupby(made[0].events, key=lambda event: event.day):
        events = list(group)
        swaps = [event.shown for event in events if isinstance(event, Swapped)]
        assert swaps == [1, 2][: len(swaps)]
        done = [kind for kind, _same in itertools.groupby(map(type, events))]
        places = [order.index(kind) for kind in done]
        assert places == sorted(set(places))  # each once at most, a prediction before the outcome
        assert Opened in done
        assert not (Began in done and SaidNotToday in done)
        assert Began in done or not {Predicted, Tried} & set(done)
        assert Tried in done or not {Answered, Felt, WasUnsafe, Wrote} & set(done)
        assert Rated not in done or {Tried, SaidNotToday} & set(done)


@given(any_life)
def test_challenges_are_only_met_inside_the_campaign(made: tuple[Life, int, bool]) -> None:
    life, length, rolling = made
    for event in life.events:
        if isinstance(event, Opened):
            assert event.number is None or 1 <= event.number <= length
            assert event.number is not None or rolling


@given(any_life)
def test_nothing_happens_after_leaving_or_in_a_pause(made: tuple[Life, int, bool]) -> None:
    events = made[0].events
    for index, event in enumerate(events):
        if isinstance(event, Left):
            assert index == len(events) - 1
        if isinstance(event, Paused):
            resting = range(event.day + 1, event.day + 1 + event.days)
            assert [other for other in events if other.day in resting] == []


@given(any_life)
def test_days_of_a_rolling_campaign_count_without_the_paused_ones(made: tuple[Life, int, bool]) -> None:
    life, _length, rolling = made
    paused = {
        event.day + 1 + offset
        for event in life.events
        if isinstance(event, Paused)
        for offset in range(event.days)
    }
    opened = [event for event in life.events if isinstance(event, Opened) and event.number is not None]
    for one, other in itertools.pairwise(opened):
        between = [day for day in range(one.day + 1, other.day + 1) if not (rolling and day in paused)]
        assert (other.number or 0) - (one.number or 0) == len(between)


@given(any_life)
def test_answers_stay_on_their_scale(made: tuple[Life, int, bool]) -> None:
    for event in made[0].events:
        match event:
            case Predicted(yes=yes, awkward=awkward):
                assert {yes, awkward} <= {None, *range(11)}
            case Felt(awkward=felt, enjoyed=enjoyed):
                assert {felt, enjoyed} <= set(range(11))
            case Rated(score=score):
                assert 1 <= score <= 10


@given(st.sampled_from(KINDS), st.integers(1, 400), st.sampled_from(STEPS), st.floats(0, 10))
def test_chances_to_open_and_try_are_chances_and_opening_gets_rarer(kind, days, step, expects) -> None:
    assert 0 <= chance_to_try(kind, step=step, expects=expects) <= 1
    today, tomorrow = (chance_to_open(kind, days_since_joining=number) for number in (days, days + 1))
    assert 0 <= tomorrow < today <= 1


@given(st.sampled_from(STEPS), st.sampled_from(MIXED), st.booleans())
def test_the_chance_of_a_yes_is_a_chance(step: str, mixed: tuple[str, str], different: bool) -> None:
    assert 0 < chance_positive(Challenge("idee", step, *mixed), different=different) < 1


@cache
def thousand() -> list[Life]:
    """Enough people to see what the sources say."""
    return lives_of(people=1000)


def test_about_four_in_ten_expect_a_yes_at_first() -> None:
    firsts = [all_of([life], Predicted)[:1] for life in thousand()]
    told = [first[0].yes for first in firsts if first]
    assert sum(told) / len(told) == pytest.approx(4.1, abs=0.5)


def test_about_nine_in_ten_known_responses_are_positive() -> None:
    responses = Counter(event.response for event in all_of(thousand(), Answered))
    known = responses.total() - responses["unknown"]
    assert responses["positive"] / known == pytest.approx(0.9, abs=0.03)


def test_expectations_rise_with_experience_but_stay_below_what_happens() -> None:
    predicted = [all_of([life], Predicted) for life in thousand()]
    means = [
        sum(made[turn].yes for made in predicted if len(made) > 3) / sum(len(made) > 3 for made in predicted)
        for turn in range(4)
    ]
    assert means == sorted(means)
    assert means[-1] < 9


def test_fewer_people_open_it_in_the_second_week() -> None:
    opened = Counter(event.day for event in all_of(thousand(), Opened))
    first_week, second_week = (sum(opened[day] for day in week) for week in (range(7), range(7, 14)))
    assert second_week < first_week


def test_somebody_of_every_kind_takes_part_and_every_event_occurs() -> None:
    assert {life.person.kind for life in thousand()} == {kind.name for kind in KINDS}
    assert {type(event).__name__ for life in thousand() for event in life.events} == {
        kind.__name__ for kind in Event.__subclasses__()
    }
