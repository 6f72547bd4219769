"""The English of the pages: finding every text in the code, keeping the catalogue complete, compiling it.

    python -m config.translations update     new texts into locale/en/LC_MESSAGES/django.po, gone ones out
    python -m config.translations check      says what is missing or does not fit; exit code 1 when anything is
    python -m config.translations compile    makes the .mo that Django reads; no .mo is committed

Babel finds and writes; Django only translates its own template language into something that Babel reads. So no
program of the machine (GNU gettext) is needed.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILED = ROOT / ".gedag" / "locale"
_APPS = ("accounts", "interactions", "challenges", "insights")
_KEYWORDS = [*DEFAULT_KEYWORDS, "gettext_lazy", "ngettext_lazy", "pgettext_lazy"]
# The staff's side is Dutch only.
_STAFF = re.compile(r"beheer|templates/account/|staff|management/")
_HEADER_NOISE = re.compile(
    r'^"(?:POT|PO|Last|Language-Team|Report|Generated|Project).*\n|^#, fuzzy\n(?=msgid ""\n)', re.MULTILINE
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|<[^>]+>")


def _texts_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Every text in a file that is to be translated, with its context."""
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        # What Django leaves of the page around the texts is no Python; without indentation it does no harm.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    extract: Any = extract_python  # Babel's own types are those of another extractor
    for _line, function, found, _comments in extract(
        io.BytesIO(source.encode()), _KEYWORDS, [], {"encoding": "utf-8"}
    ):
        parts = found if isinstance(found, tuple) else (found,)
        if function.startswith("pgettext"):
            yield parts[1], parts[0]
        elif function.startswith("ngettext"):
            yield (parts[0], parts[1]), None
        else:
            yield parts[0], None


def found_texts() -> Catalog:
    """Every text of the participants' pages, mails and exports, with the files it stands in."""
    catalogue = Catalog(
        locale="en", charset="utf-8", fuzzy=False, header_comment="# The English of the participants' pages."
    )
    sources = [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".js"}]
    sources += [
        path for app in _APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
    ]
    for path in sorted(sources):
        place = path.relative_to(ROOT).as_posix()
        if _STAFF.search(place):
            continue
        for text, context in _texts_in(path):
            known = catalogue.get(text[0] if isinstance(text, tuple) else text, context)
            if known and isinstance(text, tuple) and known.id != text:
                raise ValueError(f"{place}: {text[0]} has another plural elsewhere; gettext knows only one")
            catalogue.add(text, locations=[(place, 0)], context=context)
    return catalogue


def stored_texts() -> Catalog:
    """The catalogue as it is in the repository."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def faults() -> list[str]:
    """What is missing, superfluous or does not fit, one line each (Dutch)."""
    found, stored = found_texts(), stored_texts()
    wanted = {(message.id, message.context): message for message in found if message.id}
    have = {(message.id, message.context): message for message in stored if message.id}
    said = [f"ontbreekt: {key[0]}" for key in wanted if key not in have]
    said += [f"overbodig: {key[0]}" for key in have if key not in wanted]
    for key, message in have.items():
        english = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        texts = [text or "" for text in english]
        sources = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        if message.fuzzy or not all(texts):
            said.append(f"niet vertaald: {key[0]}")
        elif any(_placeholders(text) - _placeholders(sources[-1]) for text in texts) or _placeholders(
            texts[-1]
        ) != _placeholders(sources[-1]):
            said.append(f"andere invulplekken: {key[0]}")
    return said


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def update() -> None:
    """Brings the catalogue in line with the code; what was translated stays."""
    found, stored = found_texts(), stored_texts()
    for message in found:
        known = stored.get(message.id, message.context) if message.id else None
        if known:
            message.string = known.string
    written = io.BytesIO()
    write_po(written, found, width=110, sort_by_file=True, include_lineno=False)
    # Without dates and names of persons in the header, a change shows texts only.
    text = _HEADER_NOISE.sub("", written.getvalue().decode())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(text, "utf-8")


def compile_catalogue(target: Path = COMPILED) -> None:
    """Writes the .mo that Django reads, in one step."""
    folder = target / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / "django.new"
    with fresh.open("wb") as file:
        write_mo(file, stored_texts())
    fresh.replace(folder / "django.mo")


def main(words: list[str]) -> int:
    """Carries out one of the three words; an unknown one explains them."""
    match words:
        case ["update"]:
            update()
        case ["compile"]:
            compile_catalogue()
        case ["check"]:
            said = faults()
            print("\n".join(said))
            return 1 if said else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
