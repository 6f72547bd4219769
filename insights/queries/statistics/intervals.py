"""The interval of a share and of a mean, with both doubts in it: other people could have taken part, and our noise.

Both are made by trying every possible answer (Fieller 1954): an answer belongs to the interval when what was counted
does not contradict it. So an interval never leaves the scale, and with little information it is wide instead of wrong.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from insights.queries.statistics.noisy import Noisy
from insights.queries.statistics.quantiles import LEVEL, heavy_quantile

_HALVINGS = 30  # of the scale: far below what anybody prints


@dataclass(frozen=True, slots=True)
class Interval:
    """`value` is the best answer; `low` to `high` are the answers that may be."""

    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


def share_interval(yes: Noisy, no: Noisy, *, clustering: float = 1.0, level: float = LEVEL) -> Interval:
    """The share of `yes` in both together, from 0 to 1. `clustering`: how much more answers vary because several are of
    one person.

    For a share p the number (1 - p) yes - p no is zero on average, whatever the true size. Its variance is
    n p (1 - p) clustering, plus that of the noise: (1 - p)² of each cell of yes and p² of each cell of no.
    """
    yeses, noes = max(0, yes.value), max(0, no.value)
    size = yeses + noes
    if size == 0:
        return Interval(0.5, 0.0, 1.0)
    variances = yes.variance, no.variance
    fourths = yes.fourth_cumulant, no.fourth_cumulant

    def may_be(share: float) -> bool:
        rest = 1 - share
        off = rest * yeses - share * noes
        variance = size * share * rest * clustering + rest**2 * variances[0] + share**2 * variances[1]
        fourth = rest**4 * fourths[0] + share**4 * fourths[1]
        return _fits(off, variance, fourth, level)

    return _from_trying(may_be, yeses / size, 0.0, 1.0)


def mean_interval(
    total: Noisy, people: Noisy, *, reach: float, spread: float, level: float = LEVEL
) -> Interval:
    """The mean of numbers between -reach and reach, of which only the sum is known, and how many there are. `spread`:
    the standard deviation between people; more than fits on the scale at that mean is never counted.

    For a mean m the number total - m people is zero on average; its variance is that of the people, plus the noise of
    the sum, plus m² of that of the count.
    """
    if people.value <= 0:
        return Interval(0.0, -reach, reach)

    def may_be(mean: float) -> bool:
        between = min(spread**2, reach**2 - mean**2)
        off = total.value - mean * people.value
        variance = people.value * between + total.variance + mean**2 * people.variance
        fourth = total.fourth_cumulant + mean**4 * people.fourth_cumulant
        return _fits(off, variance, fourth, level)

    best = max(-reach, min(reach, total.value / people.value))
    return _from_trying(may_be, best, -reach, reach)


def _fits(off: float, variance: float, fourth: float, level: float) -> bool:
    if variance <= 0:
        return off == 0
    return abs(off) <= heavy_quantile(level, fourth / variance**2) * math.sqrt(variance)


def _from_trying(may_be: Callable[[float], bool], best: float, lowest: float, highest: float) -> Interval:
    """The answers around the best one that may be; an end of the scale that may be is an end of the interval."""
    return Interval(best, _end(may_be, best, lowest), _end(may_be, best, highest))


def _end(may_be: Callable[[float], bool], inside: float, outside: float) -> float:
    if may_be(outside):
        return outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if may_be(middle):
            inside = middle
        else:
            outside = middle
    return inside
