"""Our own drawings of static/svg/ as pictures that stand alone, in the colours of a look, for what is printed."""

import re
from collections.abc import Mapping
from functools import lru_cache

import segno
from django.conf import settings

_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([\d ]+)">(.*?)</symbol>', re.DOTALL)
_VARIABLE = re.compile(r"var\(--([\w-]+)(?:,\s*([\w#-]+))?\)")


def drawing(*, name: str, colours: Mapping[str, str]) -> str:
    """The drawing with this name as SVG. `colours` gives a value for every custom property in it, and for `ink`, its
    lines. Raises KeyError for a name that no file has."""
    box, inside = _symbols()[name]
    filled = _VARIABLE.sub(lambda found: colours.get(found[1]) or found[2] or colours["ink"], inside)
    filled = filled.replace("currentColor", colours["ink"])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{filled}</svg>'


def is_drawing(*, name: str) -> bool:
    """Whether there is a drawing with this name."""
    return name in _symbols()


def qr_code(*, text: str) -> str:
    """A QR code as SVG, black on white with its quiet zone; a quarter of it may be damaged."""
    return segno.make(text, error="q", micro=False).svg_inline(border=4, dark="#000", light="#fff", scale=8)


@lru_cache(maxsize=1)
def _symbols() -> dict[str, tuple[str, str]]:
    """Every symbol by its name: its view box, and what is drawn."""
    folder = settings.BASE_DIR / "static" / "svg"
    found = (
        _SYMBOL.findall((folder / f"{name}.svg").read_text("utf-8"))
        for name in ("icons", "people", "senders")
    )
    return {name: (box, inside) for symbols in found for name, box, inside in symbols}
