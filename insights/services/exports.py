"""A release as files: CSV with a codebook, a workbook, JSON. The same release gives the same bytes, whoever asks.

A text that begins like a formula never becomes one: in CSV it gets an apostrophe in front, in a workbook it is text.
"""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterable, Sequence

import xlsxwriter

from accounts.validators import without_formula
from insights.queries.about import About
from insights.queries.blocks import Block
from insights.queries.codebook import Entry
from insights.queries.rows import COLUMNS, cells_of, rows_of

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same for every file: a date of making would change the bytes
Cell = str | int | float | None


def csv_text(*, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """RFC 4180, with a point in numbers and nothing for what is not known."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([without_formula(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def figures_csv(*, blocks: Sequence[Block]) -> bytes:
    """The figures alone."""
    return csv_text(columns=COLUMNS, rows=[cells_of(row) for row in rows_of(blocks)]).encode()


def codebook_csv(*, entries: Sequence[Entry]) -> bytes:
    """What the columns and the words in them mean."""
    rows = [(entry.column, entry.value, entry.meaning) for entry in entries]
    return csv_text(columns=("kolom", "waarde", "betekenis"), rows=rows).encode()


def figures_zip(*, blocks: Sequence[Block], entries: Sequence[Entry], about: About) -> bytes:
    """The figures with their codebook and what they are about, in one file."""
    said = "".join(f"{name}: {value}\n" for name, value in about.lines)
    return zipped(
        files={
            "cijfers.csv": figures_csv(blocks=blocks),
            "codebook.csv": codebook_csv(entries=entries),
            "over-deze-cijfers.txt": said.encode(),
        }
    )


def zipped(*, files: dict[str, bytes]) -> bytes:
    """A zip of these files that is always the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def figures_json(*, blocks: Sequence[Block], about: About) -> bytes:
    """The figures as data, with what they are about and the sentence of each subject."""
    data = {
        "over": dict(about.lines),
        "onderwerpen": [
            {
                "onderwerp": str(block.key),
                "titel": block.title,
                "zin": block.sentence,
                "toelichting": block.note,
            }
            for block in blocks
        ],
        "cijfers": [dict(zip(COLUMNS, cells_of(row), strict=True)) for row in rows_of(blocks)],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def workbook(
    *, blocks: Sequence[Block], entries: Sequence[Entry], about: About, made_at: dt.datetime
) -> bytes:
    """Three sheets: the figures, the codebook, and what they are about. Every text stays a text."""
    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **plain}) as book:
        # Without a date of its own a workbook has that of now.
        book.set_properties({"title": "Gedag", "created": made_at.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _sheet(book, "Cijfers", [name.capitalize() for name in COLUMNS], [cells_of(row) for row in rows_of(blocks)],
               (12, 28, 44, 12, 10, 11, 11, 10, 12), head, wrapped)  # fmt: skip
        words = [(entry.column, entry.value, entry.meaning) for entry in entries]
        _sheet(book, "Codeboek", ["Kolom", "Waarde", "Betekenis"], words, (16, 28, 90), head, wrapped)
        _sheet(book, "Over deze cijfers", ["Wat", "Hoe"], about.lines, (28, 90), head, wrapped)
    return out.getvalue()


def _sheet(
    book: "xlsxwriter.Workbook",
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
    head: object,
    wrapped: object,
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, (title, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, wrapped)
            elif cell is not None:
                sheet.write_number(number, column, cell, wrapped)
