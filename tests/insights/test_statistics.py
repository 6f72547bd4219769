"""The mathematics of intervals: exact where it can be, and properties that hold for every number."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.queries.policy import Part
from insights.queries.statistics import Noisy, laplace, mean_interval, share_interval

SCALES = st.sampled_from([1.11, 2.5, 10 / 3, 5.0, 6.67, 8.75, 16.67, 625.0])
COUNTS = st.integers(min_value=-200, max_value=20_000)


def mass(scale: float, number: int) -> float:
    q = math.exp(-1 / scale)
    return (1 - q) / (1 + q) * q ** abs(number)


def test_the_margin_of_one_cell_is_the_smallest_that_holds_95_percent() -> None:
    # ε .40, .30, .60: the margins that were measured with OpenDP beforehand were 7, 10 and 5.
    assert [laplace.margin(scale) for scale in (1 / 0.4, 1 / 0.3, 1 / 0.6)] == [7, 10, 5]


@given(scale=SCALES, level=st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_a_margin_holds_its_level_and_one_less_does_not(scale: float, level: float) -> None:
    found = laplace.margin(scale, 1, level)
    assert laplace.within(scale, 1, found) >= level
    assert laplace.within(scale, 1, found - 1) < level


@pytest.mark.parametrize("margin", [0, 1, 5, 20])
def test_the_chance_of_two_cells_is_that_of_adding_them_one_by_one(margin: int) -> None:
    scale, reach = 2.5, 120
    one_by_one = sum(
        mass(scale, first) * mass(scale, second)
        for first in range(-reach, reach + 1)
        for second in range(-reach, reach + 1)
        if abs(first + second) <= margin
    )
    assert laplace.within(scale, 2, margin) == pytest.approx(one_by_one, abs=1e-9)


def test_one_cell_as_a_sum_is_the_closed_form() -> None:
    for margin in (0, 3, 17):
        assert laplace._within_sum(8.75, 1, margin) == pytest.approx(
            laplace.within(8.75, 1, margin), abs=1e-9
        )


def test_variance_and_fourth_cumulant_are_those_of_the_distribution() -> None:
    scale = 3.0
    second = sum(number**2 * mass(scale, number) for number in range(-400, 401))
    fourth = sum(number**4 * mass(scale, number) for number in range(-400, 401))
    assert laplace.variance(scale) == pytest.approx(second)
    assert laplace.fourth_cumulant(scale) == pytest.approx(fourth - 3 * second**2)


@settings(deadline=None)  # the first sum of its kind takes longer than the next
@given(scale=SCALES, cells=st.integers(min_value=1, max_value=12))
def test_more_cells_and_more_noise_never_make_a_margin_smaller(scale: float, cells: int) -> None:
    assert laplace.margin(scale, cells) <= laplace.margin(scale, cells + 1)
    assert laplace.margin(scale, cells) <= laplace.margin(scale * 1.5, cells)


def test_a_sum_of_two_hundred_cells_has_a_margin() -> None:
    # Nearly normal: 1.96 standard deviations.
    normal = 1.96 * math.sqrt(200 * laplace.variance(8.75))
    assert laplace.margin(8.75, 200) == pytest.approx(normal, rel=0.01)


def test_cells_with_different_noise_are_not_added() -> None:
    with pytest.raises(ValueError, match="different noise"):
        Noisy(1, 2.0) + Noisy(1, 3.0)


def test_a_sum_knows_its_cells() -> None:
    part = Part("people", 30)
    assert Noisy.of([3, 4], part) + Noisy.of([5], part) == Noisy(12, part.scale, 3)


@given(yes=COUNTS, no=COUNTS, scale=SCALES, cells=st.integers(min_value=1, max_value=9))
def test_the_interval_of_a_share_stays_on_the_scale_and_holds_its_value(
    yes: int, no: int, scale: float, cells: int
) -> None:
    found = share_interval(Noisy(yes, scale), Noisy(no, scale, cells))
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(yes=st.integers(0, 2_000), no=st.integers(0, 2_000), scale=SCALES)
def test_more_noise_never_makes_an_interval_narrower(yes: int, no: int, scale: float) -> None:
    less = share_interval(Noisy(yes, scale), Noisy(no, scale))
    more = share_interval(Noisy(yes, scale * 2), Noisy(no, scale * 2))
    assert more.low <= less.low + 1e-6
    assert more.high >= less.high - 1e-6


@given(yes=st.integers(1, 2_000), no=st.integers(1, 2_000))
def test_yes_and_no_change_places(yes: int, no: int) -> None:
    one, other = (
        share_interval(Noisy(yes, 8.75), Noisy(no, 8.75)),
        share_interval(Noisy(no, 8.75), Noisy(yes, 8.75)),
    )
    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-6)


def test_people_with_several_records_make_a_share_less_sure() -> None:
    alone = share_interval(Noisy(700, 8.75), Noisy(300, 8.75))
    together = share_interval(Noisy(700, 8.75), Noisy(300, 8.75), clustering=1.6)
    assert together.width > 1.15 * alone.width


def test_without_noise_it_is_the_interval_of_wilson() -> None:
    found = share_interval(Noisy(70, 1.0, 0), Noisy(30, 1.0, 0))
    assert (found.low, found.high) == pytest.approx((0.6042, 0.7811), abs=1e-3)


def test_with_nobody_there_every_share_may_be() -> None:
    found = share_interval(Noisy(-3, 8.75), Noisy(0, 8.75))
    assert (found.low, found.high) == (0.0, 1.0)


@given(total=st.integers(-60_000, 60_000), people=COUNTS)
def test_the_interval_of_a_mean_stays_on_the_scale_and_holds_its_value(total: int, people: int) -> None:
    found = mean_interval(Noisy(total, 625.0), Noisy(people, 16.67), reach=50, spread=20)
    assert -50 <= found.low <= found.value <= found.high <= 50


def test_without_noise_a_mean_has_the_usual_interval() -> None:
    found = mean_interval(Noisy(2_000, 1.0, 0), Noisy(100, 1.0, 0), reach=50, spread=20)
    assert (found.low, found.high) == pytest.approx((20 - 3.92, 20 + 3.92), abs=0.01)
