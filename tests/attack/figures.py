"""What an attacker reads: every number of every release about one campaign, without any threshold.

A `Number` names one of them. `Published` holds the noisy values as `noisy_tables` gives them; `adds` is what one
participation puts into each, counted by the code of the core itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from insights.models import ReleaseKind, TableKind
from insights.queries import policy
from insights.queries.policy import Part, Rule
from insights.queries.tabulation import Cells, tabulate
from insights.services.drawing import Drawn, noisy_tables
from insights.services.noise import Noise
from tests.attack.crowds import TakesPart, labels_for

RELEASES = (ReleaseKind.INTERIM_1, ReleaseKind.INTERIM_2, ReleaseKind.FINAL, ReleaseKind.NATIONAL)


class Number(NamedTuple):
    """One number of one table of one release."""

    release: ReleaseKind
    table: TableKind
    key: str
    measure: str


Values = dict[Number, int]


def draw_everything(
    crowd: Sequence[TakesPart], noise: Noise, *, releases: Sequence[ReleaseKind] = RELEASES
) -> dict[ReleaseKind, Drawn]:
    """All releases about one campaign: two interims, the final one and the national one."""
    return {
        kind: noisy_tables(
            people=[one.by(kind) for one in crowd], kind=kind, labels=labels_for(kind), noise=noise
        )
        for kind in releases
    }


def read(releases: Mapping[ReleaseKind, Drawn]) -> Values:
    """Every number in them."""
    return {
        number: value
        for kind, drawn in releases.items()
        for table, cells in drawn.tables.items()
        for number, value in numbers_of(kind, table, cells)
    }


def numbers_of(kind: ReleaseKind, table: TableKind, cells: Cells) -> Iterable[tuple[Number, int]]:
    for cell in cells:
        for measure, value in cell.items():
            if isinstance(value, int):
                yield Number(kind, table, cell["key"], measure), value


def rules_of(*, large: bool) -> dict[ReleaseKind, Sequence[Rule]]:
    """The tables of each release of a campaign."""
    return {
        ReleaseKind.INTERIM_1: policy.INTERIM,
        ReleaseKind.INTERIM_2: policy.INTERIM,
        ReleaseKind.FINAL: (policy.COURSE, *(policy.LARGE if large else policy.SMALL)),
        ReleaseKind.NATIONAL: policy.NATIONAL,
    }


def adds(one: TakesPart, *, large: bool, table: TableKind | None = None) -> Values:
    """What this participation puts into the numbers (of one table); only where that is something."""
    return {
        Number(kind, rule.table, cell["key"], measure): value
        for kind, rules in rules_of(large=large).items()
        for rule in rules
        if table in (None, rule.table)
        for cell in tabulate([one.by(kind)], rule, labels_for(kind))
        for measure, value in cell.items()
        if value and isinstance(value, int)
    }


def truth(crowd: Sequence[TakesPart], *, large: bool, releases: Sequence[ReleaseKind] = RELEASES) -> Values:
    """The numbers without noise: known to the test, not to the attacker."""
    return {
        number: value
        for kind, rules in rules_of(large=large).items()
        if kind in releases
        for rule in rules
        for number, value in numbers_of(
            kind, rule.table, tabulate([one.by(kind) for one in crowd], rule, labels_for(kind))
        )
    }


def only_noise(noise: Noise, *, releases: Sequence[ReleaseKind] = RELEASES) -> Values:
    """What all releases say about nobody. Noise knows no numbers: with the same dice, what they say about people is
    this and the truth added up (asserted in test_numbers.py)."""
    return read(draw_everything([], noise, releases=releases))


def part_of(number: Number, *, large: bool) -> Part:
    """What the policy says of this number: public, so known to an attacker."""
    rule = policy.rule_of(number.release, number.table, large=large)
    return rule.part("records" if number.table == TableKind.TRIED else number.measure)
