"""The pages of the mail catcher: plain, warm, without script."""

from html import escape
from urllib.parse import quote

from config.runner.mailbox import LINK, CaughtMail

STYLE = """
*,*::before,*::after{box-sizing:border-box}
body{margin:0;background:#fbf6ee;color:#2c2622;font:1rem/1.55 system-ui,sans-serif}
header{background:#fff;border-bottom:1px solid #e6dccd;padding:1rem clamp(1rem,4vw,2.5rem)}
header a{color:inherit;text-decoration:none;font-weight:700;font-size:1.15rem}
header span{display:block;color:#6a5f55;font-size:.9rem}
main{max-width:60rem;margin:0 auto;padding:1.5rem clamp(1rem,4vw,2.5rem) 4rem}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0 1rem;overflow-wrap:anywhere}
a{color:#8a3a12;text-underline-offset:.2em}
a:focus-visible,button:focus-visible,summary:focus-visible{outline:3px solid #2c2622;outline-offset:3px}
ul.post{list-style:none;margin:0;padding:0;display:grid;gap:.6rem}
ul.post a{display:grid;gap:.1rem;background:#fff;border:1px solid #e6dccd;border-radius:14px;padding:.8rem 1rem;
text-decoration:none;color:inherit;min-height:44px}
ul.post a:hover{border-color:#8a3a12}
ul.post strong{overflow-wrap:anywhere}
.small{color:#6a5f55;font-size:.9rem;overflow-wrap:anywhere}
.letter{background:#fff;border:1px solid #e6dccd;border-radius:14px;padding:1.25rem;white-space:pre-wrap;
overflow-wrap:anywhere;margin:1rem 0}
iframe{width:100%;height:36rem;border:1px solid #e6dccd;border-radius:14px;background:#fff}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}
dt{color:#6a5f55}dd{margin:0;overflow-wrap:anywhere}
details{margin:1rem 0}summary{min-height:44px;cursor:pointer;padding:.6rem 0}
button{font:inherit;min-height:44px;padding:.4rem 1rem;border:1px solid #6a5f55;border-radius:999px;background:#fff;
color:inherit;cursor:pointer}
form{margin-top:1.5rem}
.code{font-size:1.4rem;letter-spacing:.08em;white-space:nowrap}
input{font:inherit;min-height:44px;width:100%;max-width:30rem;padding:.4rem .8rem;border:1px solid #6a5f55;
border-radius:14px}
"""


def page(title: str, body: str) -> str:
    """The frame of every page."""
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · Postvakje van Gedag</title><link rel="stylesheet" href="/stijl.css">'
        '<link rel="icon" href="/icoon.svg" type="image/svg+xml"></head>'
        '<body><header><a href="/">Postvakje</a><span>Mail die Gedag hier verstuurt, komt niet verder dan deze '
        f"machine.</span></header><main>{body}</main></body></html>"
    )


_PHONE = '<p>Vraagt Gedag ook een code van je telefoon? <a href="/telefoon">Hier staat de telefoon van de demo</a></p>'


def list_page(mails: list[CaughtMail], *, phone: bool = False) -> str:
    """All caught mails, newest first; with `phone` the way to the phone of the demo."""
    to_phone = _PHONE if phone else ""
    if not mails:
        return page(
            "Leeg",
            "<h1>Nog geen mail</h1><p>Zodra Gedag een mail verstuurt, zie je die hier. "
            f'<a href="/">Kijk opnieuw</a></p>{to_phone}',
        )
    rows = "".join(
        f'<li><a href="/mail/{quote(mail.key)}"><strong>{escape(mail.subject)}</strong>'
        f'<span class="small">aan {escape(", ".join(mail.to))}</span>'
        f'<span class="small">{escape(mail.date)}</span></a></li>'
        for mail in mails
    )
    empty = (
        '<form method="post" action="/leegmaken"><button type="submit">Postvakje leegmaken</button></form>'
    )
    return page("Post", f'<h1>Post</h1>{to_phone}<ul class="post">{rows}</ul>{empty}')


def mail_page(mail: CaughtMail, codes: list[tuple[str, str]] | None = None) -> str:
    """One mail: headers, text part with working links, and the HTML part inside a sandbox. `codes` (address, code) are
    those that the demo's phone shows for its receivers."""
    facts = {"Aan": ", ".join(mail.to), "Van": mail.sender, "Ontvangen": mail.date}
    top = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    body = f'<p><a href="/">Alle post</a></p><h1>{escape(mail.subject)}</h1><dl>{top}</dl>'
    if mail.text is not None:
        body += f'<div class="letter" id="tekst">{_with_links(mail.text)}</div>'
    for address, code in codes or []:
        body += (
            f"<p>Daarna vraagt Gedag de code van je telefoon. Voor {escape(address)} is dat nu "
            f'<strong class="code">{escape(code)}</strong>. <a href="/telefoon">Een nieuwere code</a></p>'
        )
    if mail.html is not None:
        address = f"/mail/{quote(mail.key)}/html"
        body += f'<h2>Opgemaakt</h2><iframe sandbox src="{address}" title="De opgemaakte mail"></iframe>'
    headers = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in mail.headers.items()
    )
    return page(mail.subject, f"{body}<details><summary>Alle kopregels</summary><dl>{headers}</dl></details>")


def missing_page() -> str:
    return page(
        "Niet gevonden", '<h1>Deze mail is er niet (meer)</h1><p><a href="/">Terug naar alle post</a></p>'
    )


def _with_links(text: str) -> str:
    pieces, end = [], 0
    for found in LINK.finditer(text):
        link = found[0].rstrip(".,;:!?")
        pieces.append(escape(text[end : found.start()]))
        pieces.append(f'<a href="{escape(link)}" rel="noreferrer">{escape(link)}</a>')
        end = found.start() + len(link)
    return "".join([*pieces, escape(text[end:])])


ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M4 5h24a3 3 0 0 1 3 3v13a3 3 0 0 1-3 '
    '3H14l-7 6v-6H4a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3z" fill="#8a3a12"/><path d="m6 10 10 7 10-7" fill="none" '
    'stroke="#fff" stroke-width="2.5"/></svg>'
)
