"""The page of the mail catcher that stands in for the phone of the demo's staff."""

from collections.abc import Collection, Mapping
from email.utils import getaddresses
from html import escape

from config.runner.demo_phone import code_at, seconds_left
from config.runner.mail_pages import page


def codes_now(
    phone: Mapping[str, str], moment: float, receivers: Collection[str] | None = None
) -> list[tuple[str, str]]:
    """Address and code at `moment`; of these receivers of a mail only, when given."""
    wanted = None if receivers is None else {a.lower() for _name, a in getaddresses(list(receivers))}
    return [
        (address, code_at(secret, moment))
        for address, secret in phone.items()
        if wanted is None or address in wanted
    ]


def phone_page(phone: Mapping[str, str], moment: float, typed: str) -> str:
    """The codes of now, and those of a key that somebody types in: who was invited has no phone in the demo yet."""
    rows = "".join(
        f'<li><strong class="code">{escape(code)}</strong> {escape(address)}</li>'
        for address, code in codes_now(phone, moment)
    )
    body = (
        "<h1>De telefoon van de demo</h1><p>Zo ziet een app met codes eruit. Elke code staat er een halve minuut; deze "
        f'nog {seconds_left(moment)} tellen. <a href="/telefoon">Kijk opnieuw</a></p><ul>{rows}</ul>'
        "<h2>Een telefoon koppelen</h2><p>Nodig je in de demo zelf iemand uit? Plak dan hier de sleutel die bij het "
        "koppelen onder het plaatje staat. Je eigen telefoon met een app mag ook.</p>"
        '<form method="get" action="/telefoon"><p><label for="sleutel">Sleutel</label><br>'
        f'<input id="sleutel" name="sleutel" autocomplete="off" value="{escape(typed)}"></p>'
        '<p><button type="submit">Laat de code zien</button></p></form>'
    )
    if typed:
        try:
            body += f'<p>De code is nu <strong class="code">{code_at(typed, moment)}</strong></p>'
        except ValueError:
            body += "<p>Dit is geen sleutel. Neem alle groepjes van vier over.</p>"
    return page("Telefoon", body)
