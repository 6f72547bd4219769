"""What one value of a style sheet comes to: a colour, a length or font families in our own strict grammar, or nothing.

A value is a list of tinycss2's component values. Whatever is not allow-listed here becomes None: addresses, escapes,
functions, scripts. What comes out is written anew by us, never copied from the file.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2.color4

from challenges.queries.tokens.colours import hexadecimal

Value = Sequence[Any]
_DEPTH, _LOOKUPS = 20, 100
_SPACES = {"srgb", "hsl", "hwb"}
_PLAIN_FAMILY = re.compile(r"[A-Za-z][A-Za-z0-9 -]{0,39}")
_WIDEST_RADIUS = 32  # pixels; "as round as can be" is written as 999px

# The families that we ship or that every device has; a look has one of these.
FONTS = {
    "commissioner": '"Commissioner", "Segoe UI", system-ui, sans-serif',
    "system-ui": "system-ui, sans-serif",
    "arial": "Arial, Helvetica, sans-serif",
    "verdana": "Verdana, Geneva, sans-serif",
    "trebuchet ms": '"Trebuchet MS", Verdana, sans-serif',
    "georgia": 'Georgia, "Times New Roman", serif',
    "times new roman": '"Times New Roman", Times, serif',
}
_SAME_AS = {
    "helvetica": "arial", "helvetica neue": "arial", "segoe ui": "system-ui", "-apple-system": "system-ui",
    "blinkmacsystemfont": "system-ui", "sans-serif": "system-ui", "ui-sans-serif": "system-ui",
    "serif": "georgia", "ui-serif": "georgia", "times": "times new roman", "geneva": "verdana",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A value in our grammar; `instead_of` names what the file asked for where we have something near it."""

    value: str
    instead_of: str = ""


def _bare(value: Value) -> list[Any]:
    return [part for part in value if part.type not in ("whitespace", "comment")]


def resolve(value: Value, lookup: Callable[[str], Value | None]) -> Value | None:
    """The value behind `var(--…)`, however long the chain, or None when it ends nowhere or in itself."""
    lookups = 0

    def follow(value: Value, depth: int) -> Value | None:
        nonlocal lookups
        parts = _bare(value)
        if len(parts) != 1 or parts[0].type != "function" or parts[0].lower_name != "var":
            return value
        lookups += 1
        if depth > _DEPTH or lookups > _LOOKUPS:
            return None
        arguments = _bare(parts[0].arguments)
        if not arguments or arguments[0].type != "ident":
            return None
        known = lookup(arguments[0].value)
        found = follow(known, depth + 1) if known is not None else None
        if found is not None or len(arguments) < 3 or arguments[1].type != "literal":
            return found
        return follow(arguments[2:], depth + 1)

    return follow(value, 0)


def colour(value: Value) -> Reading | None:
    """#rrggbb of a colour that hides nothing behind it: by number, rgb(), hsl(), hwb() or by name."""
    parts = _bare(value)
    if len(parts) != 1:
        return None
    try:
        found = tinycss2.color4.parse_color(parts[0])
        if found is None or isinstance(found, str) or found.space not in _SPACES or found.alpha != 1:
            return None
        red, green, blue = found.to("srgb").coordinates
    except (
        ValueError,
        OverflowError,
        NotImplementedError,
    ):  # a space that the parser cannot turn into another
        return None
    return Reading(hexadecimal((red, green, blue))) if all(map(math.isfinite, (red, green, blue))) else None


def radius(value: Value) -> Reading | None:
    """A length in rem or px from 0 to 32 px; the first one where each corner has its own."""
    parts = _bare(value)
    if not 1 <= len(parts) <= 4 or any(
        part.type not in ("dimension", "number", "percentage") for part in parts
    ):
        return None
    first = parts[0]
    if first.type == "number" and first.value == 0:
        return Reading("0rem")
    unit = getattr(first, "lower_unit", "")
    pixels = first.value * {"px": 1, "rem": 16, "em": 16}.get(unit, -1)
    if pixels < 0 or (unit == "" and first.value):
        return None
    if pixels > _WIDEST_RADIUS:
        return Reading("2rem", instead_of=f"{min(pixels, 9999):.0f}px")
    return Reading(f"{round(pixels / 16, 4):g}rem")


def font(value: Value) -> Reading | None:
    """The stack of the first family that we have; what the file named first, we tell."""
    families: list[str] = [""]
    for part in value:
        if part.type == "literal" and part.value == ",":
            families.append("")
        elif part.type in ("ident", "string"):
            families[-1] = f"{families[-1]} {part.value}".strip()
        elif part.type not in ("whitespace", "comment"):
            return None
    if not all(_PLAIN_FAMILY.fullmatch(family.removeprefix("-")) for family in families):
        return None
    for family in families:
        key = _SAME_AS.get(family.lower(), family.lower())
        if key in FONTS:
            first = families[0].lower()
            return Reading(FONTS[key], "" if _SAME_AS.get(first, first) == key else families[0])
    return Reading(FONTS["system-ui"], families[0])


def reader(token: str) -> Callable[[Value], Reading | None]:
    """How the value of a brand token is read."""
    if token == "brand-radius":  # noqa: S105 (a token of design)
        return radius
    return font if token.startswith("brand-font") else colour
