"""What Gedag can put in a browser (config/cookies.yaml), for the page that shows it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from django.conf import settings

from accounts.models import Language


@dataclass(frozen=True)
class Kept:
    """One thing in a browser: the name it has there, what for and how long; of a cookie also when it comes. What else
    there is may have a name of which only the beginning (`begins`) is always the same."""

    name: str
    purpose: str
    lasts: str
    when: str = ""
    begins: bool = False


@cache
def browser_register() -> dict[str, list[dict[str, Any]]]:
    """The register as it stands there."""
    register: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        settings.COOKIE_REGISTER.read_text(encoding="utf-8")
    )
    return register


def cookies_of(face: str, language: str) -> list[Kept]:
    """The cookies that a face can set, as this installation names them."""
    prefix = settings.COOKIE_PREFIX_OF[face]
    return [
        Kept(f"{prefix}{row['name']}", words["purpose"], words["lasts"], words["when"])
        for row, words in _rows("cookies", face, language)
    ]


def storage_of(face: str, language: str) -> list[Kept]:
    """What else can be in a browser."""
    return [
        Kept(row["key"], words["purpose"], words["lasts"], begins=row.get("begin", False))
        for row, words in _rows("storage", face, language)
    ]


def _rows(part: str, face: str, language: str) -> list[tuple[dict[str, Any], dict[str, str]]]:
    words = Language.ENGLISH if language == Language.ENGLISH else Language.DUTCH
    return [(row, row[words.value]) for row in browser_register()[part] if row["face"] == face]
