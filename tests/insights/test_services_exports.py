"""Files of figures: the same bytes each time, and no text in them is ever a formula."""

import csv
import datetime as dt
import io
import json
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.queries.about import About
from insights.queries.blocks import Amount, Bar, Block, BlockKey, Mean, Share, Verdict
from insights.queries.codebook import codebook_of
from insights.queries.rows import HIDDEN, rows_of
from insights.services import exports
from tests.insights.test_views_public_results import sheet_of

ABOUT = About([("uitgave", "Eindstand"), ("=1+1", "@SUM(A1)")])
MADE = dt.datetime(2026, 10, 14, 10, tzinfo=dt.UTC)
STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


def block(label: str = "beter dan gedacht", *, key: str = "better") -> Block:
    bars = [
        Bar(
            key,
            label,
            amount=Amount(22, 7, shown=True),
            share=Share(0.75, 0.6, 0.9, 100),
            verdict=Verdict.WORKS,
        ),
        Bar("few", label, amount=Amount(4, 7, shown=False)),
        Bar("others", label, more=[Bar("expected", label, mean=Mean(4.0, 4.0, 4.0, 0))]),
    ]
    return Block(BlockKey.MIRROR, label, label, bars, note=label)


def files_of(blocks: list[Block]) -> dict[str, bytes]:
    entries = codebook_of(blocks)
    return {
        "csv": exports.figures_csv(blocks=blocks),
        "codebook": exports.codebook_csv(entries=entries),
        "zip": exports.figures_zip(blocks=blocks, entries=entries, about=ABOUT),
        "json": exports.figures_json(blocks=blocks, about=ABOUT),
        "xlsx": exports.workbook(blocks=blocks, entries=entries, about=ABOUT, made_at=MADE),
    }


def test_the_same_figures_give_the_same_bytes_later_too() -> None:
    first = files_of([block()])
    time.sleep(2.1)  # a zip writes down times in steps of two seconds
    assert files_of([block()]) == first


def test_rows_say_what_is_known_and_nothing_of_what_is_not_shown() -> None:
    rows = [
        (row.key, row.measure, row.value, row.low, row.high, row.count, row.verdict)
        for row in rows_of([block()])
    ]
    assert rows == [
        ("better", "people", 22, 15, 29, None, ""),
        ("better", "share", 0.75, 0.6, 0.9, 100, "works"),
        ("few", "people", HIDDEN, None, None, None, ""),
        ("others/expected", "mean", 4.0, 4.0, 4.0, None, ""),
    ]


@pytest.mark.parametrize("start", STARTS)
def test_a_text_that_begins_like_a_formula_is_a_text_everywhere(start: str) -> None:
    label = f"{start}HYPERLINK(A1)"
    files = files_of([block(label, key=label)])
    with zipfile.ZipFile(io.BytesIO(files["zip"])) as archive:
        tables = [files["csv"], files["codebook"], archive.read("codebook.csv")]
    for table in tables:
        cells = [cell for row in csv.reader(io.StringIO(table.decode(), newline="")) for cell in row]
        assert f"'{label}" in cells
        assert [cell for cell in cells if cell.startswith(tuple(STARTS))] == []
    for number in (1, 2, 3):
        sheet_of(files["xlsx"], number)  # fails on a formula
    assert json.loads(files["json"])["onderwerpen"][0]["titel"] == label  # JSON runs nothing


@given(st.text(max_size=30))
def test_no_cell_of_a_csv_begins_like_a_formula(label: str) -> None:
    text = exports.csv_text(columns=["a"], rows=[[label]])
    rows = list(csv.reader(io.StringIO(text, newline="")))
    cells = [cell for row in rows[1:] for cell in row]
    assert [cell for cell in cells if cell.startswith(tuple(STARTS))] == []


def test_a_workbook_has_a_sheet_for_each_thing() -> None:
    content = files_of([block()])["xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = book.read("xl/workbook.xml").decode()
        assert (
            '<dcterms:created xsi:type="dcterms:W3CDTF">2026-10-14T10:00:00Z'
            in book.read("docProps/core.xml").decode()
        )
    assert [
        name for name in ("Cijfers", "Codeboek", "Over deze cijfers") if f'name="{name}"' not in names
    ] == []
    assert sheet_of(content, 1)[0][:3] == ["Onderwerp", "Sleutel", "Omschrijving"]
    assert sheet_of(content, 3)[2][:2] == ["=1+1", "@SUM(A1)"]
