"""What a release may say, and what it costs: the whole policy on one screen (docs/cijfers.md says why).

ε is in hundredths and for one participation. `bound`: how much one participation changes the numbers of a table at
most, all taken together (the L1 sensitivity). Noise is discrete Laplace with scale bound / ε.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from insights.models import ReleaseKind, TableKind

VERSION = 1  # raised with every change here; kept with every release

ACTIVE_DAYS = 2  # local days with an outcome, from which somebody took part
SHOWN_FROM = 10  # a noisy count below this is shown as "minder dan 10"
MUNICIPALITY_FROM = 100  # a municipality has a row in national open data from this noisy count
LARGE_FROM = 100  # noisy participants; below it a campaign gets fewer tables, each with less noise
RECORDS = 7  # of one participation in the national histogram, at most; one for an idea
TENTHS = 50  # a mean in tenths, measured from the middle of its scale: -50 to 50


@dataclass(frozen=True)
class Part:
    """Numbers of a table that get noise together: the measure's name, what it costs, and its bound."""

    measure: str
    epsilon: int
    bound: int = 1

    @property
    def scale(self) -> float:
        """Of the noise: one more in a count weighs this much less likely by a factor e."""
        return self.bound * 100 / self.epsilon


@dataclass(frozen=True)
class Rule:
    """One table: what it costs in all, part by part."""

    table: TableKind
    parts: Sequence[Part]
    two_sided: bool = False  # a mirror with two cells: better than expected, or not

    @property
    def epsilon(self) -> int:
        return sum(part.epsilon for part in self.parts)

    def part(self, measure: str) -> Part:
        return next(part for part in self.parts if part.measure == measure)


def _counts(table: TableKind, epsilon: int) -> Rule:
    return Rule(table, (Part("people", epsilon),))


INTERIM = (_counts(TableKind.ACTIVE, 15),)
COURSE = _counts(TableKind.COURSE, 40)  # drawn first: its noisy total says whether a campaign is large
LARGE = (
    _counts(TableKind.MIRROR, 30),
    _counts(TableKind.BARRIER, 30),
    _counts(TableKind.DOMAIN, 30),
)
SMALL = (Rule(TableKind.MIRROR, (Part("people", 90),), two_sided=True),)
NATIONAL = (
    # One histogram: its four outcomes share one cost, because a record is in one of them.
    Rule(TableKind.TRIED, (Part("records", 80, bound=RECORDS),)),
    Rule(
        TableKind.SUMS,
        (
            Part("people", 6),
            Part("enjoyed", 8, bound=TENTHS),
            Part("expected", 8, bound=TENTHS),
            Part("positive", 8, bound=TENTHS),
        ),
    ),
    _counts(TableKind.MOOD, 20),
)

SIGNATURES: Mapping[ReleaseKind, int] = {
    ReleaseKind.INTERIM_1: 1,
    ReleaseKind.INTERIM_2: 1,
    ReleaseKind.FINAL: 1,
    ReleaseKind.QUARTER: 1,
    ReleaseKind.NATIONAL: 2,
}


def rule_of(kind: ReleaseKind, table: TableKind, *, large: bool) -> Rule:
    """The rule by which a table of a release was drawn. Raises LookupError when such a release has no such table."""
    rules = {
        ReleaseKind.INTERIM_1: INTERIM,
        ReleaseKind.INTERIM_2: INTERIM,
        ReleaseKind.NATIONAL: NATIONAL,
    }.get(kind, (COURSE, *(LARGE if large else SMALL)))
    for rule in rules:
        if rule.table == table:
            return rule
    raise LookupError(table)
