"""The gate of contrast: which colours of a look stand on which, how far apart they must be (WCAG 2.2, 1.4.3 and
1.4.11), and a proposal for what does not pass.

Tokens are put right in one order, and each looks only at fixed colours and at tokens before it. So a proposal is
never undone by a later one, and there always is one: of black and white, one is far enough from any colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from challenges.queries.tokens.colours import contrast, nearest
from challenges.queries.tokens.house import whole

TEXT, SHAPE = 4.5, 3.0
# Colours that no look can change, as static/css/tokens.css has them; each stands on or under colours of the look.
FIXED = {"surface": "#ffffff", "paper-deep": "#fae6bf", "good": "#1d6a44", "error": "#8f1d4f"}


@dataclass(frozen=True)
class Pair:
    """`token` stands on or under `other`; when they are too near, `token` is the one to change."""

    token: str
    other: str
    least: float


PAIRS = (
    Pair("brand-ink", "surface", TEXT),
    Pair("brand-ink", "paper-deep", TEXT),
    Pair("brand-paper", "brand-ink", TEXT),
    Pair("brand-paper", "good", TEXT),
    Pair("brand-paper", "error", TEXT),
    Pair("brand-sun", "brand-ink", TEXT),
    Pair("brand-tint", "brand-ink", TEXT),
    Pair("brand-ink-soft", "brand-paper", TEXT),
    Pair("brand-ink-soft", "surface", TEXT),
    Pair("brand-link", "brand-paper", TEXT),
    Pair("brand-link", "surface", TEXT),
    Pair("brand-line", "brand-paper", SHAPE),
    Pair("brand-line", "surface", SHAPE),
    Pair("brand-focus", "brand-paper", SHAPE),
    Pair("brand-focus", "surface", SHAPE),
    Pair("brand-focus", "paper-deep", SHAPE),
    Pair("brand-focus", "brand-sun", SHAPE),
    Pair("brand-on-action", "brand-action", TEXT),
    Pair("brand-action-strong", "brand-on-action", TEXT),
    Pair("brand-on-band", "brand-band", TEXT),
)


@dataclass(frozen=True)
class Problem:
    """A pair that is too near. `change` is the token to change, from `now` to `proposal`."""

    pair: Pair
    ratio: float
    change: str
    now: str
    proposal: str
    beside: str  # the colour that the changed one is seen with, as the proposal has it


def _ratio(pair: Pair, colours: Mapping[str, str]) -> float:
    return contrast(colours[pair.token], colours[pair.other])


def repaired(tokens: Mapping[str, str]) -> dict[str, str]:
    """All sixteen tokens with every pair far enough apart: the same hues, as little lighter or darker as will do."""
    colours = {**FIXED, **whole(tokens)}
    for token in dict.fromkeys(pair.token for pair in PAIRS):
        pairs = [pair for pair in PAIRS if pair.token == token]
        found = nearest(
            colours[token],
            lambda colour, pairs=pairs: all(  # type: ignore[misc]
                contrast(colour, colours[pair.other]) >= pair.least for pair in pairs
            ),
        )
        colours[token] = found or colours[token]
    return {token: value for token, value in colours.items() if token not in FIXED}


def problems(tokens: Mapping[str, str]) -> list[Problem]:
    """The pairs of a look that are too near, each with what would mend it. Empty: the look may be worn."""
    colours = {**FIXED, **whole(tokens)}
    plan = {**FIXED, **repaired(tokens)}
    found = []
    for pair in PAIRS:
        ratio = _ratio(pair, colours)
        if ratio < pair.least:
            change = pair.token if plan[pair.token] != colours[pair.token] else pair.other
            other = pair.other if change == pair.token else pair.token
            found.append(Problem(pair, ratio, change, colours[change], plan[change], plan[other]))
    return found
