"""Small drawn parts of a page. All pictures are our own symbols in static/svg/, drawn in the page's colours."""

from functools import cache

import segno
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import InTwoLanguages

register = template.Library()

PERSON_BOX = "0 0 240 280"
VIEW_BOXES = {
    "o-halte": "0 0 160 220",
    "o-taart": "0 0 180 140",
    "o-hond": "0 0 180 170",
    "o-brood": "0 0 200 130",
    "o-paraplu": "0 0 180 170",
    "o-bank": "0 0 240 130",
    "o-fiets": "0 0 240 160",
    "p-bun": PERSON_BOX,
    "p-curls": PERSON_BOX,
    "p-scarf": PERSON_BOX,
    "p-cap": PERSON_BOX,
    "p-long": PERSON_BOX,
    "l-vaartwijk": "0 0 56 40",
    "l-heuvelrade": "0 0 56 40",
    "mark": "0 0 56 40",
}
_FILES = {"o": "objects", "p": "people", "l": "senders"}
DOMAIN_DRAWINGS = {
    "buurt": "o-brood",
    "winkel": "o-taart",
    "school": "o-fiets",
    "ov": "o-halte",
    "uit": "o-bank",
    "werk": "o-paraplu",
    "online": "o-hond",
}


@cache
def _file(name: str) -> str:
    """The address of a file of drawings: dozens of times in a page, and the same as long as this process runs."""
    return static(f"svg/{name}.svg")


@register.simple_tag
def icon(name: str, css: str = "i", label: str = "") -> SafeString:
    """An icon of static/svg/icons.svg. Without `label` it is decoration, and screen readers skip it."""
    source = f"{_file('icons')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', css, label, source
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', css, source
    )


@register.simple_tag
def drawing(name: str, css: str = "") -> SafeString:
    """A decorative drawing: an object (o-…), a person (p-…), a sender's logo (l-…) or the `mark`.

    Raises KeyError for a drawing that does not exist.
    """
    box = VIEW_BOXES[name]
    prefix, dash, _rest = name.partition("-")
    file = _FILES[prefix] if dash else "icons"
    source = f"{_file(file)}#{name}"
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        css,
        box,
        source,
    )


@register.simple_tag
def on_staff_face() -> bool:
    """Whether this page is one of the staff's, for a frame that both faces use."""
    return bool(settings.URLCONF_OF["beheer"] == settings.ROOT_URLCONF)


@register.simple_tag
def domain_drawing(key: str, css: str = "") -> SafeString:
    """The drawing that goes with a life domain; an unknown domain gets the bench."""
    return drawing(DOMAIN_DRAWINGS.get(key, "o-bank"), css)


@register.simple_tag
def tens(count: int, what: str) -> SafeString:
    """Ten little people of whom `count` (0 to 10) are filled; `what` ends the spoken "4 van de 10 …"."""
    source = f"{_file('icons')}#mens"
    people = format_html_join(
        "",
        '<svg viewBox="0 0 32 40" class="{}"><use href="{}"></use></svg>',
        (("on" if number < count else "", source) for number in range(10)),
    )
    label = _("%(count)s van de 10 %(what)s") % {"count": count, "what": what}
    return format_html('<div class="tens" role="img" aria-label="{}">{}</div>', label, people)


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code of `text` as one path; `label` is what it says to who cannot see it."""
    matrix = segno.make(text, error="m", micro=False).matrix_iter(border=4)
    rows = [list(row) for row in matrix]
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
        len(rows),
        label,
        path,
    )


@register.simple_tag
def text_language(row: InTwoLanguages, name: str) -> SafeString | str:
    """The lang attribute of a text that has no words in the reader's language, so that it is read aloud as it is."""
    language = row.words.language_of(name)
    return "" if language == get_language() else format_html(' lang="{}"', language)


@register.simple_tag(takes_context=True)
def current(context: template.Context, door: str) -> SafeString | str:
    """Marks the door of the tab bar that this page lies behind (context `current_door`)."""
    return format_html(' aria-current="{}"', "page") if context.get("current_door") == door else ""


@register.filter
def duration(seconds: int) -> str:
    """A number of seconds in the words people use: "tien tellen", "een minuut"."""
    if seconds <= 10:
        return _("tien tellen")
    if seconds < 60:
        return _("een halve minuut")
    if seconds == 60:
        return _("een minuut")
    return _("%(minutes)s minuten") % {"minutes": round(seconds / 60)}
