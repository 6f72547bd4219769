"""Rows as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from accounts.validators import without_formula


def csv_file(rows: Iterable[Sequence[object]]) -> bytes:
    """CSV with a byte order mark, which spreadsheets need to read accents."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return without_formula(value) if isinstance(value, str) else str(value)
