"""What a campaign's address and look may be."""

import datetime as dt
import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# First parts of the participant face's own addresses, and `nieuw` of the staff face: a campaign with such a slug could
# never be reached.
RESERVED_SLUGS = frozenset(
    {
        "afmelden", "beheer", "berichten", "dag", "dagboek", "delen", "demo", "gezond", "handleiding", "hoe-het-werkt",
        "ideeen", "inloggen", "klaar", "meedoen", "moment", "nieuw", "offline", "open-data", "over", "privacy", "q",
        "resultaten", "smoesje", "startlink", "static", "taal", "terug", "thema", "toegankelijkheid", "uitloggen",
        "van-deelnemers", "van-mij", "vandaag", "voor-gemeenten",
    }
)  # fmt: skip

BRAND_TOKENS = (
    "brand-font", "brand-font-head", "brand-paper", "brand-ink", "brand-ink-soft", "brand-line", "brand-action",
    "brand-on-action", "brand-action-strong", "brand-link", "brand-band", "brand-on-band", "brand-sun",
    "brand-tint", "brand-focus", "brand-radius",
)  # fmt: skip
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LENGTH = re.compile(r"\d{1,2}(\.\d{1,4})?(rem|px)")  # a bare 0 has no unit, and calc() needs one
_FONTS = re.compile(
    r"(\"[A-Za-z0-9 ]{1,40}\"|[A-Za-z-]{1,40})(, ?(\"[A-Za-z0-9 ]{1,40}\"|[A-Za-z-]{1,40})){0,5}"
)


PROMPT_EARLIEST = dt.time(6, 0)
PROMPT_LATEST = dt.time(21, 30)


def validate_campaign_slug(slug: str) -> None:
    """Refuses an address that the app itself uses."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("Dit adres gebruikt de app zelf. Kies een ander woord."), code="reserved")


def validate_prompt_times(times: Sequence[dt.time]) -> None:
    """Refuses times that are the same, at night, or not in whole quarters of an hour."""
    if len(set(times)) < len(times):
        raise ValidationError(_("Een tijd staat er dubbel in."), code="twice")
    for time in times:
        if (
            not PROMPT_EARLIEST <= time <= PROMPT_LATEST
            or time.minute % 15
            or time.second
            or time.microsecond
        ):
            raise ValidationError(
                _("Kies een tijd in hele kwartieren, tussen 06.00 en 21.30 uur."), code="time"
            )


def validate_theme_tokens(tokens: object) -> None:
    """Refuses anything but known brand tokens with a colour (#rrggbb), a length (rem, px) or font families."""
    if not isinstance(tokens, dict):
        raise ValidationError(_("Een uitstraling is een lijst van namen met waarden."), code="shape")
    for name, value in tokens.items():
        if name not in BRAND_TOKENS:
            raise ValidationError(_("%(name)s kennen we niet."), code="unknown", params={"name": name})
        grammar = _LENGTH if name == "brand-radius" else _FONTS if name.startswith("brand-font") else _COLOUR
        if not isinstance(value, str) or not grammar.fullmatch(value):
            raise ValidationError(
                _("%(value)s past niet bij %(name)s."),
                code="value",
                params={"name": name, "value": str(value)[:60]},
            )
