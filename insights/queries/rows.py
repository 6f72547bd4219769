"""A release as rows of a table: the same figures that its page shows, one a row, and no other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from insights.queries.blocks import Bar, Block
from insights.queries.policy import SHOWN_FROM

HIDDEN = f"<{SHOWN_FROM}"
_DIGITS = 4  # of shares and means; the interval is far wider


@dataclass(frozen=True)
class Row:
    """One figure. `value` is a number, or "<10" where it is not shown; then nothing beside it is known either."""

    subject: str
    key: str
    label: str
    measure: str  # people, share or mean
    value: float | int | str
    low: float | int | None
    high: float | int | None
    count: int | str | None  # how many answers or people it is over
    verdict: str


COLUMNS = (
    "onderwerp",
    "sleutel",
    "omschrijving",
    "maat",
    "waarde",
    "ondergrens",
    "bovengrens",
    "aantal",
    "oordeel",
)
MEASURES = {"people": "mensen", "share": "aandeel", "mean": "gemiddelde"}


def rows_of(blocks: Iterable[Block]) -> list[Row]:
    """Every figure of these blocks, in the order in which they are read."""
    return [row for block in blocks for row in _rows(str(block.key), block.bars, above="")]


def cells_of(row: Row) -> tuple[float | int | str | None, ...]:
    """A row under `COLUMNS`."""
    return (
        row.subject, row.key, row.label, MEASURES[row.measure], row.value, row.low, row.high, row.count, row.verdict,
    )  # fmt: skip


def _rows(subject: str, bars: Sequence[Bar], *, above: str) -> Iterator[Row]:
    for bar in bars:
        key = f"{above}/{bar.key}" if above else bar.key
        verdict = str(bar.verdict or "")
        if bar.amount is not None:
            amount = bar.amount
            if amount.shown:
                low, high = max(0, amount.value - amount.margin), amount.value + amount.margin
                yield Row(subject, key, bar.label, "people", amount.value, low, high, None, "")
            else:
                yield Row(subject, key, bar.label, "people", HIDDEN, None, None, None, "")
        if bar.share is not None:
            share = bar.share
            numbers = (round(share.value, _DIGITS), round(share.low, _DIGITS), round(share.high, _DIGITS))
            yield Row(subject, key, bar.label, "share", *numbers, _count(share.answers), verdict)
        if bar.mean is not None:
            mean = bar.mean
            numbers = (round(mean.value, _DIGITS), round(mean.low, _DIGITS), round(mean.high, _DIGITS))
            yield Row(subject, key, bar.label, "mean", *numbers, _count(mean.people), verdict)
        if bar.share is None and bar.mean is None and verdict:
            yield Row(subject, key, bar.label, "share", HIDDEN, None, None, None, verdict)
        yield from _rows(subject, bar.more, above=key)


def _count(number: int) -> int | str | None:
    """A number of answers is a noisy count too: below ten it is not written. 0: the source does not say."""
    if number == 0:
        return None
    return number if number >= SHOWN_FROM else HIDDEN
