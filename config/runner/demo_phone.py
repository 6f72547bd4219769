"""The phone of the demo: shows the codes that the app of a member of staff would show.

Whoever tries the demo has the mailbox on this machine and needs no app. The secrets follow from the installation's own
key, only the staff of the demo have them, and only the mail catcher of a demo is given them.
"""

import base64
import binascii
import hashlib
import hmac
import json
import struct
from pathlib import Path

from config.runner.keys import write_private

STEP = 30  # seconds
STAFF = (
    "femke@movisie.example",
    "ravi@movisie.example",
    "yusuf@amsterdam.example",
    "anneke@enschede.example",
)


def secret_of(key: str, address: str) -> str:
    """What the app of this address holds, in base 32; `key` is the installation's SECRET_KEY."""
    digest = hmac.new(key.encode(), f"gedag.demo.phone|{address}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def write(path: Path, key: str) -> None:
    """Puts the secrets of the demo's staff where the mail catcher reads them, for nobody but ourselves."""
    write_private(path, json.dumps({address: secret_of(key, address) for address in STAFF}))


def read(path: Path) -> dict[str, str]:
    """Secrets by address."""
    return dict(json.loads(path.read_text("utf-8")))


def code_at(secret: str, moment: float) -> str:
    """The code of `secret` at a moment in Unix time (RFC 6238). Raises ValueError for what is no secret."""
    plain = "".join(secret.split()).upper()
    try:
        key = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error as error:
        raise ValueError("not base 32") from error
    if not key:
        raise ValueError("empty")
    digest = hmac.new(key, struct.pack(">Q", int(moment) // STEP), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def seconds_left(moment: float) -> int:
    """How long the code of that moment still stands in an app."""
    return STEP - int(moment) % STEP
