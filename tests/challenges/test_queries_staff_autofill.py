"""Filling empty days: only what is empty, spread well, and the same again when asked again."""

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.queries.staff_autofill import Filling, Scope, fill_days
from challenges.queries.staff_days import PlannedDay, findings
from interactions.models.library import Act, Form, Step
from tests.challenges.planned import DOMAINS, planned_days, whole_pool

some_boards = settings(max_examples=60, deadline=None)
seeds = st.integers(1, 50)
scopes = st.sampled_from(Scope)
POOL = whole_pool()


def after(days: list[PlannedDay], filling: Filling) -> list[PlannedDay]:
    return [
        PlannedDay(
            day.number, (*day.placed, *(fill.placed for fill in filling.fills if fill.number == day.number))
        )
        for day in days
    ]


def empty(length: int) -> list[PlannedDay]:
    return [PlannedDay(number) for number in range(1, length + 1)]


@some_boards
@given(planned_days(), seeds, scopes)
def test_only_what_is_empty_is_filled(days: list[PlannedDay], seed: int, scope: Scope) -> None:
    before = {day.number: day for day in days}
    filling = fill_days(days, POOL, seed=seed, scope=scope)
    for fill in filling.fills:
        assert fill.placed.step in before[fill.number].open_steps
        assert scope == Scope.ALL or not before[fill.number].placed
    slots = [(fill.number, fill.placed.step) for fill in filling.fills]
    assert len(set(slots)) == len(slots)


@some_boards
@given(planned_days(), seeds)
def test_afterwards_no_slot_in_the_scope_is_open(days: list[PlannedDay], seed: int) -> None:
    filled = after(days, fill_days(days, POOL, seed=seed))
    assert [day.open_steps for day in filled] == [day.open_steps if day.placed else () for day in days]
    whole = after(days, fill_days(days, POOL, seed=seed, scope=Scope.ALL))
    assert [day.open_steps for day in whole] == [()] * len(days)


@some_boards
@given(planned_days(), seeds, scopes)
def test_the_same_board_and_seed_give_the_same_proposal(
    days: list[PlannedDay], seed: int, scope: Scope
) -> None:
    first = fill_days(days, POOL, seed=seed, scope=scope)
    assert fill_days(list(days), list(POOL), seed=seed, scope=scope) == first


@some_boards
@given(planned_days(), seeds, scopes)
def test_no_idea_comes_twice_while_the_pool_is_large_enough(
    days: list[PlannedDay], seed: int, scope: Scope
) -> None:
    used = {idea for day in days for idea in day.ideas}
    filling = fill_days(days, POOL, seed=seed, scope=scope)
    for step in Step:
        unused = sum(one.step == step and one.idea not in used for one in POOL)
        ideas = [fill.placed.idea for fill in filling.fills if fill.placed.step == step]
        if len(ideas) <= unused:
            assert len(set(ideas)) == len(ideas)
            assert not used & set(ideas)
        else:
            assert filling.repeated >= len(ideas) - unused


@some_boards
@given(st.integers(3, 20), st.integers(3, 7), seeds)
def test_an_empty_board_gets_its_places_evenly_and_three_at_least(
    length: int, domains: int, seed: int
) -> None:
    pool = whole_pool(domains=domains, each=8)
    filled = after(empty(length), fill_days(empty(length), pool, seed=seed))
    counts = Counter(domain for day in filled for domain in day.domains)
    all_counts = [counts[domain] for domain in DOMAINS[:domains]]
    assert max(all_counts) - min(all_counts) <= 1
    assert sum(count > 0 for count in all_counts) >= 3
    assert sum(all_counts) == length, "a day has one place"


@some_boards
@given(planned_days(longest=14), seeds, scopes)
def test_no_filled_day_has_the_place_of_its_neighbour(
    days: list[PlannedDay], seed: int, scope: Scope
) -> None:
    """With seven places there is always one that neither neighbour has; only a day that had a place keeps it."""
    filling = fill_days(days, whole_pool(each=14), seed=seed, scope=Scope.DAYS)
    filled = after(days, filling)
    for day, following in itertools.pairwise(filled):
        if {day.number, following.number} & set(filling.days):
            assert not day.domains & following.domains
    assert filling.neighbours == 0


@some_boards
@given(planned_days(longest=14), seeds)
def test_open_steps_are_filled_in_the_place_the_day_has(days: list[PlannedDay], seed: int) -> None:
    filled = after(days, fill_days(days, whole_pool(each=14), seed=seed, scope=Scope.ALL))
    assert all(len(day.domains) == 1 for day in filled)


@some_boards
@given(st.integers(7, 21), seeds)
def test_acts_and_forms_are_spread_too(length: int, seed: int) -> None:
    filling = fill_days(empty(length), POOL, seed=seed)
    acts = Counter(fill.placed.act for fill in filling.fills)
    forms = Counter(fill.placed.form for fill in filling.fills)
    steps = Counter(fill.placed.step for fill in filling.fills)
    assert set(acts) == set(Act)
    assert max(acts.values()) <= 2 * min(acts.values())
    assert abs(forms[Form.TIP] - forms[Form.GROETSMOESJE]) <= length // 2
    assert set(steps.values()) == {length}


def test_another_seed_gives_another_proposal() -> None:
    proposals = {fill_days(empty(14), POOL, seed=seed).fills for seed in range(1, 6)}
    assert len(proposals) == 5


def test_rare_places_go_first() -> None:
    days = [PlannedDay(1, (POOL[0].placed(),)), *empty(8)[1:]]
    filling = fill_days(days, POOL, seed=1)
    counts = dict(findings(after(days, filling), DOMAINS).counts)
    assert sorted(counts.values()) == [1, 1, 1, 1, 1, 1, 2]


def test_days_that_may_not_be_changed_are_left_alone() -> None:
    assert fill_days(empty(3), POOL, seed=1, changeable={2}).days == (2,)


def test_an_idea_comes_back_only_when_the_pool_is_empty() -> None:
    filling = fill_days(empty(6), whole_pool(domains=1, each=4), seed=1)
    assert (len(filling.fills), filling.repeated) == (18, 6)
    assert max(Counter(fill.placed.idea for fill in filling.fills).values()) == 2


@pytest.mark.parametrize("scope", Scope)
def test_without_ideas_nothing_is_proposed(scope: Scope) -> None:
    filling = fill_days(empty(2), [], seed=1, scope=scope)
    assert (filling.fills, filling.left_open) == ((), 6)


def test_a_step_without_ideas_stays_open() -> None:
    only = [one for one in POOL if one.step == Step.ZIN]
    filling = fill_days(empty(2), only, seed=1)
    assert ([fill.placed.step for fill in filling.fills], filling.left_open) == (["zin", "zin"], 4)
