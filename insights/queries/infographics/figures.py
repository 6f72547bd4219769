"""From the blocks of a release to parts of an infographic. Nothing is worked out anew: what is not in a block is not
on the wall, and a part without a figure to show is left out."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from insights.models import InfographicBlock
from insights.queries.blocks import Amount, Bar, Block, BlockKey, Mean, Share, Verdict
from insights.queries.infographics.parts import Card, CardLine, Item, Part, Shape, Side
from insights.queries.readings.wording import could_be, decimal, is_clear, whole
from insights.queries.verdicts import ANSWERS, TRIED_BELOW
from interactions.queries.mirror import Difference

MOST_BARS = 5
MOST_ON_A_CARD = 3
_MOST_LETTERS = 90  # of a label on a sheet

Blocks = Mapping[BlockKey, Block]


def how_many(blocks: Blocks) -> Amount | None:
    """About how many took part; None when that is too few to show."""
    block = blocks.get(BlockKey.PEOPLE)
    amounts = [bar.amount for bar in block.bars if bar.amount] if block else []
    return amounts[0] if amounts and amounts[0].shown else None


def expectation(blocks: Blocks) -> Part | None:
    """What people thought beside what happened: their own mirror, or nationally the two means."""
    fear = blocks.get(BlockKey.FEAR)
    if fear and (sides := _expected_and_happened(fear)):
        return Part(
            key=InfographicBlock.EXPECTATION,
            title=_("Van 10 mensen, hoeveel reageren er positief?"),
            shape=Shape.MEETING,
            sentence=fear.sentence,
            left=_mean_side(_("Vooraf dachten mensen"), sides[0]),
            right=_mean_side(_("Zo ging het echt"), sides[1]),
        )
    mirror = blocks.get(BlockKey.MIRROR)
    shares = {bar.key: bar.share for bar in mirror.bars if bar.share} if mirror else {}
    better = shares.get(Difference.BETTER)
    if mirror is None or better is None:
        return None
    if not is_clear(better):
        return Part(
            key=InfographicBlock.EXPECTATION,
            title=_("Ging het beter dan gedacht?"),
            shape=Shape.NONE,
            sentence=mirror.sentence,
        )
    same, less, rest = (shares.get(key) for key in (Difference.SAME, Difference.LESS, "not_better"))
    two_sided = any(bar.key == "not_better" for bar in mirror.bars)
    return Part(
        key=InfographicBlock.EXPECTATION,
        title=_("Ging het beter dan gedacht?"),
        shape=Shape.MEETING,
        sentence=mirror.sentence,
        left=_share_side(_("Niet beter dan gedacht"), rest)
        if two_sided
        else _share_side(_("Minder dan gedacht"), less),
        middle=None if two_sided else _share_side(_("Zoals gedacht"), same),
        right=_share_side(_("Beter dan gedacht"), better, drawn=True),
    )


def verdicts(blocks: Blocks, key: BlockKey, part: InfographicBlock, title: str, tag: str) -> Part | None:
    """Three cards: what works, what does not, and what nobody knows yet."""
    block = blocks.get(key)
    judged = [bar for bar in block.bars if bar.verdict] if block else []
    if block is None or not judged:
        return None
    cards = [
        _card(judged, Verdict.WORKS, _("Werkt"), _("Nog niets waar we zeker van zijn.")),
        _card(judged, Verdict.DOES_NOT, _("Werkt niet"), _("Niets, voor zover we weten.")),
        _card(judged, Verdict.UNKNOWN, _("Weten we nog niet"), _("Van alles op deze lijst weten we het.")),
    ]
    return Part(key=part, title=title, shape=Shape.CARDS, cards=cards, tag=tag)


def counted(
    blocks: Blocks,
    key: BlockKey,
    part: InfographicBlock,
    title: str,
    icon: Callable[[str], str] = lambda key: "",
) -> Part | None:
    """Bars of numbers of people, the longest first. What may not be shown stands in a sentence, without a number."""
    block = blocks.get(key)
    shown = [bar for bar in block.bars if bar.amount and bar.amount.shown] if block else []
    if block is None or not shown:
        return None
    shown.sort(key=lambda bar: -(bar.amount.value if bar.amount else 0))
    shown = shown[:MOST_BARS]
    longest = max(bar.amount.value + bar.amount.margin for bar in shown if bar.amount)
    items = [
        Item(
            label=_label(bar),
            text=whole(bar.amount.value),
            small=f"± {whole(bar.amount.margin)}",
            value=bar.amount.value / longest,
            low=max(0, bar.amount.value - bar.amount.margin) / longest,
            high=(bar.amount.value + bar.amount.margin) / longest,
            icon=icon(bar.key),
        )
        for bar in shown
        if bar.amount
    ]
    return Part(key=part, title=title, shape=Shape.BARS, items=items)


def measured(
    blocks: Blocks,
    key: BlockKey,
    part: InfographicBlock,
    title: str,
    icon: Callable[[str], str] = lambda key: "",
) -> Part | None:
    """Bars of means from 0 to 10, the highest first, or of shares. Where there is no room for all, those stay that most
    is known of, and the words say so: to leave out the lowest would flatter."""
    block = blocks.get(key)
    known = [(bar, found) for bar in block.bars if (found := bar.mean or bar.share)] if block else []
    if block is None or not known:
        return None
    note = block.sentence
    if all(bar.mean for bar, _found in known):
        if len(known) > MOST_BARS:
            note = f"{note} " + _("Je ziet de %(count)s waar we het meest van weten.") % {"count": MOST_BARS}
        known.sort(key=lambda pair: pair[1].high - pair[1].low)
        known = sorted(known[:MOST_BARS], key=lambda pair: -pair[1].value)
    items = [_measure(bar, found, icon(bar.key)) for bar, found in known[:MOST_BARS]]
    return Part(key=part, title=title, shape=Shape.BARS, items=items, note=note)


def tenths(share: float) -> int:
    """Of ten people, rounded to whole ones."""
    return min(10, max(0, int(share * 10 + 0.5)))


def short(text: str, most: int = _MOST_LETTERS) -> str:
    """The beginning, up to a whole word, of what is too long for a sheet."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept).rstrip(" ,;:.") + "…"


def _label(bar: Bar) -> str:
    return capfirst(short(bar.label))


def _measure(bar: Bar, found: Mean | Share, icon: str) -> Item:
    top = 10 if isinstance(found, Mean) else 1
    figures = (found.value, found.low, found.high)
    if isinstance(found, Mean):
        text, low, high = (decimal(figure) for figure in figures)
    else:
        text, low, high = (f"{round(figure * 100)}" for figure in figures)
        text = f"{text}%"
    small = _("%(low)s tot %(high)s") % {"low": low, "high": high}
    value, least, most = (min(1.0, max(0.0, figure / top)) for figure in figures)
    return Item(label=_label(bar), text=text, small=small, value=value, low=least, high=most, icon=icon)


def _expected_and_happened(block: Block) -> tuple[Mean, Mean] | None:
    """The two means, whichever way they lie beside each other."""
    known = {bar.key: bar.mean for bar in block.bars}
    expected, happened = known.get("expected"), known.get("happened")
    if expected is None or happened is None or not (is_clear(expected) and is_clear(happened)):
        return None
    return expected, happened


def _mean_side(label: str, mean: Mean) -> Side:
    share = Share(mean.value / 10, mean.low / 10, mean.high / 10, mean.people)
    return _share_side(label, share, drawn=True)


def _share_side(label: str, share: Share | None, *, drawn: bool = False) -> Side:
    if share is None:
        return Side(label=label, text=_("te weinig om te zeggen"))
    count = tenths(share.value)
    return Side(
        label=label,
        text=_("%(count)s van de 10") % {"count": count},
        small=could_be(share).removeprefix("; "),
        people=count if drawn else None,
    )


def _card(judged: Sequence[Bar], verdict: Verdict, title: str, empty: str) -> Card:
    of_card = [bar for bar in judged if bar.verdict == verdict]  # in the order of the page: the surest first
    lines = [CardLine(_label(bar), _about(bar)) for bar in of_card[:MOST_ON_A_CARD]]
    if more := len(of_card) - len(lines):
        lines.append(CardLine(_("En nog %(count)s andere") % {"count": more}))
    return Card(kind=verdict, title=title, items=lines, empty=empty)


def _about(bar: Bar) -> str:
    """How often, and how it went; of what hardly anybody does that it was offered and passed over."""
    tried = next((one.share for one in bar.more if one.key == "tried"), None)
    if bar.verdict == Verdict.DOES_NOT and tried and tried.high < TRIED_BELOW:
        return _("Vaak overgeslagen: %(low)s tot %(high)s van de 100 keer gedaan") % {
            "low": round(tried.low * 100),
            "high": round(tried.high * 100),
        }
    if bar.share is None:
        return _("Nog bijna geen reacties")
    if bar.share.answers < ANSWERS:
        return _("Nog maar %(answers)s reacties") % {"answers": whole(bar.share.answers)}
    return _("Ongeveer %(answers)s reacties, %(low)s tot %(high)s%% positief") % {
        "answers": whole(bar.share.answers),
        "low": round(bar.share.low * 100),
        "high": round(bar.share.high * 100),
    }
