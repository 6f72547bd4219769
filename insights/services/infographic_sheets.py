"""An infographic on paper (A3) and as a picture, in the look of its organisation. The same content
gives the same bytes.

Made within the request and remembered, like every sheet (challenges/services/typesetting.py); nothing that was typed
becomes part of a template.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from challenges.models import Campaign
from challenges.queries.tokens.colours import channels, contrast, hexadecimal
from challenges.services.drawings import drawing, is_drawing, qr_code
from challenges.services.sheet_looks import sheet_look
from challenges.services.typesetting import printable, typeset
from insights.models import Infographic, Release
from insights.queries.infographics.content import content_of, sources_of
from insights.queries.infographics.parts import Content, Part, Said, Side, in_rows
from insights.queries.publication import ADDRESS

PICTURE_PPI = 144  # 1684 by 2381: sharp on a screen, and small enough to send
PREVIEW_PPI = 60
_ENOUGH = 4.5  # contrast of words


def infographic_sheet(
    *,
    infographic: Infographic,
    language: str,
    kind: Literal["pdf", "png"] = "pdf",
    ppi: int = PICTURE_PPI,
    is_public: bool = False,
    before_making: Callable[[], None] = lambda: None,
) -> bytes:
    """The sheet. `is_public`: there is a page, so its address stands on it. `before_making`: see `typeset`."""
    with override(language):
        sources = sources_of(infographic)
        address = page_address(release=infographic.release) if is_public else ""
        data = sheet_data(content=content_of(infographic, sources), sender=sources.sender, address=address)
    return typeset(template="infographic", data=data, kind=kind, ppi=ppi, before_making=before_making)


def page_address(*, release: Release) -> str:
    """Where everybody reads it."""
    return f"{settings.URL_DEELNEMER}/resultaten/{release.digest[:ADDRESS]}/infographic/"


def sheet_data(*, content: Content, sender: Campaign | None, address: str) -> dict[str, Any]:
    """What `challenges/print/infographic.typ` is given: texts that can be printed, and drawings."""
    look = sheet_look(
        theme=sender.theme if sender else None,
        sender=sender.organisation.name if sender else "",
        people=sender.people if sender else (),
    )
    colours = dict(look["colours"])
    colours["meet"] = _printed_over(colours["brand-sun"], colours["brand-tint"])
    colours["on-meet"] = _readable_on(colours["meet"], colours["brand-ink"])
    drawn = {**colours, "ink": colours["brand-ink"], "spot": colours["brand-sun"]}
    headline = printable(text=content.headline) or printable(text=content.name) or look["sender"]
    here = urlsplit(address)
    return {
        **look,
        "colours": colours,
        "language": get_language() or settings.LANGUAGE_CODE,
        "title": f"{headline} · {printable(text=content.name)}",
        "headline": headline,
        "headline-language": content.headline_language,
        "introduction": printable(text=content.introduction),
        "introduction-language": content.introduction_language,
        "period": printable(text=content.period),
        "many": printable(text=content.many),
        "people-sentence": printable(text=content.people),
        "rows": [[_part(part, drawn) for part in row] for row in in_rows(content.parts)],
        "method": printable(text=" ".join(content.method)),
        "version": [printable(text=line) for line in content.version],
        "made": _("Gedag, met Movisie"),
        "mark": drawing(name="mark", colours=drawn),
        "qr": qr_code(text=address) if address else "",
        "words": {
            "people": _("Twee getekende mensen kijken elkaar aan en lachen."),
            "qr": _("QR-code die naar %(address)s leidt") % {"address": f"{here.netloc}{here.path}"},
        },
    }


def _part(part: Part, drawn: Mapping[str, str]) -> dict[str, Any]:
    return {
        "key": str(part.key),
        "shape": str(part.shape),
        "title": printable(text=part.title),
        "sentence": printable(text=part.sentence),
        "note": printable(text=part.note),
        "tag": printable(text=part.tag),
        "left": _side(part.left, drawn),
        "middle": _side(part.middle, drawn),
        "right": _side(part.right, drawn),
        "cards": [
            {
                "kind": str(card.kind),
                "title": printable(text=card.title),
                "empty": printable(text=card.empty),
                "items": [
                    {"title": printable(text=line.title), "small": printable(text=line.small)}
                    for line in card.items
                ],
            }
            for card in part.cards
        ],
        "items": [
            {
                **asdict(item),
                "label": printable(text=item.label),
                "text": printable(text=item.text),
                "small": printable(text=item.small),
                "icon": _icon(item.icon, drawn),
            }
            for item in part.items
        ],
        "said": [_said(said) for said in part.said],
        "places": [{"icon": _icon(icon, drawn), "name": printable(text=name)} for icon, name in part.places],
    }


def _said(said: Said) -> dict[str, str]:
    return {"text": printable(text=said.text), "source": printable(text=said.source)}


def _side(side: Side | None, drawn: Mapping[str, str]) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "label": printable(text=side.label),
        "text": printable(text=side.text),
        "small": printable(text=side.small),
        "tens": None if side.people is None else {"svg": _tens(side.people, drawn), "alt": side.text},
    }


def _tens(people: int, drawn: Mapping[str, str]) -> str:
    """Ten little people in a row, so many of them filled."""
    full = drawing(name="mens", colours={**drawn, "p-fill": drawn["ink"]})
    open_ = drawing(name="mens", colours={**drawn, "p-fill": "none"})
    row = "".join(
        f'<g transform="translate({number * 36} 0)">{_inside(full if number < people else open_)}</g>'
        for number in range(10)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 356 40">{row}</svg>'


def _inside(svg: str) -> str:
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]


def _icon(name: str, drawn: Mapping[str, str]) -> str:
    if not name:
        return ""
    return drawing(name=name if is_drawing(name=name) else "d-anders", colours=drawn)


def _printed_over(one: str, other: str) -> str:
    """The colour of two inks over each other."""
    red, green, blue = (a * b for a, b in zip(channels(one), channels(other), strict=True))
    return hexadecimal((red, green, blue))


def _readable_on(ground: str, ink: str) -> str:
    """The ink where it can be read, else black or white, whichever stands out more."""
    if contrast(ground, ink) >= _ENOUGH:
        return ink
    return max(("#000000", "#ffffff"), key=lambda colour: contrast(ground, colour))
