"""Making a PDF or a picture of a template in challenges/print/, within a web request: typst runs inside the process.

What was made is remembered by what went into it, up to a bound, and one is made at a time: who asks for a sheet again
and again costs this process one sheet, and nobody waits for another's to see one that is there. The bound is in bytes,
wide enough for the share images of hundreds of campaigns: with those alone nobody can make it all be made anew. What
was typed goes in as data and never as text of a template.
"""

import hashlib
import json
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

TEMPLATES = Path(__file__).resolve().parent.parent / "print"
REMEMBERED = 64 * 1024 * 1024  # bytes

_made: OrderedDict[str, bytes] = OrderedDict()
_making = threading.Lock()
_remembering = threading.Lock()  # held for a moment only


def typeset(
    *,
    template: str,
    data: Mapping[str, Any],
    kind: Literal["pdf", "png"] = "pdf",
    ppi: int = 144,
    before_making: Callable[[], None] = lambda: None,
) -> bytes:
    """The sheet: a tagged PDF (PDF/UA-1), or the first page as a picture with `ppi` dots to an inch. `before_making`
    is called when it is not there yet, and may raise: making is what costs, not giving it once more."""
    given = json.dumps(data, ensure_ascii=False, sort_keys=True)
    key = hashlib.sha256(f"{template}\0{kind}\0{ppi}\0{given}".encode()).hexdigest()
    if (known := _remembered(key)) is not None:
        return known
    with _making:
        if (known := _remembered(key)) is None:  # somebody else may just have asked for the same
            before_making()
            known = _make(template, given, kind, ppi)
            _remember(key, known)
    return known


def _remembered(key: str) -> bytes | None:
    with _remembering:
        if key in _made:
            _made.move_to_end(key)
        return _made.get(key)


def _remember(key: str, sheet: bytes) -> None:
    with _remembering:
        _made[key] = sheet
        while sum(map(len, _made.values())) > REMEMBERED:
            _made.popitem(last=False)


def _make(template: str, given: str, kind: Literal["pdf", "png"], ppi: int) -> bytes:
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format=kind,
        ppi=ppi,
        sys_inputs={"data": given},
        pdf_standards=["ua-1"] if kind == "pdf" else [],
    )


def printable(*, text: str) -> str:
    """The text without what our typeface has no sign for (an emoji, a control character): PDF/UA refuses those."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return " ".join("".join(sign for sign in line if sign in _coverage()).split())


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The families of our typeface, one for each alphabet, the usual one first."""
    names = {font.family for font in _fonts().fonts() if font.path}
    return tuple(sorted(names, key=lambda name: (len(name), name)))


@lru_cache(maxsize=1)
def template_mark() -> str:
    """Changes with every change of a template."""
    total = hashlib.sha256()
    for path in sorted(TEMPLATES.glob("*.typ")):
        total.update(path.read_bytes())
    return total.hexdigest()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[settings.PRINT_FONTS])


@lru_cache(maxsize=1)
def _coverage() -> frozenset[str]:
    with (settings.PRINT_FONTS / "coverage.txt").open(encoding="utf-8", newline="") as file:
        return frozenset(file.read())
