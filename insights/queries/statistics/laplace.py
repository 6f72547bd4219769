"""The noise itself: discrete Laplace, P(x) proportional to exp(-|x| / scale), and sums of it.

With q = exp(-1 / scale) it is the difference of two geometric numbers, so that everything here has a closed form or a
finite sum.
"""

import math
from functools import lru_cache

_TAIL = 1e-12  # what a wrapped sum may leave out


def ratio(scale: float) -> float:
    """q: how much less likely one more is."""
    return math.exp(-1 / scale)


def variance(scale: float) -> float:
    """Of one cell."""
    q = ratio(scale)
    return 2 * q / (1 - q) ** 2


def fourth_cumulant(scale: float) -> float:
    """Of one cell: how much heavier its tails are than those of a normal distribution."""
    q = ratio(scale)
    return 2 * q * (1 + 4 * q + q * q) / (1 - q) ** 4


def within(scale: float, cells: int, margin: int) -> float:
    """How likely the noise in a sum of `cells` cells is no more than `margin`, up or down."""
    if margin < 0:
        return 0.0
    if cells == 1:
        q = ratio(scale)
        return 1 - 2 * q ** (margin + 1) / (1 + q)
    return _within_sum(scale, cells, margin)


@lru_cache(maxsize=512)
def margin(scale: float, cells: int = 1, level: float = 0.95) -> int:
    """The smallest whole number that the noise in a sum of `cells` cells stays within, as often as `level` says."""
    if cells == 0:
        return 0
    high = 1
    while within(scale, cells, high) < level:
        high *= 2
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        if within(scale, cells, middle) < level:
            low = middle
        else:
            high = middle
    return high


def _within_sum(scale: float, cells: int, margin: int) -> float:
    """The chance that |sum| <= margin, back from the characteristic function, which for whole numbers is a finite sum
    over a circle large enough for nothing to matter that goes round it."""
    points = _circle(scale, cells, margin)
    transform = _transform(scale, cells, points)
    total = (2 * margin + 1) * transform[0]
    for step in range(1, len(transform)):
        angle = math.pi * step / points
        kernel = math.sin((2 * margin + 1) * angle) / math.sin(angle)
        total += transform[step] * kernel * (1 if 2 * step == points else 2)
    return min(1.0, max(0.0, total / points))


def _circle(scale: float, cells: int, margin: int) -> int:
    """A power of two so large that the sum almost surely stays within it (Chernoff, at half the rate of the tail)."""
    q, half = ratio(scale), math.exp(1 / (2 * scale))
    grows = cells * math.log((1 - q) ** 2 / ((1 - q * half) * (1 - q / half)))
    reach = 2 * scale * (grows - math.log(_TAIL))
    return 1 << math.ceil(math.log2(margin + reach + 2))


@lru_cache(maxsize=64)
def _transform(scale: float, cells: int, points: int) -> tuple[float, ...]:
    """The characteristic function on half of the circle, as far as it matters: it only gets smaller."""
    q = ratio(scale)
    top = (1 - q) ** 2
    values = []
    for step in range(points // 2 + 1):
        value = (top / (1 - 2 * q * math.cos(2 * math.pi * step / points) + q * q)) ** cells
        if value * points < _TAIL:
            break
        values.append(value)
    return tuple(values)
