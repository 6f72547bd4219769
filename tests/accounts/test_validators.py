"""Rules for one value."""

import pytest

from accounts.validators import without_formula
from accounts.views.spreadsheets import csv_file


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert without_formula(f"{start}1+1") == f"'{start}1+1"
    assert csv_file([[f"{start}1+1"]]).decode("utf-8-sig").strip('\r\n"') == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "gedag", "1 = 1", " -", "'=1"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert without_formula(text) == text


def test_a_negative_number_is_no_formula() -> None:
    assert csv_file([[-3, -0.5]]).decode("utf-8-sig") == "-3,-0.5\r\n"
