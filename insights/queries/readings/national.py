"""The blocks of a national release about people: how many, expectation beside experience, per domain, and mood."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from insights.models import TableKind
from insights.queries.blocks import Bar, Block, BlockKey, Mean
from insights.queries.policy import TENTHS
from insights.queries.readings.local import shaken
from insights.queries.readings.names import Names
from insights.queries.readings.published import published_bars, published_note
from insights.queries.readings.tables import Cell, Tables, amount_of, one_way_bars
from insights.queries.readings.wording import (
    WIDEST_SHOWN,
    between,
    could_be,
    decimal,
    is_clear,
    mean_between,
    out_of_ten,
    whole,
)
from insights.queries.statistics import LEVEL, Interval, Noisy, mean_interval
from insights.queries.tabulation import MIDDLE

# How far people lie apart, in tenths (standard deviation). A release holds sums only, so this is chosen on the wide
# side and written down: docs/cijfers.md.
SPREAD = {"enjoyed": 20.0, "expected": 25.0, "positive": 30.0}
SPREAD_OF_GAP = 40.0


def national_blocks(tables: Tables, names: Names) -> list[Block]:
    """What a national release says about people; the ideas are in `ideas.py`."""
    return [_people(tables), _fear(tables), _pleasant(tables, names), _mood(tables)]


def mean_of(tables: Tables, measure: str, cells: Sequence[Cell] | None = None) -> Mean | None:
    """A mean from 0 to 10 over these cells, or over all; None when it is about too few people to show anything, or so
    unsure that it says nothing."""
    people = tables.total(TableKind.SUMS, "people", cells)
    if not amount_of(people).shown:
        return None
    total = tables.total(TableKind.SUMS, measure, cells)
    found = mean_interval(total, people, reach=TENTHS, spread=SPREAD[measure])
    middle = MIDDLE[measure]
    value, low, high = (middle + tenths / 10 for tenths in (found.value, found.low, found.high))
    return Mean(value, low, high, people.value) if high - low <= WIDEST_SHOWN else None


def gap_of(tables: Tables, cells: Sequence[Cell] | None = None, *, level: float = LEVEL) -> Interval:
    """How much more often it went well than was expected, in tenths of ten people; above zero: better than feared."""
    happened = tables.total(TableKind.SUMS, "positive", cells)
    expected = tables.total(TableKind.SUMS, "expected", cells)
    difference = Noisy(happened.value - expected.value, happened.scale, happened.cells + expected.cells)
    people = tables.total(TableKind.SUMS, "people", cells)
    return mean_interval(difference, people, reach=2 * TENTHS, spread=SPREAD_OF_GAP, level=level)


def _people(tables: Tables) -> Block:
    amount = amount_of(tables.total(TableKind.SUMS, "people"))
    if amount.shown and amount.margin <= amount.value / 2:
        sentence = _("Van ongeveer %(people)s mensen weten we hoe het ging%(between)s.") % {
            "people": whole(amount.value),
            "between": between(amount),
        }
    else:
        sentence = _("We weten nog van te weinig mensen hoe het ging om een aantal te noemen.")
    return Block(
        key=BlockKey.PEOPLE,
        title=_("Over hoeveel mensen gaat dit?"),
        sentence=sentence,
        bars=[Bar(key="known", label=_("schreven op hoe het ging"), amount=amount)],
        note=_(
            "Dit zijn mensen die vooraf iets verwachtten en achteraf opschreven hoe het ging en hoe leuk het was."
        )
        + " "
        + shaken(),
    )


def _fear(tables: Tables) -> Block:
    expected, happened = mean_of(tables, "expected"), mean_of(tables, "positive")
    bars = [
        Bar(key="expected", label=_("wat mensen vooraf dachten"), mean=expected),
        Bar(key="happened", label=_("zo ging het"), mean=happened),
        *published_bars(),
    ]
    return Block(
        key=BlockKey.FEAR,
        title=_("Wat dachten mensen, en hoe ging het?"),
        sentence=_fear_sentence(expected, happened, gap_of(tables)),
        bars=bars,
        note=" ".join(
            [
                _(
                    "Van 10 mensen: hoeveel reageren er positief? Alleen wie opschreef hoe het ging, telt mee."
                ),
                shaken(),
                published_note(),
            ]
        ),
    )


def _fear_sentence(expected: Mean | None, happened: Mean | None, gap: Interval) -> str:
    if expected is None or happened is None or not (is_clear(expected) and is_clear(happened)):
        return _("Het is nog niet te zeggen of het beter ging dan mensen dachten.")
    more = round(happened.value, 1) - round(expected.value, 1)  # as a reader would subtract them
    said = _(
        "Vooraf dachten mensen dat gemiddeld %(expected)s van de 10 positief zouden reageren, "
        "en dat werden er %(happened)s."
    ) % {"expected": decimal(expected.value), "happened": decimal(happened.value)}
    if gap.low > 0:
        margin = _("Dat is %(gap)s van de 10 meer; het verschil kan %(low)s tot %(high)s zijn.") % {
            "gap": decimal(more),
            "low": decimal(gap.low / 10),
            "high": decimal(gap.high / 10),
        }
    elif gap.high < 0:
        margin = _("Dat is %(gap)s van de 10 minder; het verschil kan %(low)s tot %(high)s zijn.") % {
            "gap": decimal(-more),
            "low": decimal(-gap.high / 10),
            "high": decimal(-gap.low / 10),
        }
    else:
        margin = _("Of dat verschil echt is, is nog niet te zeggen.")
    return f"{said} {margin}"


def _pleasant(tables: Tables, names: Names) -> Block:
    bars, better = [], []
    cells = tables.cells[TableKind.SUMS]
    for cell in cells:
        label = names.domains.get(cell["key"], cell["key"])
        amount = amount_of(tables.total(TableKind.SUMS, "people", [cell]))
        bars.append(
            Bar(
                key=cell["key"],
                label=label,
                amount=amount,
                mean=mean_of(tables, "enjoyed", [cell]),
                more=[
                    Bar(
                        key="expected",
                        label=_("wat mensen vooraf dachten"),
                        mean=mean_of(tables, "expected", [cell]),
                    ),
                    Bar(key="happened", label=_("zo ging het"), mean=mean_of(tables, "positive", [cell])),
                ],
            )
        )
        # Of many places one is soon better by chance, so each has to be surer (Bonferroni).
        if amount.shown and gap_of(tables, [cell], level=1 - (1 - LEVEL) / len(cells)).low > 0:
            better.append(label)
    return Block(
        key=BlockKey.PLEASANT,
        title=_("Hoe leuk was het, en waar?"),
        sentence=_pleasant_sentence(mean_of(tables, "enjoyed"), better),
        bars=bars,
        note=_(
            "Een cijfer van 0 tot 10 voor hoe leuk het was. Van elke deelnemer telt één plek: waar iemand het vaakst "
            "iets probeerde. Daarnaast hoeveel van de 10 mensen positief reageerden, gedacht en gebeurd."
        )
        + " "
        + shaken(),
    )


def _pleasant_sentence(enjoyed: Mean | None, better: Sequence[str]) -> str:
    if enjoyed is None or not is_clear(enjoyed):
        said = _("Het is nog niet te zeggen hoe leuk mensen het vonden.")
    else:
        said = _("Gemiddeld gaven mensen een %(mark)s voor hoe leuk het was%(between)s.") % {
            "mark": decimal(enjoyed.value),
            "between": mean_between(enjoyed),
        }
    if not better:
        return said
    return f"{said} " + _("Duidelijk beter dan gevreesd ging het hier: %(places)s.") % {
        "places": ", ".join(better)
    }


def _mood(tables: Tables) -> Block:
    labels = {
        "better": _("hoger dan in het begin"),
        "same": _("ongeveer gelijk"),
        "less": _("lager dan in het begin"),
    }
    bars = one_way_bars(tables, TableKind.MOOD, labels)
    better, less = (next((bar.share for bar in bars if bar.key == key), None) for key in ("better", "less"))
    if better is None or less is None or not (is_clear(better) and is_clear(less)):
        sentence = _("Het is nog niet te zeggen of mensen zichzelf later een ander cijfer gaven.")
    else:
        sentence = _(
            "Bij %(higher)s mensen werd het cijfer voor ‘in je vel’ hoger%(higher_be)s. "
            "Bij %(lower)s werd het lager%(lower_be)s."
        ) % {
            "higher": out_of_ten(better.value),
            "higher_be": could_be(better),
            "lower": out_of_ten(less.value),
            "lower_be": could_be(less),
        }
    return Block(
        key=BlockKey.MOOD,
        title=_("Hoe zaten mensen in hun vel?"),
        sentence=sentence,
        bars=bars,
        note=_(
            "Van wie minstens vier keer een cijfer gaf: de tweede helft naast de eerste, elk mens naast zichzelf. "
            "Waardoor het komt, weten we niet. Er is geen groep die niet meedeed om naast te leggen."
        )
        + " "
        + shaken(),
    )
