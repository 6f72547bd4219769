"""Canaries: words that stand nowhere else, let loose in everything that people type and browsers send."""

import base64
import re
import secrets
import string
from dataclasses import dataclass, field

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")


@dataclass
class Nest:
    """Which canary flew where, by a label that says so."""

    canaries: dict[str, str] = field(default_factory=dict)

    def lay(self, label: str) -> str:
        """A new one: fourteen letters, so that nothing takes it for a number, a link or a name."""
        core = "q" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(13))
        return self.keep(label, core)

    def keep(self, label: str, secret: str) -> str:
        """A secret that Gedag itself made: a code, a link, a cookie."""
        assert len(secret) >= 8, f"{label}: too short to be found by accident only"
        self.canaries[f"{label} #{len(self.canaries)}"] = secret
        return secret

    def in_(self, hay: bytes | str) -> set[str]:
        """The labels of those that stand in this, also in another writing: capitals, hexadecimal, base64."""
        raw = hay.encode("utf-8", "surrogateescape") if isinstance(hay, str) else hay
        readable = b"\n".join([raw, *_decoded(raw)]).lower()
        return {
            label for label, one in self.canaries.items() if any(each in readable for each in _shapes(one))
        }


def _shapes(secret: str) -> set[bytes]:
    plain = secret.lower().encode()
    return {plain, plain.replace(b"-", b""), plain.hex().encode(), secret.encode().hex().encode()}


def _decoded(raw: bytes) -> list[bytes]:
    """What stands in it in base64, once and twice: so a queue keeps what a task is told."""
    found: list[bytes] = []
    waiting = [raw]
    for _ in range(2):
        inside = [piece for text in waiting for piece in map(_decode, _BASE64.findall(text)) if piece]
        found += inside
        waiting = inside
    return found


def _decode(piece: bytes) -> bytes:
    text = piece.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4))
    except ValueError:
        return b""
