"""Figures in plain words: out of ten people, and what else it may be."""

import math

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from insights.queries.blocks import Amount, Mean, Share

WIDEST = 0.4  # of a share: with a wider interval the sentence says that we do not know
WIDEST_MEAN = 3.0  # of a mean from 0 to 10
WIDEST_SHOWN = (
    5.0  # of such a mean: what may lie anywhere on half of the scale or more is not shown as a figure
)


def is_clear(found: Share | Mean | None) -> bool:
    """Whether a sentence may rest on it."""
    if found is None:
        return False
    return found.high - found.low <= (WIDEST if isinstance(found, Share) else WIDEST_MEAN)


def whole(number: float) -> str:
    """A whole number as the reader writes it: 1.240."""
    return str(number_format(round(number), 0, force_grouping=True))


def decimal(number: float) -> str:
    """A number with one decimal: 7,3."""
    return str(number_format(round(number, 1), 1))


def out_of_ten(share: float) -> str:
    """About so many out of ten."""
    tenths = _tenths(share)
    if tenths == 0:
        return _("minder dan 1 van de 10")
    if tenths == 10:
        return _("meer dan 9 van de 10")
    return _("ongeveer %(count)s van de 10") % {"count": tenths}


def could_be(share: Share) -> str:
    """What else it may be, to follow a sentence with `out_of_ten`; nothing when all of it rounds to the same."""
    value, low, high = _tenths(share.value), _tenths(share.low), _tenths(share.high)
    if low == high:
        return ""
    if (low, high) == (value - 1, value + 1):
        return _("; dat kan %(low)s of %(high)s zijn") % {"low": low, "high": high}
    if high - low == 1:
        return _("; dat kan ook %(other)s zijn") % {"other": high if low == value else low}
    return _("; dat kan van %(low)s tot %(high)s zijn") % {"low": low, "high": high}


def between(amount: Amount) -> str:
    """The ends of an amount, to follow a sentence with it."""
    low = max(0, amount.value - amount.margin)
    return _("; dat kunnen er %(low)s tot %(high)s zijn") % {
        "low": whole(low),
        "high": whole(amount.value + amount.margin),
    }


def mean_between(mean: Mean) -> str:
    """The ends of a mean, to follow a sentence with it; nothing when they are the same in print."""
    low, high = decimal(mean.low), decimal(mean.high)
    return "" if low == high else _("; dat kan %(low)s tot %(high)s zijn") % {"low": low, "high": high}


def _tenths(share: float) -> int:
    return math.floor(share * 10 + 0.5)
