"""Who a page is from: the logo of its look."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.templatetags.components import VIEW_BOXES, drawing
from challenges.models import Theme, ThemeLogo

register = template.Library()


@register.simple_tag
def sender_mark(theme: Theme | None = None) -> SafeString:
    """The logo that an organisation gave its look; else the drawing that goes with a look of the demo, else Gedag's
    own mark of two bubbles."""
    logo = getattr(theme, "logo", None)
    if theme and logo:
        return logo_image(theme, logo)
    name = f"l-{theme.key}" if theme else ""
    return drawing(name if name in VIEW_BOXES else "mark")


@register.simple_tag
def logo_image(theme: Theme, logo: ThemeLogo) -> SafeString:
    """A logo as a picture from our own address (`/thema/` is on both faces)."""
    return format_html(
        '<img class="logo" src="/thema/{}-{}.png" width="{}" height="{}" alt="{}">',
        theme.key,
        logo.address_digest,
        logo.width,
        logo.height,
        logo.alt,
    )
