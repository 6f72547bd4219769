"""A short turn of the simulations of figures: the intervals hold what they promise, and the chance is what it says."""

import math

import pytest

from bench.coverage import Cover, Mean, Share
from bench.sampling import Chance, binomial, clustered, tenths
from bench.utility import errors_at
from insights.models import TableKind
from insights.queries import blocks as figures
from insights.queries.blocks import Verdict
from insights.queries.policy import RECORDS, Part
from insights.queries.readings.tables import share_of
from insights.queries.statistics import CLUSTERING, ICC, Noisy
from insights.queries.verdicts import verdict_of
from insights.services.noise import discrete_laplace

DRAWS = 800
# Four standard errors of that many draws, beside the 93 and 97 % of the whole table.
SLACK = 4 * math.sqrt(0.95 * 0.05 / DRAWS)


@pytest.mark.parametrize(
    ("case", "size"),
    [
        (Share("two cells, little noise", 0.7, 1.11, 1, 1), 40),
        (Share("one of nine cells", 0.3, 10 / 3, 1, 8), 120),
        (Share("one of three cells", 0.7, 10 / 3, 1, 2), 500),
        (Share("an idea", 0.7, 8.75, 1, 1, whole_table=True), 120),
        (Share("an idea", 0.85, 8.75, 1, 1, whole_table=True), 5_000),
        (Share("ten ideas, seven records each", 0.7, 8.75, 10, 10, 7, whole_table=True), 5_000),
        (Mean("one domain", 23.0, 20.0, 20.0, 1), 500),
        (Mean("seven domains", 32.0, 30.0, 30.0, 7), 5_000),
    ],
    ids=str,
)
def test_an_interval_holds_the_truth_95_times_out_of_100(case: Share | Mean, size: int) -> None:
    cover = case.cover(size, DRAWS, Chance("short"))
    assert 0.95 - SLACK <= cover.rate <= 0.95 + SLACK


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_a_small_share_that_noise_lifted_over_ten_is_not_wrong_more_often(share: float) -> None:
    cover = Share("small", share, 10 / 3, 1, 8).cover(40, 4_000, Chance("lifted"))
    assert cover.shown < 0.5
    assert cover.rate >= 0.93


def test_records_of_one_person_lie_apart_as_much_as_the_intervals_of_sums_allow_for() -> None:
    one = clustered(RECORDS, 0.7, ICC)
    assert one.mean == pytest.approx(RECORDS * 0.7)
    assert one.deviation**2 / (RECORDS * 0.7 * 0.3) == pytest.approx(CLUSTERING)


def test_the_seeded_noise_is_that_of_opendp() -> None:
    """The chance of each number from -9 to 9, side by side; the same draw cannot give both."""
    part, draws = Part("people", 30), 20_000
    chance = Chance("beside opendp")
    ours = [chance.noise(part.scale) for _ in range(draws)]
    theirs = discrete_laplace([0] * draws, part)
    q = math.exp(-1 / part.scale)
    for number in range(-9, 10):
        exact = (1 - q) / (1 + q) * q ** abs(number)
        error = 6 * math.sqrt(exact * (1 - exact) / draws)
        assert abs(ours.count(number) / draws - exact) < error
        assert abs(theirs.count(number) / draws - exact) < error


def test_tables_of_chance_have_the_mean_and_spread_that_was_asked() -> None:
    assert (binomial(500, 0.3).mean, binomial(500, 0.3).deviation) == pytest.approx((150, math.sqrt(105)))
    assert tenths(23.0, 20.0, 50).deviation == pytest.approx(20.0, abs=0.01)
    assert tenths(23.0, 20.0, 50).mean == pytest.approx(23.0, abs=0.3)


def test_a_cover_counts_only_what_is_shown() -> None:
    cover = Cover()
    cover.add(holds=True, shown=True, width=0.2)
    cover.add(holds=False, shown=True, width=0.4)
    cover.add(holds=False, shown=False, width=1.0)
    assert (cover.rate, cover.shown, cover.width) == (0.5, pytest.approx(2 / 3), 0.4)


def test_the_same_campaigns_give_the_same_errors_and_a_small_one_has_two_cells() -> None:
    errors, again = errors_at(40, 5), errors_at(40, 5)
    assert errors == again
    assert len(errors.cells[TableKind.MIRROR]) == 2 * 5
    assert TableKind.BARRIER not in errors.cells


def test_shares_are_nearer_the_truth_with_more_people() -> None:
    few, many = errors_at(120, 10), errors_at(2_000, 10)
    for table in (TableKind.MIRROR, TableKind.BARRIER, TableKind.DOMAIN):
        mean = [sum(errors.shares[table]) / len(errors.shares[table]) for errors in (few, many)]
        assert mean[1] < mean[0] / 3


@pytest.mark.parametrize(
    ("true", "never"), [(0.69, Verdict.WORKS), (0.51, Verdict.DOES_NOT)], ids=["almost good", "just half"]
)
@pytest.mark.parametrize("answers", [120, 500])
def test_an_idea_just_short_of_a_verdict_seldom_gets_it_by_chance(
    true: float, never: Verdict, answers: int
) -> None:
    """One side of 95 %: 2.5 times out of 100, and here the truth lies a little further still."""
    chance, positives = Chance(f"{true} {answers}"), binomial(answers, true)
    tried = figures.Share(0.5, 0.45, 0.55, 1_000)
    wrong = 0
    for _ in range(1_500):
        yes = chance.one_of(positives)
        positive = share_of(
            Noisy(yes + chance.noise(8.75), 8.75), Noisy(answers - yes + chance.noise(8.75), 8.75)
        )
        wrong += verdict_of(tried=tried, positive=positive, usual=0.5) == never
    assert wrong / 1_500 <= 0.03
