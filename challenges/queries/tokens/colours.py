"""Colours as numbers: how far two stand apart (WCAG 2.2), and the same hue lighter or darker (OKLCH)."""

import math
from collections.abc import Callable, Iterator
from functools import lru_cache

Rgb = tuple[float, float, float]  # each from 0 to 1
_BLACK_AND_WHITE = ("#000000", "#ffffff")
_STEPS = 200  # lightness is tried in steps of half a percent


def channels(colour: str) -> Rgb:
    """The red, green and blue of #rrggbb."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def hexadecimal(rgb: Rgb) -> str:
    """#rrggbb of red, green and blue; what lies outside is brought to the edge."""
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in rgb)


def _linear(rgb: Rgb) -> Rgb:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return red, green, blue


def _gamma(rgb: Rgb) -> Rgb:
    red, green, blue = (
        part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in rgb
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black and white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=1024)
def _luminance(colour: str) -> float:
    red, green, blue = _linear(channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness (0 to 1), chroma and hue (degrees) of a colour, as people see them."""
    red, green, blue = _linear(channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _from_oklch(lightness: float, chroma: float, hue: float) -> Rgb | None:
    """The colour in sRGB, or None where no screen can show it."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    if min(linear) < -1e-4 or max(linear) > 1 + 1e-4:
        return None
    red, green, blue = (max(part, 0.0) for part in linear)
    return _gamma((red, green, blue))


def _shown(lightness: float, chroma: float, hue: float) -> str:
    """The colour of this lightness and hue with as much of the chroma as a screen can show."""
    whole = _from_oklch(lightness, chroma, hue)
    if whole:
        return hexadecimal(whole)
    low, high, found = 0.0, chroma, (lightness, lightness, lightness)
    for _ in range(12):
        middle = (low + high) / 2
        rgb = _from_oklch(lightness, middle, hue)
        low, high, found = (middle, high, rgb) if rgb else (low, middle, found)
    return hexadecimal(found)


def _lighter_and_darker(colour: str) -> Iterator[str]:
    """The same hue at every other lightness, the nearest first; black and white come last."""
    lightness, chroma, hue = oklch(colour)
    for step in range(1, _STEPS):
        for other in (lightness - step / _STEPS, lightness + step / _STEPS):
            if 0 < other < 1:
                yield _shown(other, chroma, hue)
    yield from sorted(_BLACK_AND_WHITE, key=lambda extreme: contrast(colour, extreme))


def nearest(colour: str, fits: Callable[[str], bool]) -> str | None:
    """The colour of the same hue whose lightness is nearest and that fits; the colour itself when it does."""
    if fits(colour):
        return colour
    return next((other for other in _lighter_and_darker(colour) if fits(other)), None)
