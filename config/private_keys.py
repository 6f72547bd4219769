"""The keys that private words are locked with: read from the environment or a file, and made new.

    python -m config.private_keys        prints a value for GEDAG_PRIVATE_KEYS; with one set, that with a newer key

The value is a list with commas or on lines: `adressen:…` once, which never changes, and then keys that wrap the
participants' own keys, the newest first. Each is 32 random bytes in base64. Nothing here is derived from SECRET_KEY.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

VALUE, FILE = "GEDAG_PRIVATE_KEYS", "GEDAG_PRIVATE_KEYS_FILE"
ADDRESSES = "adressen"
_LENGTH = 32
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_NOT_RANDOM = 12  # fewer different bytes than this among 32 is no accident
_ADVICE = (
    "Zonder deze sleutels gaan notities, plannen en e-mailadressen van deelnemers niet open. Maak ze één keer met "
    "`python -m config.private_keys`, bewaar ze ook buiten deze server, en geef ze aan deelnemer, worker en migrate; "
    "nooit aan beheer (docs/draaien.md)."
)


@dataclass(frozen=True)
class PrivateKeys:
    """`wrapping` are the keys that wrap the participants' own, by name, the newest first; `addresses` is what the
    index of addresses is made with."""

    wrapping: Mapping[str, bytes] = field(repr=False)
    addresses: bytes = field(repr=False)

    @property
    def newest(self) -> str:
        return next(iter(self.wrapping))


def private_keys_of(environment: Mapping[str, str], face: str) -> PrivateKeys | None:
    """The keys for a process of this face. None for beheer, which may not have them: it is refused when it does.
    Raises ImproperlyConfigured with advice when they are missing or damaged."""
    given = [name for name in (VALUE, FILE) if environment.get(name, "").strip()]
    if face == "beheer":
        if given:
            raise ImproperlyConfigured(
                f"{given[0]} hoort niet bij beheer: de website voor medewerkers mag geen woorden van deelnemers "
                f"kunnen lezen. Haal {given[0]} uit de omgeving van dit proces."
            )
        return None
    if not given:
        raise ImproperlyConfigured(f"{VALUE} ontbreekt. {_ADVICE}")
    if len(given) > 1:
        raise ImproperlyConfigured(f"{VALUE} en {FILE} staan er allebei. Kies er één.")
    if given == [VALUE]:
        return read_private_keys(environment[VALUE], VALUE)
    path = Path(environment[FILE].strip())
    try:
        return read_private_keys(path.read_text("utf-8"), f"het bestand {path}")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{FILE} wijst naar {path}, en dat is niet te lezen. {_ADVICE}") from error


def read_private_keys(text: str, where: str) -> PrivateKeys:
    """The keys in `text`. Raises ImproperlyConfigured, which never says what a key is."""
    found: dict[str, bytes] = {}
    for entry in re.split(r"[,\s]+", text.strip()):
        name, _colon, encoded = entry.partition(":")
        if not _ID.fullmatch(name):
            raise ImproperlyConfigured(
                f"In {where} staat iets zonder goede naam. Elk deel is naam:sleutel, met een naam van kleine letters, "
                f"cijfers en streepjes. {_ADVICE}"
            )
        if name in found:
            raise ImproperlyConfigured(f"In {where} staat {name} twee keer. Elke naam mag één keer.")
        found[name] = _decoded(encoded, name, where)
    if len(set(found.values())) < len(found):
        raise ImproperlyConfigured(
            f"In {where} staat dezelfde sleutel onder twee namen. Maak er een nieuwe bij."
        )
    addresses = found.pop(ADDRESSES, None)
    if addresses is None or not found:
        missing = ADDRESSES if addresses is None else "een sleutel naast die voor adressen"
        raise ImproperlyConfigured(f"In {where} ontbreekt {missing}. {_ADVICE}")
    return PrivateKeys(wrapping=found, addresses=addresses)


def _decoded(encoded: str, name: str, where: str) -> bytes:
    plain = encoded.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        key = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"In {where} is {name} geen base64. {_ADVICE}") from error
    if len(key) != _LENGTH or len(set(key)) < _NOT_RANDOM:
        raise ImproperlyConfigured(f"In {where} is {name} geen {_LENGTH} willekeurige bytes. {_ADVICE}")
    return key


def new_value(before: str = "") -> str:
    """A value for GEDAG_PRIVATE_KEYS: everything new, or `before` with a newer key in front."""
    parts = [part for part in re.split(r"[,\s]+", before.strip()) if part]
    names = {part.partition(":")[0] for part in parts}
    number = next(number for number in range(1, len(names) + 2) if str(number) not in names)
    kept = parts or [f"{ADDRESSES}:{_fresh()}"]
    kept.sort(key=lambda part: not part.startswith(f"{ADDRESSES}:"))
    return ",".join([kept[0], f"{number}:{_fresh()}", *kept[1:]])


def _fresh() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(_LENGTH)).decode().rstrip("=")


def _now() -> str:
    if path := os.environ.get(FILE, "").strip():
        return Path(path).read_text("utf-8")
    return os.environ.get(VALUE, "")


if __name__ == "__main__":
    print(new_value(_now()))
