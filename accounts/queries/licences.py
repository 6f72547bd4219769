"""What Gedag is made of, for the page that shows it: the tables of docs/licenties.md, which `./gedag sbom` writes; and
where its own code can be had."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from django.conf import settings

_ROW = re.compile(r"^\| (?P<name>[^|]+) \| (?P<version>[^|]+) \| (?P<licence>[^|]+) \|", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """One package, or what travels in one."""

    name: str
    version: str
    licence: str


@cache
def licences() -> list[Part]:
    """Every part with its version and its licence (SPDX), in the document's order."""
    rows = _ROW.finditer(settings.LICENCES.read_text(encoding="utf-8"))
    parts = [Part(**{name: value.strip() for name, value in row.groupdict().items()}) for row in rows]
    return [part for part in parts if part.name != "naam" and not part.name.startswith("---")]


def source_code() -> str:
    """The address of the code, as publiccode.yml says it; empty as long as that names nobody (.example)."""
    return _source_code(settings.PUBLICCODE)


@cache
def _source_code(file: Path) -> str:
    address = str(yaml.safe_load(file.read_text(encoding="utf-8"))["url"])
    return "" if (urlsplit(address).hostname or "").endswith(".example") else address
