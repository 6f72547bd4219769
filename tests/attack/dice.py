"""Noise that comes out the same every time, for attacks with a fixed seed; and how often chance does what.

The distribution is that of the real mechanism, which `test_membership.py` lays beside it; only the source of
randomness differs.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from statistics import NormalDist

from insights.queries.policy import Part


class SeededNoise:
    """Discrete Laplace as the difference of two geometric numbers. Goes where `discrete_laplace` goes."""

    def __init__(self, seed: str) -> None:
        self._rng = random.Random(seed)

    def __call__(self, numbers: Sequence[int], part: Part) -> list[int]:
        draw, log, scale = self._rng.random, math.log, part.scale
        return [number + int(-log(1 - draw()) * scale) - int(-log(1 - draw()) * scale) for number in numbers]


def chance_of(value: int, scale: float) -> float:
    """The chance that noise of this scale is exactly `value`."""
    ratio = math.exp(-1 / scale)
    return (1 - ratio) / (1 + ratio) * ratio ** abs(value)


def chance_of_zero(scales: Iterable[float]) -> float:
    """The chance that independent noises of these scales add up to nothing (from their characteristic functions)."""
    ratios = [math.exp(-1 / scale) for scale in scales]
    steps = 2_000
    total = math.fsum(
        math.prod((1 - ratio) ** 2 / (1 - 2 * ratio * math.cos(angle) + ratio**2) for ratio in ratios)
        for angle in ((step + 0.5) * math.pi / steps for step in range(steps))
    )
    return total / steps


def chi_square_limit(freedom: int, alpha: float) -> float:
    """What chi-square exceeds with chance `alpha` (Wilson and Hilferty)."""
    spread = 2 / (9 * freedom)
    return freedom * (1 - spread + NormalDist().inv_cdf(1 - alpha) * math.sqrt(spread)) ** 3


def at_least(hits: int, draws: int, alpha: float) -> float:
    """The lowest chance that still gives so many hits with chance `alpha` (Clopper and Pearson)."""
    return _bisect(lambda chance: _tail(hits, draws, chance) < alpha) if hits else 0.0


def at_most(hits: int, draws: int, alpha: float) -> float:
    """The highest chance that still gives so few hits with chance `alpha`."""
    return 1 - at_least(draws - hits, draws, alpha)


def _bisect(too_low: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if too_low(middle) else (low, middle)
    return low


def _tail(hits: int, draws: int, chance: float) -> float:
    """The chance of `hits` or more: the incomplete beta function, summed from its largest term outwards."""
    if chance <= 0 or chance >= 1:
        return float(chance >= 1)
    if hits <= draws * chance:
        return 1 - _side(hits - 1, draws, chance, -1)
    return _side(hits, draws, chance, 1)


def _side(first: int, draws: int, chance: float, step: int) -> float:
    if not 0 <= first <= draws:
        return 0.0
    term = math.exp(
        math.lgamma(draws + 1)
        - math.lgamma(first + 1)
        - math.lgamma(draws - first + 1)
        + first * math.log(chance)
        + (draws - first) * math.log1p(-chance)
    )
    total, odds, count = 0.0, chance / (1 - chance), first
    while 0 <= count <= draws and term > total * 1e-15:
        total += term
        term *= (draws - count) / (count + 1) * odds if step > 0 else count / (draws - count + 1) / odds
        count += step
    return total
