"""How a mail is made: words from a template twice, as text and as HTML that needs nothing from elsewhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from css_inline import CSSInliner
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

# The colours a mail uses of a campaign's look, with the house's own; a mail program knows no CSS variables.
HOUSE_COLOURS = {
    "brand-paper": "#fff6e4",
    "brand-ink": "#06303a",
    "brand-ink-soft": "#45606a",
    "brand-action": "#ee5f45",
    "brand-on-action": "#021e25",
    "brand-link": "#0b6470",
    "brand-band": "#ffc83d",
    "brand-on-band": "#06303a",
    "brand-sun": "#ffc83d",
}


@dataclass(frozen=True)
class Letter:
    """One mail, ready but for its number and date. Without `html` it is text alone."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def compose(
    template: str, context: Mapping[str, Any], *, to: str, subject: str, tokens: Mapping[str, str]
) -> Letter:
    """A letter from `template` (….html) and the text of the same name (….txt), in the colours of `tokens`."""
    text = render_to_string(template.removesuffix(".html") + ".txt", dict(context))
    colours = tuple(sorted({**HOUSE_COLOURS, **tokens}.items()))
    html = _inliner(colours).inline(render_to_string(template, {"subject": subject, **context}))
    return Letter(to=to, subject=subject, text=_tidy(text), html=html)


@lru_cache(maxsize=64)
def _inliner(colours: tuple[tuple[str, str], ...]) -> CSSInliner:
    style = render_to_string(
        "accounts/email/letter.css", {name.replace("-", "_"): value for name, value in colours}
    )
    return CSSInliner(extra_css=style, load_remote_stylesheets=False, keep_style_tags=False)


def _tidy(text: str) -> str:
    """At most one empty line in a row, however the template's own lines fall."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def code_letter(*, address: str, code: str) -> Letter:
    """A code, as it is to be read, for who asked for it."""
    body = render_to_string("accounts/email/code.txt", {"code": code})
    return Letter(to=address, subject=_("Jouw code voor Gedag"), text=body)


def unknown_letter(*, address: str) -> Letter:
    """Tells somebody that we do not know this address, and how to begin."""
    body = render_to_string("accounts/email/unknown.txt", {"url": settings.URL_DEELNEMER})
    return Letter(to=address, subject=_("Over je code voor Gedag"), text=body)
