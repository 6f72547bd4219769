"""What a look is on paper: its colours, typefaces, corners and logo, for every sheet that is printed."""

import base64
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from challenges.models import Theme
from challenges.services.campaign_files import read_campaign_file
from challenges.services.drawings import drawing, is_drawing
from challenges.services.typesetting import families, printable

_SERIF = "Libertinus Serif"  # typst brings it; no municipality's own typeface is ours to give
_USUAL_PEOPLE = ("bun", "curls")


def sheet_look(*, theme: Theme | None, sender: str, people: Sequence[str]) -> dict[str, Any]:
    """What `challenges/print/look.typ` needs of a look, the drawn people in its colours among it. `sender`: the name of
    who it is from."""
    tokens = look_tokens(theme=theme)
    colours = {name: value for name, value in tokens.items() if value.startswith("#")}
    drawn = {**colours, "ink": colours["brand-ink"]}
    sender = printable(text=sender) or "Gedag"
    return {
        "author": sender,
        "sender": sender,
        "colours": colours,
        "radius": _pixels(tokens["brand-radius"]),
        "fonts": {"body": _faces(tokens["brand-font"]), "head": _faces(tokens["brand-font-head"])},
        "people": [drawing(name=f"p-{name}", colours=_clothes(drawn)) for name in drawn_pair(people=people)],
        "logo": _logo(theme, sender, drawn),
    }


def drawn_pair(*, people: Sequence[str]) -> list[str]:
    """The names of the two people to draw: those that were chosen, and the usual ones for who is missing."""
    pair = [str(name) for name in people if is_drawing(name=f"p-{name}")][:2]
    return pair + [name for name in _USUAL_PEOPLE if name not in pair][: 2 - len(pair)]


def look_tokens(*, theme: Theme | None) -> dict[str, str]:
    """Values for all brand tokens: the house's, and over them what the look says."""
    return {**_house_tokens(), **(theme.tokens if theme else {})}


def _clothes(colours: dict[str, str]) -> dict[str, str]:
    """What is worn in the colour of the wall behind it would not be seen."""
    same = colours["brand-sun"].lower() == colours["brand-band"].lower()
    return {**colours, "brand-sun": colours["brand-paper"]} if same else colours


@lru_cache(maxsize=1)
def _house_tokens() -> dict[str, str]:
    tokens: dict[str, str] = read_campaign_file(name="themes.yaml")["gedag"]["tokens"]
    return tokens


def _pixels(length: str) -> float:
    """A length of the look (rem, px or 0) as a number of pixels."""
    number = float(re.sub(r"[a-z]+$", "", length))
    return number * 16 if length.endswith("rem") else number


def _faces(font: str) -> list[str]:
    """What stands in for the font families of a look: our own typeface, or one with serifs where the look ends so."""
    serif = font.split(",")[-1].strip() == "serif"
    return [_SERIF, *families()] if serif else list(families())


def _logo(theme: Theme | None, sender: str, colours: dict[str, str]) -> dict[str, str]:
    """The logo of the look, else the drawn one that its key names, else Gedag's own two bubbles."""
    row = getattr(theme, "logo", None)
    if row is not None:
        png = base64.b64encode(row.png).decode()
        box = f'viewBox="0 0 {row.width} {row.height}" width="{row.width}" height="{row.height}"'
        picture = f'<image width="{row.width}" height="{row.height}" href="data:image/png;base64,{png}"/>'
        alt = printable(text=row.alt) or sender
        return {"svg": f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{picture}</svg>', "alt": alt}
    own = f"l-{theme.key}" if theme else ""
    name = own if is_drawing(name=own) else "mark"
    return {"svg": drawing(name=name, colours=colours), "alt": ""}  # the name stands beside it
