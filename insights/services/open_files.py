"""Open data of a quarter as files with a list of their checksums. The figures of a quarter are the same bytes for good;
the codebook, and its line in the list, follow the words of the library."""

import hashlib
import json
from collections.abc import Mapping

from insights.queries.about import About
from insights.queries.open_data import COLUMNS, Cells
from insights.services.exports import csv_text

SUMS = "SHA256SUMS"


def open_files(*, cohort: str, rows: list[Cells], codebook: bytes, about: About) -> Mapping[str, bytes]:
    """Every file of a quarter by its name; `SHA256SUMS` is about the others, as `sha256sum -c` reads it."""
    data = {
        "over": dict(about.lines),
        "kolommen": list(COLUMNS),
        "rijen": [dict(zip(COLUMNS, row, strict=True)) for row in rows],
    }
    files = {
        f"gedag-{cohort}.csv": csv_text(columns=COLUMNS, rows=rows).encode(),
        f"gedag-{cohort}.json": (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(),
        "codebook.csv": codebook,
    }
    return {**files, SUMS: sums_of(files=files)}


def sums_of(*, files: Mapping[str, bytes]) -> bytes:
    """A line for each file: its SHA-256 and its name."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    return "".join(lines).encode()
