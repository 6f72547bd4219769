"""Figures as a page draws them: a bar with a whisker for the interval, ten people for a share, a table beside each.

All text is HTML, so that it grows and wraps with the page; only the bars are SVG, in parts of a hundred.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import template
from django.utils.translation import gettext as _

from insights.queries.blocks import Amount, Bar, Block, BlockKey, Mean, Share, Verdict
from insights.queries.policy import SHOWN_FROM
from insights.queries.readings.wording import decimal, whole

register = template.Library()

_SCALES = (0.25, 0.5, 1.0)  # where the axis of shares may end
_FEW = 5  # lines of a verdict that are open at once


@dataclass(frozen=True)
class Line:
    """One bar as it is drawn: `width`, `low` and `high` in parts of a hundred of the axis, the rest in words."""

    label: str
    within: bool  # beside the bar before it, and part of that
    width: str = ""
    low: str = ""
    high: str = ""
    value: str = ""
    between: str = ""
    count: str = ""
    verdict: str = ""
    head: bool = False  # nothing is known of it but what stands under it
    expected: bool = False  # what was thought beforehand, drawn open beside what happened
    tried: str = ""


@dataclass(frozen=True)
class Chart:
    """The lines of a block with the ends of their axis; which columns its table has follows from what is known."""

    lines: Sequence[Line]
    groups: Sequence["Group"]
    axis: Sequence[str]
    heads: Sequence[str]


@dataclass(frozen=True)
class Group:
    """Lines that are looked at together; without a title where there is one group only."""

    title: str
    lines: Sequence[Line]

    @property
    def is_drawn(self) -> bool:
        """Whether there is any bar, and so an axis."""
        return any(line.width for line in self.lines)


def chart_of(bars: Sequence[Bar], *, key: BlockKey) -> Chart:
    """Bars on one axis, each with the bars beside it."""
    flat = list(_flat(bars))
    shares = [bar.share for bar, _within in flat if bar.share]
    means = [bar.mean for bar, _within in flat if bar.mean]
    amounts = [bar.amount for bar, _within in flat if bar.amount and not (bar.share or bar.mean)]
    if shares:
        end = next(scale for scale in _SCALES if scale >= min(1.0, max(share.high for share in shares)))
        axis = [_percent(part * end) for part in (0, 0.5, 1)]
    elif means:
        end, axis = 10.0, ["0", "5", "10"]
    else:
        end = _round_end(max([SHOWN_FROM, *(one.value + one.margin for one in amounts)]))
        axis = ["0", whole(end / 2), whole(end)]
    axis_of = "share" if shares else "mean" if means else "amount"
    drawn = [
        (bar, [_line(one, within=within, end=end, axis_of=axis_of) for one, within in _flat([bar])])
        for bar in bars
    ]
    lines = [line for _bar, of_bar in drawn for line in of_bar]
    heads = [_("Waarde"), _("Tussen")]
    if any(line.count for line in lines):
        heads.append(_("Aantal"))
    if any(line.verdict for line in lines):
        heads.append(_("Wat we zeggen"))
    return Chart(lines, _groups(key, drawn), axis, heads)


def _groups(key: BlockKey, drawn: Sequence[tuple[Bar, list[Line]]]) -> list[Group]:
    """What is looked at together: kinds of ideas by what they are a kind of, and bars with others beside them apart."""
    if key == BlockKey.KINDS:
        titles = {"form": _("Vorm"), "act": _("Wat je doet"), "step": _("Stap"), "domain": _("Plek")}
        found: dict[str, list[Line]] = {}
        for bar, lines in drawn:
            found.setdefault(bar.key.partition(":")[0], []).append(lines[0])
        return [Group(titles.get(kind, kind), of_kind) for kind, of_kind in found.items()]
    if key == BlockKey.PLEASANT:
        return [
            Group(bar.label, [replace(first, label=_("hoe leuk het was")), *others])
            for bar, (first, *others) in drawn
            if first.width
        ]
    alone = [line for bar, lines in drawn for line in lines if not lines[0].head]
    apart = [Group(bar.label, lines[1:]) for bar, lines in drawn if lines[0].head]
    return [Group("", alone), *apart]


def _flat(bars: Iterable[Bar], *, within: bool = False) -> Iterator[tuple[Bar, bool]]:
    for bar in bars:
        yield bar, within
        yield from _flat(bar.more, within=True)


def _line(bar: Bar, *, within: bool, end: float, axis_of: str) -> Line:
    found: Share | Mean | None = bar.share if axis_of == "share" else bar.mean
    ends = ("", "", "")
    if axis_of != "amount" and found is not None:
        ends = _places(found.value, found.low, found.high, end=end)
    elif axis_of == "amount" and bar.amount is not None and bar.amount.shown:
        amount = bar.amount
        ends = _places(amount.value, amount.value - amount.margin, amount.value + amount.margin, end=end)
    said = _spoken(bar)
    if axis_of == "mean" and bar.mean is None and bar.amount is not None and bar.amount.shown:
        # Known is only of how many people it would be.
        said |= {"value": _("nog niet te zeggen"), "between": "", "count": _about(bar.amount)}
    tried = next((one.share for one in bar.more if one.key == "tried"), None)
    return Line(
        bar.label,
        within,
        *ends,
        **said,
        head=not said["value"] and bool(bar.more),
        expected=bar.key == "expected",
        tried=_percent(tried.value) if tried else "",
    )


def _spoken(bar: Bar) -> dict[str, str]:
    """A bar in words: its value, its ends, over how many, and the verdict."""
    said = {"value": "", "between": "", "count": "", "verdict": verdict_name(bar.verdict)}
    if bar.share:
        said["value"] = _percent(bar.share.value)
        said["between"] = _ends(_percent(bar.share.low), _percent(bar.share.high))
        said["count"] = _about(bar.amount) if bar.amount else whole(bar.share.answers)
    elif bar.mean:
        said["value"] = decimal(bar.mean.value)
        said["between"] = _ends(decimal(bar.mean.low), decimal(bar.mean.high))
        said["count"] = whole(bar.mean.people) if bar.mean.people else ""
    elif bar.amount and bar.amount.shown:
        said["value"] = whole(bar.amount.value)
        said["between"] = _ends(
            whole(max(0, bar.amount.value - bar.amount.margin)), whole(bar.amount.value + bar.amount.margin)
        )
    elif bar.amount:
        said["value"] = _fewer()
    return said


def _ends(low: str, high: str) -> str:
    """Nothing where there is no interval: a figure of others, as it was published."""
    return "" if low == high else _("%(low)s tot %(high)s") % {"low": low, "high": high}


def _fewer() -> str:
    return _("minder dan %(count)s") % {"count": SHOWN_FROM}


def _places(value: float, low: float, high: float, *, end: float) -> tuple[str, str, str]:
    """As SVG reads them: a point, whatever the language, and never outside the axis."""

    def place(one: float) -> str:
        return f"{min(100.0, max(0.0, 100 * one / end)):.1f}%"

    return place(value), place(low), place(high)


def _percent(share: float) -> str:
    return f"{math.floor(100 * share + 0.5)}%"


def _about(amount: Amount) -> str:
    if not amount.shown:
        return _fewer()
    return f"{whole(amount.value)} ± {whole(amount.margin)}"


def _round_end(highest: int) -> float:
    """The first round number that holds all of it."""
    power = 10 ** math.floor(math.log10(max(1, highest)))
    return next(float(part * power) for part in (1, 2, 5, 10) if part * power >= highest)


def verdict_name(verdict: Verdict | None) -> str:
    """What a verdict is called."""
    return {
        None: "",
        Verdict.WORKS: _("Werkt"),
        Verdict.DOES_NOT: _("Werkt niet"),
        Verdict.UNKNOWN: _("Weten we nog niet"),
    }[verdict]


@dataclass(frozen=True)
class Verdicts:
    """The bars with one verdict: the first ones open, the rest behind a summary."""

    verdict: Verdict
    name: str
    first: Sequence[Line]
    rest: Sequence[Line]


@register.inclusion_tag("insights/chart.html")
def bars(block: Block) -> dict[str, Any]:
    """The chart of a block and its table."""
    people = block.bars[0].share if block.key == BlockKey.MIRROR and block.bars else None
    return {
        "block": block,
        "chart": chart_of(block.bars, key=block.key),
        "people": _people(people) if people else None,
        "mirror": _mirror(block),
        "verdicts": _verdicts(block),
    }


def _mirror(block: Block) -> dict[str, Any] | None:
    """What people thought beside what happened, of ten; None where one of them is not known."""
    known = {bar.key: bar.mean for bar in block.bars if bar.mean}
    if block.key != BlockKey.FEAR or not {"expected", "happened"} <= set(known):
        return None
    return {
        key: {"count": math.floor(known[key].value + 0.5), "said": decimal(known[key].value)}
        for key in ("expected", "happened")
    }


def _verdicts(block: Block) -> list[Verdicts]:
    """Ideas with a verdict, a column each; kinds of ideas stay bars, with the verdict as a word."""
    if block.key != BlockKey.WORKS:
        return []
    found = []
    for verdict in Verdict:
        lines = [
            _line(bar, within=False, end=1.0, axis_of="share") for bar in block.bars if bar.verdict == verdict
        ]
        found.append(Verdicts(verdict, verdict_name(verdict), lines[:_FEW], lines[_FEW:]))
    return found


def _people(share: Share) -> list[str]:
    """Ten people: those it surely is, those it may be, and the others."""
    low, high = math.floor(10 * share.low + 0.5), math.floor(10 * share.high + 0.5)
    return ["on" if number < low else "maybe" if number < high else "off" for number in range(10)]
