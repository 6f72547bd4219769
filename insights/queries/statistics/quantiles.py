"""How many standard deviations an interval reaches, when part of the doubt is Laplace noise."""

import math
from statistics import NormalDist

LEVEL = 0.95
_NORMAL = NormalDist()
_BETWEEN = 0.7


def normal_quantile(level: float) -> float:
    """The number of standard deviations that holds `level` of a normal distribution, both sides together."""
    return _NORMAL.inv_cdf((1 + level) / 2)


def heavy_quantile(level: float, kurtosis: float) -> float:
    """The same for a symmetric distribution with this excess kurtosis: between a normal distribution (0) and that of
    Laplace (3). How far between was fitted once to sums of Laplace noise; a test lays it beside the exact ones."""
    normal = normal_quantile(level)
    laplace = math.log(1 / (1 - level)) / math.sqrt(2)
    return normal + (laplace - normal) * (kurtosis / 3) ** _BETWEEN
