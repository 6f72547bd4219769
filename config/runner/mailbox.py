"""The caught mail on disk (a Maildir), and one message in the shape that a page or a test wants."""

import datetime as dt
import email
import email.policy
import mailbox
import re
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LINK = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass(frozen=True)
class CaughtMail:
    """One mail. `html` and `text` are None when the mail has no such part; `at` is Unix time of arrival."""

    key: str
    sender: str
    to: list[str]
    subject: str
    date: str
    at: float
    text: str | None
    html: str | None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def links(self) -> list[str]:
        """Every web address in the text part, in order, each once."""
        return list(dict.fromkeys(link.rstrip(".,;:!?") for link in LINK.findall(self.text or "")))

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "links": self.links}


class Mailbox:
    """Caught mail, newest first. Safe to write from one thread and read from others."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        mailbox.Maildir(str(folder), create=True).close()

    def add(self, content: bytes) -> None:
        """Keep one received mail."""
        box = mailbox.Maildir(str(self._folder), create=True)
        box.add(content)
        box.close()

    def clear(self) -> None:
        for path in self._paths():
            path.unlink(missing_ok=True)

    def all(self, limit: int = 200) -> list[CaughtMail]:
        """The newest `limit` mails."""
        return [mail for path in self._paths()[:limit] if (mail := _read(path))]

    def one(self, key: str) -> CaughtMail | None:
        """The mail with this key; None when there is none."""
        return next((_read(path) for path in self._paths() if path.name == key), None)

    def _paths(self) -> list[Path]:
        paths = [path for part in ("new", "cur") for path in (self._folder / part).glob("*")]
        return sorted(paths, key=_arrival, reverse=True)


def _arrival(path: Path) -> tuple[int, int]:
    """Maildir names begin with seconds.MmicrosecondsPpidQcount."""
    found = re.match(r"(\d+)\.M(\d+)P\d+Q(\d+)", path.name)
    return (int(found[1]) * 1_000_000 + int(found[2]), int(found[3])) if found else (0, 0)


def _read(path: Path) -> CaughtMail | None:
    try:
        content = path.read_bytes()
        at = path.stat().st_mtime
    except OSError:
        return None
    message = email.message_from_bytes(content, policy=email.policy.default)
    return CaughtMail(
        key=path.name,
        sender=str(message.get("From", "")),
        to=[
            part.strip()
            for part in str(message.get("X-RcptTo") or message.get("To", "")).split(",")
            if part.strip()
        ],
        subject=str(message.get("Subject", "")) or "(zonder onderwerp)",
        date=dt.datetime.fromtimestamp(at, AMSTERDAM).strftime("%d-%m-%Y %H:%M:%S"),
        at=at,
        text=_part(message, "plain"),
        html=_part(message, "html"),
        headers={name: str(value) for name, value in message.items()},
    )


def _part(message: EmailMessage, kind: str) -> str | None:
    try:
        body = message.get_body(preferencelist=(kind,))
        if body is None:
            return None
        return str(body.get_content())
    except (LookupError, ValueError, AttributeError):
        # An unknown charset or a broken part: show that there was something rather than fall over.
        return "(dit deel van de mail is niet te lezen)"
