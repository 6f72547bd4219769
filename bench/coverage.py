"""How often an interval holds the truth: every kind of figure, drawn thousands of times with a seed.

An interval of 95 % must hold it 93 to 97 times out of 100, of the times that the figure is shown. Where it does so more
often, there is too little to go on or something was chosen on the wide side: docs/cijfers.md says which.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.sampling import Chance, Table, binomial, clustered, tenths
from insights.models import ReleaseKind, TableKind
from insights.queries.policy import RECORDS, SHOWN_FROM, TENTHS, rule_of
from insights.queries.readings.national import SPREAD, SPREAD_OF_GAP
from insights.queries.statistics import CLUSTERING, ICC, Noisy, mean_interval, share_interval

SIZES = (40, 120, 500, 5_000)
DRAWS = 4_000
LOWEST, HIGHEST = 0.93, 0.97


@dataclass
class Cover:
    """What became of the draws of one cell: how often it was shown, and then how often right and how wide."""

    draws: int = 0
    held: int = 0
    widths: list[float] = field(default_factory=list)

    def add(self, *, holds: bool, shown: bool, width: float) -> None:
        self.draws += 1
        if shown:
            self.held += holds
            self.widths.append(width)

    @property
    def shown(self) -> float:
        return len(self.widths) / self.draws

    @property
    def rate(self) -> float:
        return self.held / len(self.widths) if self.widths else 1.0

    @property
    def width(self) -> float:
        """The middle one."""
        return sorted(self.widths)[len(self.widths) // 2] if self.widths else 0.0


@dataclass(frozen=True)
class Share:
    """A share of a table: `yes` cells beside `no` cells, each with this noise; `records` of one person at once."""

    name: str
    share: float
    scale: float
    yes: int
    no: int
    records: int = 1
    whole_table: bool = False  # shown from ten of both together; otherwise from ten of the cell itself

    def cover(self, size: int, draws: int, chance: Chance) -> Cover:
        people, one = self._people(size)
        clustering = CLUSTERING if self.records > 1 else 1.0
        answers = people * self.records
        done = Cover()
        for _ in range(draws):
            true = chance.sum_of(one, people) if self.records > 1 else chance.one_of(one)
            yes = Noisy(true + chance.noise(self.scale, self.yes), self.scale, self.yes)
            no = Noisy(answers - true + chance.noise(self.scale, self.no), self.scale, self.no)
            found = share_interval(
                yes, no, clustering=clustering, shown_from=None if self.whole_table else SHOWN_FROM
            )
            both = yes.value + no.value
            shown = (both if self.whole_table else min(yes.value, both)) >= SHOWN_FROM
            done.add(holds=found.low <= self.share <= found.high, shown=shown, width=found.width)
        return done

    def _people(self, size: int) -> tuple[int, Table]:
        if self.records == 1:
            return size, binomial(size, self.share)
        return round(size / self.records), clustered(self.records, self.share, ICC)


@dataclass(frozen=True)
class Mean:
    """A mean of a table of sums over so many cells; `mean` and `deviation` of people in tenths from the middle."""

    name: str
    mean: float
    deviation: float
    spread: float
    cells: int
    reach: int = TENTHS
    sums: int = 1  # two for a difference of sums

    def cover(self, size: int, draws: int, chance: Chance) -> Cover:
        rule = rule_of(ReleaseKind.NATIONAL, TableKind.SUMS, large=False)
        of_sum, of_people = rule.part("enjoyed").scale, rule.part("people").scale
        one = tenths(self.mean, self.deviation, self.reach)
        done = Cover()
        for _ in range(draws):
            noise = chance.noise(of_sum, self.cells * self.sums)
            total = Noisy(chance.sum_of(one, size) + noise, of_sum, self.cells * self.sums)
            people = Noisy(size + chance.noise(of_people, self.cells), of_people, self.cells)
            found = mean_interval(total, people, reach=self.reach, spread=self.spread)
            done.add(
                holds=found.low <= one.mean <= found.high,
                shown=people.value >= SHOWN_FROM,
                width=found.width / 10,
            )
        return done


Case = Share | Mean


def truth_of(case: Case) -> str:
    """What the interval has to hold, as it is written."""
    if isinstance(case, Share):
        return f"{case.share:.0%}".replace("%", " %")
    middle = 5 if case.reach == TENTHS else 0
    return f"{middle + case.mean / 10:.1f}".replace(".", ",")


def cases() -> Iterator[Case]:
    """Every kind of figure that a release gives."""
    yield from _of_campaigns()
    yield from _of_ideas()
    yield from _means()


def _scale(kind: ReleaseKind, table: TableKind, measure: str, *, large: bool) -> float:
    return rule_of(kind, table, large=large).part(measure).scale


def _of_campaigns() -> Iterator[Share]:
    course = _scale(ReleaseKind.FINAL, TableKind.COURSE, "people", large=True)
    small = _scale(ReleaseKind.FINAL, TableKind.MIRROR, "people", large=False)
    large = _scale(ReleaseKind.FINAL, TableKind.MIRROR, "people", large=True)
    mood = _scale(ReleaseKind.NATIONAL, TableKind.MOOD, "people", large=False)
    for share in (0.5, 0.7):
        yield Share("tot het eind (2 vakken)", share, course, 1, 1)
    for share in (0.5, 0.7, 0.9):
        yield Share("spiegel, kleine campagne (2 vakken)", share, small, 1, 1)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        yield Share("spiegel (3 vakken)", share, large, 1, 2)
    for share in (0.1, 0.3, 0.5):
        yield Share("drempel (9 vakken)", share, large, 1, 8)
    for share in (0.3, 0.5):
        yield Share("in je vel (3 vakken)", share, mood, 1, 2)


def _of_ideas() -> Iterator[Share]:
    records = _scale(ReleaseKind.NATIONAL, TableKind.TRIED, "records", large=False)
    for share in (0.3, 0.5, 0.7, 0.85, 0.95):
        yield Share("idee: positief", share, records, 1, 1, whole_table=True)
    for share in (0.1, 0.3, 0.5):
        yield Share("idee: gedaan", share, records, 3, 1, whole_table=True)
    for ideas, together in ((10, RECORDS), (60, RECORDS), (60, 3)):
        for share in (0.5, 0.7, 0.85):
            name = f"{ideas} ideeën samen, {together} van één mens: positief"
            yield Share(name, share, records, ideas, ideas, together, whole_table=True)


def _means() -> Iterator[Mean]:
    means = {"enjoyed": ("hoe leuk", 23.0), "expected": ("verwacht", -4.0), "positive": ("gebeurd", 32.0)}
    for cells, where in ((1, "één domein"), (7, "alle domeinen")):
        for measure, (name, mean) in means.items():
            spread = SPREAD[measure]
            for part, apart in ((1.0, ""), (0.75, ", mensen meer gelijk")):
                yield Mean(f"{name}, {where}{apart}", mean, part * spread, spread, cells)
        yield Mean(f"verschil, {where}", 36.0, SPREAD_OF_GAP, SPREAD_OF_GAP, cells, 2 * TENTHS, 2)


def table_of(draws: int = DRAWS, sizes: Sequence[int] = SIZES) -> Iterator[tuple[Case, list[Cover]]]:
    """Every case at every size, each with a seed of its own."""
    for case in cases():
        yield case, [case.cover(size, draws, Chance(f"{case} {size}")) for size in sizes]


def print_table(draws: int) -> bool:
    """Prints the table of docs/cijfers.md; whether nothing was held less often than it must."""
    print("| cijfer | waar is | " + " | ".join(f"n = {size}" for size in SIZES) + " |")
    print("| --- | ---: |" + " ---: |" * len(SIZES))
    enough = True
    for case, covers in table_of(draws):
        enough &= all(cover.rate >= LOWEST for cover in covers)
        print(
            f"| {case.name} | {truth_of(case)} | "
            + " | ".join(_cell(case, cover) for cover in covers)
            + " |",
            flush=True,
        )
    return enough


def _cell(case: Case, cover: Cover) -> str:
    half = cover.width / 2
    wide = f"{100 * half:.0f}" if isinstance(case, Share) else f"{half:.1f}".replace(".", ",")
    mark = "" if LOWEST <= cover.rate <= HIGHEST else " ↑" if cover.rate > HIGHEST else " ↓"
    return f"{100 * cover.rate:.1f}".replace(".", ",") + f"{mark} (± {wide})"
