"""The noise: OpenDP's discrete Laplace on whole numbers, from the operating system's own randomness.

Nothing here can be seeded and nothing is written down: who knew the noise would know the truth. Floating-point noise is
never used, because its last bits give answers away (Mironov 2012).
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from insights.queries.policy import Part
from insights.queries.tabulation import Cells

Noise = Callable[[Sequence[int], Part], list[int]]


class WeakerThanPromisedError(Exception):
    """The mechanism would protect less than the ledger says."""


@cache
def _opendp() -> Any:
    """OpenDP, loaded at the first draw: the time and the memory are for who draws (docs/adr/0019)."""
    import opendp.prelude as dp

    dp.enable_features("contrib")
    return dp


def discrete_laplace(numbers: Sequence[int], part: Part) -> list[int]:
    """`numbers` with independent noise on each: one participation changes them by `part.bound` together, at most."""
    dp = _opendp()
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    mechanism = dp.m.make_laplace(*space, scale=part.scale)
    if mechanism.map(d_in=part.bound) > part.epsilon / 100 + 1e-9:
        raise WeakerThanPromisedError(part.measure)
    return list(mechanism(list(numbers))) if numbers else []


def with_noise(cells: Cells, measures: Sequence[str], part: Part, noise: Noise) -> Cells:
    """The same cells with noise on these measures, which share one bound."""
    true = [cell[measure] for cell in cells for measure in measures]
    drawn = iter(noise(true, part))
    return [{**cell, **{measure: next(drawn) for measure in measures}} for cell in cells]
