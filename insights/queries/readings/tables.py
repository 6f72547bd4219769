"""The tables of one release as figures: with the rule by which each was drawn, so with its margin."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insights.models import ReleaseKind, TableKind
from insights.queries.blocks import Amount, Bar, Share
from insights.queries.policy import SHOWN_FROM, Part, rule_of
from insights.queries.statistics import Noisy, share_interval

Cell = Mapping[str, Any]


@dataclass(frozen=True)
class Tables:
    """What a release of this kind holds. `large`: whether its campaign was, which decides how much noise there is."""

    kind: ReleaseKind
    large: bool
    cells: Mapping[TableKind, Sequence[Cell]]

    def part(self, table: TableKind, measure: str) -> Part:
        return rule_of(self.kind, table, large=self.large).part(measure)

    def total(self, table: TableKind, measure: str, cells: Iterable[Cell] | None = None) -> Noisy:
        """A measure of these cells added up; without cells of the whole table."""
        chosen = self.cells[table] if cells is None else cells
        return Noisy.of((cell[measure] for cell in chosen), self.part(table, measure))


def amount_of(number: Noisy) -> Amount:
    """A number of people with its margin. Below ten it is not shown, and then not passed on either."""
    shown = number.value >= SHOWN_FROM
    return Amount(number.value if shown else 0, number.margin, shown)


def share_of(
    yes: Noisy, no: Noisy, *, clustering: float = 1.0, shown_from: int | None = None
) -> Share | None:
    """The share of `yes`; None when both together are too few to show anything of. `shown_from`: when it is shown only
    because `yes` itself is not too small."""
    answers = yes.value + no.value
    if answers < SHOWN_FROM:
        return None
    found = share_interval(yes, no, clustering=clustering, shown_from=shown_from)
    return Share(found.value, found.low, found.high, answers)


def one_way_bars(tables: Tables, table: TableKind, labels: Mapping[str, str]) -> list[Bar]:
    """A table in which each person is in one cell: how many, and which share. A cell below ten has neither."""
    part, cells = tables.part(table, "people"), tables.cells[table]
    numbers = [cell["people"] for cell in cells]
    bars = []
    for place, cell in enumerate(cells):
        own = Noisy.of([numbers[place]], part)
        amount = amount_of(own)
        others = Noisy.of(numbers[:place] + numbers[place + 1 :], part)
        bars.append(
            Bar(
                key=cell["key"],
                label=labels.get(cell["key"], cell["key"]),
                amount=amount,
                share=share_of(own, others, shown_from=SHOWN_FROM) if amount.shown else None,
            )
        )
    return bars
