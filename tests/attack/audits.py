"""The membership audit: how well can two neighbouring campaigns be told apart by what is published?

The same table is counted for people and for the same people but one, by the code of the core. Where the numbers
differ, each is drawn 40,000 times by the mechanism (it takes them all at once). For the event that tells most, all of
these numbers on the side of who was added, Clopper and Pearson bound both chances; the logarithm of their ratio is an
ε that was really measured. It stays below what the ledger says, or the ledger lies.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from insights.models import Outcome
from insights.queries import tabulation
from insights.queries.policy import Rule
from insights.queries.tabulation import Labels, Person
from insights.services.noise import Noise
from tests.attack.dice import at_least, at_most

DRAWS = 40_000
STRICT = 1e-6  # the real mechanism has no seed: so seldom may a good one be called weak
USUAL = 0.025  # at each side: the interval of 95 % that the table in docs/cijfers.md gives


@dataclass(frozen=True)
class Audit:
    """One part of a table: how far the neighbours differ, what the ledger says, and what was measured."""

    measure: str
    distance: int
    bound: int
    declared: float
    measured: float  # the usual lower bound
    certain: float  # the strict one

    @property
    def finding(self) -> str:
        """What is wrong with it; empty when nothing is."""
        if self.distance > self.bound:
            return f"{self.measure}: one participation counts for {self.distance}, where {self.bound} is the bound"
        if self.certain > self.declared:
            return (
                f"{self.measure}: ε is at least {self.certain:.2f}, where the ledger says {self.declared:.2f}"
            )
        return ""


def audit(
    rule: Rule, people: Sequence[Person], one_more: Person, labels: Labels, noise: Noise
) -> list[Audit]:
    """Each part of a table, with and without somebody."""
    without = tabulation.tabulate(people, rule, labels)
    with_them = tabulation.tabulate([*people, one_more], rule, labels)
    audits = []
    for part in rule.parts:
        measures = list(Outcome) if part.measure == "records" else [part.measure]
        pairs = [
            (cell[str(measure)], other[str(measure)])
            for cell, other in zip(without, with_them, strict=True)
            for measure in measures
            if cell[str(measure)] != other[str(measure)]
        ]
        hits = [0, 0]
        for side in (0, 1):
            drawn = [noise([pair[side]] * DRAWS, part) for pair in pairs]
            hits[side] = sum(
                all(
                    value >= after if after > before else value <= after
                    for value, (before, after) in zip(row, pairs, strict=True)
                )
                for row in zip(*drawn, strict=True)
            )
        audits.append(
            Audit(
                measure=part.measure,
                distance=sum(abs(after - before) for before, after in pairs),
                bound=part.bound,
                declared=part.epsilon / 100,
                measured=_epsilon(hits[1], hits[0], USUAL),
                certain=_epsilon(hits[1], hits[0], STRICT),
            )
        )
    return audits


def _epsilon(often: int, seldom: int, alpha: float) -> float:
    low, high = at_least(often, DRAWS, alpha), at_most(seldom, DRAWS, alpha)
    return math.log(low / high) if low > 0 else 0.0
