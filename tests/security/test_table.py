"""Every test that `docs/beveiliging.md` names is one that runs."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.sources import ROOT, tree_of

DOCUMENT = ROOT / "docs" / "beveiliging.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::((?:\w+::)?\w+)`")
# The items of ASVS 5.0 that we promised to answer.
ITEMS = (
    "3.3.3", "3.4.1", "3.4.3", "3.4.6", "3.5.3", "3.5.4", "6.3.3", "6.3.8", "6.5.1", "6.5.4", "6.5.5", "6.6.2",
    "6.6.3", "7.2.4", "7.4.2", "7.4.5", "7.6.2", "8.2.2", "8.2.3", "8.4.1", "14.2.1", "14.3.1", "14.3.2", "14.3.3",
    "16.2.5", "16.3.1", "16.5.1",
)  # fmt: skip


def rows() -> list[list[str]]:
    """The rows of the table, by cell."""
    table = DOCUMENT.read_text("utf-8").partition("## De tabel")[2].partition("## Afwijkingen")[0]
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@cache
def collected(file: str) -> frozenset[str]:
    """The tests of a file as pytest finds them by their names, within their classes."""
    found = set()
    for node in tree_of(ROOT / file).body:
        inside = node.body if isinstance(node, ast.ClassDef) and node.name.startswith("Test") else [node]
        before = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {
            f"{before}{one.name}"
            for one in inside
            if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
        }
    return frozenset(found)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_every_requirement_has_a_way_and_tests_that_are_there(row: list[str]) -> None:
    requirement, way, tests = row
    named = NAMED.findall(tests)
    assert requirement
    assert way
    assert named
    assert re.sub(NAMED, "", tests).strip() == "", "say it as `file::test`"
    assert [f"{file}::{name}" for file, name in named if not (ROOT / file).is_file()] == []
    assert [f"{file}::{name}" for file, name in named if name not in collected(file)] == []
    assert all(file.rpartition("/")[2].startswith("test_") for file, _name in named)


def test_every_item_we_promised_has_a_row() -> None:
    answered = {cell.partition(" ")[0] for cell, *_rest in rows()}
    assert [item for item in ITEMS if item not in answered] == []


def test_a_test_that_is_not_there_is_noticed() -> None:
    assert "test_verzonnen" not in collected("tests/security/test_table.py")
    assert "test_every_item_we_promised_has_a_row" in collected("tests/security/test_table.py")
