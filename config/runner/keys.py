"""Passwords, SECRET_KEY and the keys of private words of one data folder: made once, kept in secrets.json that only
its owner can read."""

import json
import os
import secrets
from pathlib import Path

from config.private_keys import new_value
from config.runner.refusal import Refusal

PRIVATE = "private_keys"
_NAMES = ("secret_key", "postgres", "owner", "deelnemer", "beheer", "worker", "valkey", PRIVATE)


def load_keys(path: Path) -> dict[str, str]:
    """The keys by name; what is missing is made and saved first. Raises Refusal for a damaged file."""
    keys: dict[str, str] = {}
    if path.exists():
        try:
            keys = dict(json.loads(path.read_text("utf-8")))
        except (ValueError, TypeError) as error:
            raise Refusal(f"Het bestand {path} is beschadigd; zet een reservekopie terug.") from error
    missing = [name for name in _NAMES if name not in keys]
    if missing:
        keys.update({name: _fresh(name) for name in missing})
        write_private(path, json.dumps(keys, indent=1))
    return keys


def _fresh(name: str) -> str:
    if name == PRIVATE:
        return new_value()
    return secrets.token_urlsafe(48 if name == "secret_key" else 24)


def write_private(path: Path, text: str) -> None:
    """Write a file that only we can read; readers see the old text or the new one, never half of it."""
    fresh = path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
