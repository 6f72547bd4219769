"""What may be said of an idea or a kind of idea, by a rule written down beforehand; pages quote `rule_text()`.

Every interval has our own noise in it, so that a verdict is never about the noise.
"""

import math
from collections.abc import Sequence

from django.utils.translation import gettext as _

from insights.queries.blocks import Bar, Share, Verdict
from insights.queries.statistics import LEVEL

ANSWERS = 100  # known reactions, or offers, from which anything is said
POSITIVE_FROM = 0.70  # even at the low end: it works
POSITIVE_BELOW = 0.50  # even at the high end: it does not
TRIED_BELOW = 0.15  # even at the high end: it is passed over
OF_USUAL = 0.5  # and less than half as often tried as all ideas together


def verdict_of(*, tried: Share | None, positive: Share | None, usual: float) -> Verdict:
    """Of the share tried (of what was offered) and the share positive (of known reactions). `usual`: the share tried of
    all ideas together; where nobody tries much, being passed over says nothing about one idea."""
    if tried is not None and tried.answers >= ANSWERS and tried.high < min(TRIED_BELOW, OF_USUAL * usual):
        return Verdict.DOES_NOT
    if positive is None or positive.answers < ANSWERS:
        return Verdict.UNKNOWN
    if positive.low >= POSITIVE_FROM:
        return Verdict.WORKS
    return Verdict.DOES_NOT if positive.high < POSITIVE_BELOW else Verdict.UNKNOWN


def rule_text() -> str:
    """The rule, for who reads a verdict."""
    return _(
        "Werkt: van minstens 100 reacties is minstens 7 van de 10 positief, ook aan de lage kant van de marge. "
        "Werkt niet: van minstens 100 reacties is minder dan de helft positief, ook aan de hoge kant van de marge; "
        "of het is minstens 100 keer aangeboden en bijna nooit gedaan: minder dan 15 van de 100 keer, en minder dan "
        "half zo vaak als alle ideeën samen. Al het andere weten we nog niet."
    )


def best_of(bars: Sequence[Bar]) -> Bar | None:
    """The bar that lies above all others, or None while that may be chance.

    Comparing many makes chance winners, so each interval first gets as wide as its part of the 5 % asks (Bonferroni).
    It is widened by what that takes of Laplace noise, the heaviest tail there is in it: never too little.
    """
    known = [(bar, found) for bar in bars if (found := bar.share or bar.mean) is not None]
    if len(known) < 2:
        return None
    more = math.log(len(known) / (1 - LEVEL)) / math.log(1 / (1 - LEVEL))
    best, of_best = max(known, key=lambda pair: pair[1].value)
    lowest = of_best.value - more * (of_best.value - of_best.low)
    highest = max(found.value + more * (found.high - found.value) for bar, found in known if bar is not best)
    return best if lowest > highest else None
