"""Differencing: laying any two published numbers side by side, of any two releases and tables.

A difference of 1 to 9 people is about somebody. Noise sometimes adds up to nothing, so now and then a difference is
exactly right; nobody can tell when. What is checked is that this happens as often as the noise model says and no more.

Every pair is looked at. Numbers with the same noise in them are not looked at in the same draw, so that hits are
independent and chi-square may be used.
"""

import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from insights.models import ReleaseKind, TableKind
from insights.services.noise import Noise
from tests.attack.crowds import DAYS, IDEAS, crowd
from tests.attack.dice import chance_of_zero, chi_square_limit
from tests.attack.figures import RELEASES, Number, Values, only_noise, part_of, truth

ALPHA = 0.001
ENOUGH = 5  # hits to expect, for chi-square to hold
OFFERED = IDEAS[:DAYS]
Count = tuple[Number, ...]  # numbers that are added up: one cell, or all of a table
Pair = tuple[Count, Count]
Group = tuple[str, str]
# Both interims are one kind of release here.
NAMES = {
    ReleaseKind.INTERIM_1: "interim",
    ReleaseKind.INTERIM_2: "interim",
    ReleaseKind.FINAL: "final",
    ReleaseKind.NATIONAL: "national",
}


@dataclass
class Compared:
    """Of one pair of releases: how many differences of 1 to 9, how often exactly right, and how often by chance."""

    looked_at: int = 0
    hits: int = 0
    expected: float = 0.0
    variance: float = 0.0

    def note(self, *, hit: bool, chance: float) -> None:
        self.looked_at += 1
        self.hits += hit
        self.expected += chance
        self.variance += chance * (1 - chance)


def chi_square(groups: Sequence[Compared]) -> float:
    return sum((one.hits - one.expected) ** 2 / one.variance for one in groups)


def findings(groups: dict[Group, Compared]) -> list[str]:
    """What is wrong: differences are exactly right more (or less) often than the noise model allows."""
    thin = [*map(str, (group for group, one in groups.items() if one.expected < ENOUGH))]
    if thin:
        return [f"too few differences to say anything: {thin}"]
    found, limit = chi_square(list(groups.values())), chi_square_limit(len(groups), ALPHA)
    return [f"chi-square {found:.1f} where {limit:.1f} is the limit"] if found >= limit else []


def counts_of(values: Values) -> list[Count]:
    """Every number of people there is to lay beside another: each cell of each table, and each table's total. Of the
    national histogram, the totals of what this campaign offered."""
    tables: dict[tuple[str, str], list[Number]] = defaultdict(list)
    for number in values:
        if number.measure == "people":
            tables[number.release, number.table].append(number)
        elif number.table == TableKind.TRIED and number.key in OFFERED:
            tables[number.release, number.key].append(number)
    cells = [(number,) for number in values if number.measure == "people"]
    return [*cells, *(tuple(numbers) for numbers in tables.values() if len(numbers) > 1)]


def rounds_of(counts: Sequence[Count]) -> list[list[Pair]]:
    """Every pair once, in rounds in which no noise is looked at twice."""
    left = list(itertools.combinations(counts, 2))
    random.Random("rounds").shuffle(left)
    rounds = []
    while left:
        seen: set[Number] = set()
        now, later = [], []
        for pair in left:
            noises = {*pair[0], *pair[1]}
            if seen & noises:
                later.append(pair)
            else:
                seen |= noises
                now.append(pair)
        rounds.append(now)
        left = later
    return rounds


def compare(
    *, size: int, noise: Callable[[str], Noise], large: bool, campaigns: int, local: int
) -> dict[Group, Compared]:
    """All pairs of numbers about so many campaigns, and of their local releases about `local` more: those have few
    numbers each. Every round has noise of its own."""
    groups: dict[Group, Compared] = defaultdict(Compared)
    _compare(groups, RELEASES, size, noise, large, campaigns)
    _compare(groups, RELEASES[:3], size, noise, large, local)
    return groups


def _compare(
    groups: dict[Group, Compared],
    releases: Sequence[ReleaseKind],
    size: int,
    noise: Callable[[str], Noise],
    large: bool,
    campaigns: int,
) -> None:
    rng = random.Random(f"differences {size} {large} {len(releases)}")
    true = [
        truth(crowd(rng, size, offered=OFFERED), large=large, releases=releases) for _ in range(campaigns)
    ]
    counts = counts_of(true[0])
    place = {count: number for number, count in enumerate(counts)}
    rounds = [[(place[one], place[other], one, other) for one, other in pairs] for pairs in rounds_of(counts)]
    chance = _Chances(large)
    for number, values in enumerate(true):
        sums = [_sum(values, count) for count in counts]
        for turn, pairs in enumerate(rounds):
            small = [
                (one, other) for here, there, one, other in pairs if 0 < abs(sums[here] - sums[there]) < 10
            ]
            if not small:
                continue
            drawn = only_noise(noise(f"{releases} {size} {large} {number} {turn}"), releases=releases)
            for one, other in small:
                hit = _sum(drawn, one) == _sum(drawn, other)
                groups[_releases(one, other)].note(hit=hit, chance=chance(one, other))


def _releases(one: Count, other: Count) -> Group:
    first, second = sorted((NAMES[one[0].release], NAMES[other[0].release]))
    return first, second


def _sum(values: Values, count: Count) -> int:
    return sum(values[number] for number in count)


class _Chances:
    """The chance that the difference of two counts is exactly right, worked out once."""

    def __init__(self, large: bool) -> None:
        self._large = large
        self._of_pair: dict[Pair, float] = {}
        self._of_scales: dict[tuple[float, ...], float] = {}

    def __call__(self, one: Count, other: Count) -> float:
        if (one, other) not in self._of_pair:
            # Noise that is in both counts falls out of the difference.
            left = {*one} ^ {*other}
            scales = tuple(sorted(part_of(number, large=self._large).scale for number in left))
            if scales not in self._of_scales:
                self._of_scales[scales] = chance_of_zero(scales)
            self._of_pair[one, other] = self._of_scales[scales]
        return self._of_pair[one, other]
