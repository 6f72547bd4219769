"""How much the noise takes away: releases of made-up campaigns, drawn as the worker draws them, beside the truth.

The noise comes from a seed here; everything else is what a real release goes through.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bench.sampling import Chance, Table
from insights.models import ReleaseKind, TableKind
from insights.queries.policy import Part
from insights.queries.readings.tables import Tables, one_way_bars
from insights.queries.tabulation import Cells, Labels, Person
from insights.services.drawing import Drawn, noisy_tables
from interactions.queries.mirror import Difference

SIZES = (40, 120, 500, 5_000)

# A campaign as it might be: chances of each answer. None of it is measured.
BARRIERS = {
    "geen-zin-bij-de-ander": 28,
    "te-druk": 22,
    "niemand-tegengekomen": 14,
    "al-zo-veel": 11,
    "spannend": 9,
    "past-niet-bij-mij": 7,
    "niet-prettig": 4,
    "vergeten": 3,
    "rustdag": 2,
}
DOMAINS = {"buurt": 24, "winkel": 24, "ov": 16, "werk": 13, "uit": 10, "school": 7, "online": 3, "anders": 3}
MIRROR = {Difference.BETTER: 60, Difference.SAME: 25, Difference.LESS: 15}
FINISHED = 0.65
_Key = TypeVar("_Key", bound=str)
LABELS = Labels(barriers=list(BARRIERS), domains=list(DOMAINS), ideas=[])


@dataclass
class Errors:
    """Of shares in percentage points, and of counts in people; how many cells there were, and how many were shown."""

    shares: dict[TableKind, list[float]] = field(default_factory=dict)
    cells: dict[TableKind, list[bool]] = field(default_factory=dict)
    active: list[int] = field(default_factory=list)
    together: list[int] = field(default_factory=list)

    def shown(self, table: TableKind) -> float | None:
        cells = self.cells.get(table)
        return sum(cells) / len(cells) if cells else None


def errors_at(size: int, campaigns: int) -> Errors:
    """Of so many campaigns in which so many people took part."""
    chance = Chance(f"utility {size}")
    tables = _People(chance)
    done = Errors()

    def noise(numbers: Sequence[int], part: Part) -> list[int]:
        return [number + chance.noise(part.scale) for number in numbers]

    for _ in range(campaigns):
        people = tables.make(size)
        interim = noisy_tables(people=people, kind=ReleaseKind.INTERIM_1, labels=LABELS, noise=noise)
        final = noisy_tables(people=people, kind=ReleaseKind.FINAL, labels=LABELS, noise=noise)
        done.active.append(abs(interim.tables[TableKind.ACTIVE][0]["people"] - size))
        done.together.append(abs(sum(cell["people"] for cell in final.tables[TableKind.COURSE]) - size))
        exact = noisy_tables(people=people, kind=ReleaseKind.FINAL, labels=LABELS, noise=_no_noise)
        _compare(final, exact, done)
    return done


def _no_noise(numbers: Sequence[int], part: Part) -> list[int]:
    return list(numbers)


def _compare(final: Drawn, exact: Drawn, done: Errors) -> None:
    """The shares of one release beside the true ones."""
    read = Tables(ReleaseKind.FINAL, large=bool(final.large), cells=final.tables)
    for table, cells in final.tables.items():
        true = _true_shares(exact.tables.get(table, []), [cell["key"] for cell in cells])
        for bar in one_way_bars(read, table, {}):
            done.cells.setdefault(table, []).append(bar.share is not None)
            if bar.share is not None:
                done.shares.setdefault(table, []).append(100 * abs(bar.share.value - true[bar.key]))


def _true_shares(cells: Cells, keys: Sequence[str]) -> dict[str, float]:
    counts = {cell["key"]: cell["people"] for cell in cells}
    if "not_better" in keys and "not_better" not in counts:  # drawn in two cells, counted in three
        counts["not_better"] = sum(number for key, number in counts.items() if key != "better")
    whole = sum(counts[key] for key in keys)
    return {key: counts[key] / whole for key in keys}


class _People:
    """Makers of people with the chances above."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._tables = {
            name: Table.of(0, list(weights.values()))
            for name, weights in (("mirror", MIRROR), ("barrier", BARRIERS), ("domain", DOMAINS))
        }
        self._course = Table.of(0, [1 - FINISHED, FINISHED])

    def make(self, size: int) -> list[Person]:
        return [
            Person(
                number=number,
                active_days=2,
                finished=bool(self._chance.one_of(self._course)),
                mirror=self._one("mirror", list(MIRROR)),
                barrier=self._one("barrier", LABELS.barriers),
                domain=self._one("domain", LABELS.domains),
            )
            for number in range(size)
        ]

    def _one(self, name: str, keys: Sequence[_Key]) -> _Key:
        return keys[self._chance.one_of(self._tables[name])]


def rows(campaigns: int) -> Iterator[tuple[int, Errors]]:
    for size in SIZES:
        # Large ones differ less from one another, so fewer of them say as much.
        yield size, errors_at(size, campaigns if size < 5_000 else max(20, campaigns // 4))


def print_table(campaigns: int) -> None:
    """The table of docs/cijfers.md."""
    print(
        "| n | spiegel | drempel | domein | getoond: spiegel · drempel · domein "
        "| actief (tussenstand) | deden mee (eindstand) |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    kinds = (TableKind.MIRROR, TableKind.BARRIER, TableKind.DOMAIN)
    for size, errors in rows(campaigns):
        shares = " | ".join(_pair(errors.shares.get(kind, [])) for kind in kinds)
        shown = " · ".join(
            "bestaat niet" if (part := errors.shown(kind)) is None else f"{100 * part:.0f} %"
            for kind in kinds
        )
        print(
            f"| {size} | {shares} | {shown} | {_pair(errors.active)} | {_pair(errors.together)} |", flush=True
        )


def _pair(errors: Sequence[float]) -> str:
    """The mean, and what 95 of 100 stay below."""
    if not errors:
        return "bestaat niet"
    ordered = sorted(errors)
    mean, high = sum(ordered) / len(ordered), ordered[int(0.95 * (len(ordered) - 1))]
    return f"{mean:.1f} / {high:.1f}".replace(".", ",")
