"""Chance for the simulations: noise and answers, with a seed, and fast. Never for a real release: there OpenDP draws.

The noise is the difference of two geometric numbers, which is discrete Laplace; a test lays it beside OpenDP's own.
"""

import bisect
import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass


class Chance:
    """All randomness of one simulation."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a seeded simulation, not a secret

    def noise(self, scale: float, cells: int = 1) -> int:
        """The noise in a sum of so many cells."""
        rate = -1 / scale
        draw = self._random.random
        total = 0
        for _ in range(cells):
            total += int(math.log(1 - draw()) / rate) - int(math.log(1 - draw()) / rate)
        return total

    def one_of(self, table: "Table") -> int:
        """A number by its chance."""
        return bisect.bisect_right(table.steps, self._random.random()) + table.lowest

    def sum_of(self, table: "Table", times: int) -> int:
        """So many of them added up; of many, by the normal distribution that such a sum then has."""
        if times <= _ONE_BY_ONE:
            return sum(self.one_of(table) for _ in range(times))
        return round(self._random.gauss(times * table.mean, math.sqrt(times) * table.deviation))


_ONE_BY_ONE = 200


@dataclass(frozen=True)
class Table:
    """Whole numbers from `lowest` with their chances."""

    lowest: int
    chances: Sequence[float]
    steps: Sequence[float]
    mean: float
    deviation: float

    @classmethod
    def of(cls, lowest: int, weights: Sequence[float]) -> "Table":
        whole = math.fsum(weights)
        chances = [weight / whole for weight in weights]
        mean = math.fsum(chance * (lowest + place) for place, chance in enumerate(chances))
        variance = math.fsum(chance * (lowest + place - mean) ** 2 for place, chance in enumerate(chances))
        steps = list(itertools.accumulate(chances))[:-1]
        return cls(lowest, chances, steps, mean, math.sqrt(variance))


def binomial(size: int, share: float) -> Table:
    """How many of `size` people say yes."""
    logs = [
        _choose(size, yes) + yes * math.log(share) + (size - yes) * math.log(1 - share)
        for yes in range(size + 1)
    ]
    return Table.of(0, [math.exp(log) for log in logs])


def clustered(records: int, share: float, icc: float) -> Table:
    """How many of one person's records are a yes, when those are alike (beta-binomial)."""
    weight = 1 / icc - 1
    yes_weight, no_weight = weight * share, weight * (1 - share)
    logs = [
        _choose(records, yes) + _beta(yes + yes_weight, records - yes + no_weight)
        for yes in range(records + 1)
    ]
    return Table.of(0, [math.exp(log) for log in logs])


def tenths(mean: float, deviation: float, reach: int) -> Table:
    """One person's mean in tenths from the middle, so spread out (a beta distribution in whole tenths)."""
    low, high = 0.5 * deviation, 1.5 * deviation
    while high - low > 1e-3:  # rounding to whole tenths changes how far they lie apart
        middle = (low + high) / 2
        low, high = (
            (low, middle) if _beta_table(mean, middle, reach).deviation > deviation else (middle, high)
        )
    return _beta_table(mean, low, reach)


def _beta_table(mean: float, deviation: float, reach: int) -> Table:
    part = (mean + reach) / (2 * reach)
    weight = part * (1 - part) * (2 * reach / deviation) ** 2 - 1
    first, second = part * weight, (1 - part) * weight
    places = [(place + 0.5) / (2 * reach + 1) for place in range(2 * reach + 1)]
    logs = [(first - 1) * math.log(place) + (second - 1) * math.log(1 - place) for place in places]
    highest = max(logs)
    return Table.of(-reach, [math.exp(log - highest) for log in logs])


def _choose(size: int, some: int) -> float:
    return math.lgamma(size + 1) - math.lgamma(some + 1) - math.lgamma(size - some + 1)


def _beta(first: float, second: float) -> float:
    return math.lgamma(first) + math.lgamma(second) - math.lgamma(first + second)
