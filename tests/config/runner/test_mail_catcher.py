"""The mail catcher: a real SMTP server and a page that is safe to open whatever the mail holds."""

import json
import signal
import smtplib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from config.runner.http_check import answers_http
from tests.config.runner.running import clean_environment, three_free_ports


@dataclass
class Catcher:
    smtp: int
    web: int

    def send(self, message: EmailMessage, to: str | None = None) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp) as server:
            server.send_message(message, to_addrs=[to] if to else None)

    def get(self, path: str, host: str | None = None) -> tuple[int, str, dict[str, str]]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.web}{path}")
        if host:
            request.add_header("Host", host)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read().decode(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), dict(error.headers)

    def mails(self, query: str = "") -> list[dict[str, object]]:
        return list(json.loads(self.get(f"/mail.json{query}")[1]))


@pytest.fixture(scope="module")
def catcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catcher]:
    folder: Path = tmp_path_factory.mktemp("mail") / "mail"
    first = three_free_ports()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "config.runner.mail_catcher", str(folder), str(first), str(first + 1)],
        env=clean_environment(),
    )
    ready = answers_http(first + 1, f"http://localhost:{first + 1}", "/")
    deadline = time.monotonic() + 15
    while not ready():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield Catcher(first, first + 1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=5) == 0


def mail(
    subject: str, text: str, html: str | None = None, to: str = "noor@voorbeeld.example"
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Gedag <gedag@voorbeeld.example>", to, subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_a_mail_comes_in_whole(catcher: Catcher) -> None:
    catcher.send(mail("Jouw code", "Één code: 4F7K.\nKijk op http://localhost:8000/a?b=1&c=2.", "<p>Één</p>"))
    caught = catcher.mails("?to=NOOR@voorbeeld.example")[0]
    assert caught["subject"] == "Jouw code"
    assert "Één code: 4F7K." in str(caught["text"])
    assert "<p>Één</p>" in str(caught["html"])
    assert caught["links"] == ["http://localhost:8000/a?b=1&c=2"]
    assert catcher.mails("?to=niemand@voorbeeld.example") == []


def test_the_newest_is_first_and_real_recipients_are_shown(catcher: Catcher) -> None:
    catcher.send(mail("eerst", "a", to="lijst@voorbeeld.example"), to="verborgen@voorbeeld.example")
    catcher.send(mail("daarna", "b"))
    subjects = [one["subject"] for one in catcher.mails()]
    assert subjects[:2] == ["daarna", "eerst"]
    assert catcher.mails("?to=verborgen@voorbeeld.example")[0]["subject"] == "eerst"


def test_hostile_mail_stays_text(catcher: Catcher) -> None:
    bad = "<script>alert(1)</script>"
    catcher.send(
        mail(f"{bad}", f'{bad} http://x.example/"onmouseover=1 javascript:alert(1)', f"<p>{bad}</p>")
    )
    key = catcher.mails()[0]["key"]
    for path in ("/", f"/mail/{key}"):
        status, page, headers = catcher.get(path)
        assert status == 200
        assert "<script" not in page
        assert 'href="javascript' not in page
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "script-src" not in headers["Content-Security-Policy"]
    _status, letter, headers = catcher.get(f"/mail/{key}/html")
    assert bad in letter
    assert headers["Content-Security-Policy"].startswith("sandbox;")


def test_a_mail_in_broken_encoding_does_not_break_the_page(catcher: Catcher) -> None:
    with smtplib.SMTP("127.0.0.1", catcher.smtp) as server:
        raw = b"Subject: =?utf-8?q?=ff?=\r\nContent-Type: text/plain; charset=onzin\r\n\r\n\xff\xfe\r\n"
        server.sendmail("a@voorbeeld.example", ["b@voorbeeld.example"], raw)
    key = catcher.mails("?to=b@voorbeeld.example")[0]["key"]
    assert catcher.get(f"/mail/{key}")[0] == 200
    assert catcher.get("/")[0] == 200


def test_only_its_own_name_gets_an_answer(catcher: Catcher) -> None:
    assert catcher.get("/mail.json", host="kwaad.example")[0] == 403
    assert catcher.get("/mail.json", host=f"localhost:{catcher.web}")[0] == 200


@pytest.mark.parametrize("path", ["/mail/weg", "/mail/..%2f..%2fsecrets.json", "/../secrets.json", "/x"])
def test_what_is_not_there_is_not_found(catcher: Catcher, path: str) -> None:
    assert catcher.get(path)[0] == 404


def test_emptying_wants_our_own_page(catcher: Catcher) -> None:
    catcher.send(mail("blijft", "x"))
    address = f"http://127.0.0.1:{catcher.web}/leegmaken"
    foreign = urllib.request.Request(address, data=b"", headers={"Origin": "http://kwaad.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(foreign, timeout=5)
    refused.value.close()
    assert catcher.mails()
    own = urllib.request.Request(address, data=b"", headers={"Origin": f"http://127.0.0.1:{catcher.web}"})
    urllib.request.urlopen(own, timeout=5).close()
    assert catcher.mails() == []
