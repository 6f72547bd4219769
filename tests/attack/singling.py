"""Singling out (Cohen and Nissim): a description of almost nobody that fits exactly one participant.

Anybody can describe one in ten times n people without reading anything and be right now and then: the baseline. The
attacker here reads the whole release, picks the cell of which most people are likely to be in, for how many would be
there by nature, and describes as few of those ("in this cell, and born on one of these days"). Where the release is
no help, that isolates somebody as seldom as the baseline does.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from insights.models import ReleaseKind
from insights.services.noise import Noise
from tests.attack.crowds import TakesPart, crowd
from tests.attack.figures import Number, adds, only_noise, part_of

POOL = 1_500
MORE_THAN_BASELINE = 0.03
RELEASES = (ReleaseKind.FINAL, ReleaseKind.NATIONAL)
SUMS = ("enjoyed", "expected", "positive")


@dataclass(frozen=True)
class Singled:
    """How often exactly one is isolated, with the release and without."""

    guided: float
    baseline: float

    @property
    def finding(self) -> str:
        if self.guided > self.baseline + MORE_THAN_BASELINE:
            return f"isolates {self.guided:.3f} of the time, where {self.baseline:.3f} is chance"
        return ""


def single_out(
    *, size: int, runs: int, noise: Callable[[str], Noise], sharper: float = 1.0, large: bool
) -> Singled:
    """Over so many campaigns, drawn from one population that the attacker knows through and through."""
    rng = random.Random(f"singling {size}")
    pool = crowd(rng, POOL)
    cells_of = [_cells(one, large) for one in pool]
    by_nature = Counter(cell for cells in cells_of for cell in cells)
    share = {cell: count / POOL for cell, count in by_nature.items()}
    worth = {cell: _worth(cell, size * share[cell], sharper, large) for cell in share}
    weight = 1 / (10 * size)
    isolated = 0.0
    for run in range(runs):
        people = rng.choices(cells_of, k=size)
        true = Counter(cell for cells in people for cell in cells)
        drawn = only_noise(noise(f"singling {size} {run}"), releases=RELEASES)
        cell = _best({cell: value + true[cell] for cell, value in drawn.items()}, worth)
        there = true[cell]
        fits = min(1.0, weight / share[cell])  # of the cell; the chance of exactly one is exact from here
        isolated += there * fits * (1 - fits) ** (there - 1) if there else 0.0
    return Singled(isolated / runs, size * weight * (1 - weight) ** (size - 1))


def _cells(one: TakesPart, large: bool) -> list[Number]:
    """Where somebody is counted, once in each: their ideas are all from the library."""
    found = adds(one, large=large).items()
    cells = [number for number, _ in found if number.release in RELEASES and number.measure not in SUMS]
    assert all(value == 1 for number, value in found if number in cells)
    return cells


def _worth(cell: Number, usual: float, sharper: float, large: bool) -> tuple[float, float]:
    """How many are in a cell by nature, and how much of what a release says beyond that is to be believed."""
    noise = 2 * (part_of(cell, large=large).scale / sharper) ** 2
    return usual, usual / (usual + noise)


def _best(published: dict[Number, int], worth: dict[Number, tuple[float, float]]) -> Number:
    """The cell with most people for what is there by nature, as far as the noise lets one believe it."""

    def promise(cell: Number) -> float:
        usual, belief = worth[cell]
        return (published[cell] - usual) * belief / usual

    return max((cell for cell in worth if cell in published), key=promise)
