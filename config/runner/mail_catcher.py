"""A mail server that delivers to a folder and a page to read it on; for demos and tests, never for real mail.

    python -m config.runner.mail_catcher FOLDER SMTP_PORT WEB_PORT [PHONE]

`/` lists, `/mail/KEY` shows one, `/mail.json` gives everything as JSON (`?to=` one address). In a demo PHONE is the
file of demo_phone.py, and `/telefoon` (`/telefoon.json`) shows the codes that its staff would read on a phone.
"""

import json
import signal
import sys
import time
from email.utils import getaddresses
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from config.runner import demo_phone
from config.runner.mail_pages import ICON, STYLE, list_page, mail_page, missing_page
from config.runner.mailbox import Mailbox
from config.runner.phone_page import codes_now, phone_page

_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A mail's own HTML: its inline styles may work, nothing is fetched, nothing runs, and it has no origin.
_CSP_LETTER = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)


class KeepMail:
    """aiosmtpd's handler: every mail is accepted and kept, with the addresses it was really for."""

    def __init__(self, box: Mailbox) -> None:
        self._box = box

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        recipients = ", ".join(envelope.rcpt_tos).replace("\r", "").replace("\n", "")
        self._box.add(f"X-RcptTo: {recipients}\r\n".encode() + content)
        return "250 Bewaard"


class Pages(BaseHTTPRequestHandler):
    """The web pages. Answers only to its own name, so that no site elsewhere can read codes through a DNS trick."""

    box: ClassVar[Mailbox]
    names: ClassVar[frozenset[str]]
    phone: ClassVar[dict[str, str]] = {}  # secrets by address, in a demo
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if not self._known_host():
            return
        address = urlsplit(self.path)
        parts = [unquote(part) for part in address.path.strip("/").split("/")]
        match parts:
            case [""]:
                self._send(list_page(self.box.all(), phone=bool(self.phone)))
            case ["stijl.css"]:
                self._send(STYLE, "text/css")
            case ["icoon.svg"]:
                self._send(ICON, "image/svg+xml")
            case ["mail.json"]:
                self._send(self._json(parse_qs(address.query)), "application/json")
            case ["mail", key]:
                mail = self.box.one(key)
                codes = codes_now(self.phone, time.time(), mail.to if mail else [])
                page = (
                    (mail_page(mail, codes),) if mail else (missing_page(), "text/html", HTTPStatus.NOT_FOUND)
                )
                self._send(*page)
            case ["telefoon"] if self.phone:
                typed = parse_qs(address.query).get("sleutel", [""])[0]
                self._send(phone_page(self.phone, time.time(), typed))
            case ["telefoon.json"] if self.phone:
                self._send(json.dumps(dict(codes_now(self.phone, time.time()))), "application/json")
            case ["mail", key, "html"]:
                mail = self.box.one(key)
                self._send((mail.html if mail else None) or "", csp=_CSP_LETTER)
            case _:
                self._send(missing_page(), "text/html", HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        self.close_connection = True
        if not self._known_host():
            return
        origin = self.headers.get("Origin")  # "null" for a page that hides where it comes from
        if self.path != "/leegmaken" or (origin and origin not in {f"http://{name}" for name in self.names}):
            self._send("", "text/plain", HTTPStatus.FORBIDDEN)
            return
        self.box.clear()
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, query: dict[str, list[str]]) -> str:
        mails = self.box.all(limit=1000)
        wanted = {address.lower() for address in query.get("to", [])}
        if wanted:
            mails = [mail for mail in mails if wanted & {a.lower() for _name, a in getaddresses(mail.to)}]
        return json.dumps([mail.as_json() for mail in mails], ensure_ascii=False)

    def _known_host(self) -> bool:
        if self.headers.get("Host", "") in self.names:
            return True
        self._send("Onbekende naam.", "text/plain", HTTPStatus.FORBIDDEN)
        return False

    def _send(
        self, text: str, kind: str = "text/html", status: HTTPStatus = HTTPStatus.OK, csp: str = _CSP
    ) -> None:
        body = text.encode()
        self.send_response(status)
        headers = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Content-Security-Policy": csp,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """No access log: the addresses hold keys of mails with sign-in codes."""


def serve(folder: Path, smtp_port: int, web_port: int, phone: Path | None = None) -> None:
    """Receive and show mail until a SIGTERM."""
    box = Mailbox(folder)
    Pages.box = box
    Pages.phone = demo_phone.read(phone) if phone else {}
    Pages.names = frozenset(f"{name}:{web_port}" for name in ("localhost", "127.0.0.1"))
    smtp = Controller(KeepMail(box), hostname="127.0.0.1", port=smtp_port, enable_SMTPUTF8=True)
    smtp.start()
    web = ThreadingHTTPServer(("127.0.0.1", web_port), Pages)
    web.daemon_threads = True

    def stop(_number: int, _frame: object) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, stop)
    try:
        web.serve_forever(poll_interval=0.2)
    finally:
        web.server_close()
        smtp.stop(no_assert=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *map(Path, sys.argv[4:5]))
