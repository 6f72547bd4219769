"""How many standard deviations an interval reaches, when part of the doubt is Laplace noise."""

from functools import lru_cache
from statistics import NormalDist

LEVEL = 0.95


@lru_cache(maxsize=64)
def normal_quantile(level: float) -> float:
    """The number of standard deviations that holds `level` of a normal distribution, both sides together."""
    return NormalDist().inv_cdf((1 + level) / 2)


def heavy_quantile(level: float, kurtosis: float) -> float:
    """The same for a symmetric distribution with this excess kurtosis: the first term of Cornish and Fisher. Zero is a
    normal distribution, three a Laplace distribution (where it is 2 % too wide at 95 %)."""
    normal = normal_quantile(level)
    return normal + (normal**3 - 3 * normal) * kurtosis / 24
