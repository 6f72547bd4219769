"""The typeface for what is printed, made from the package of the pages."""

from pathlib import Path

import pytest
import typst

from config.frontend import DEFAULT_NODE_MODULES
from config.print_fonts import ALPHABETS, build, family, main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    build(DEFAULT_NODE_MODULES, folder)
    return folder


def test_typst_finds_every_alphabet_under_a_name_of_its_own(folder: Path) -> None:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    assert set(fonts.families()) == {family(alphabet) for alphabet in ALPHABETS}


def test_what_is_covered_can_be_read_and_has_no_sign_that_a_pdf_may_not_hold(folder: Path) -> None:
    covered = (folder / "coverage.txt").read_text("utf-8")
    assert covered.isprintable()
    assert set("abc ‘’éëïŞłŹж€–") <= set(covered)


def test_the_same_package_gives_the_same_fonts(folder: Path, tmp_path: Path) -> None:
    again = build(DEFAULT_NODE_MODULES, tmp_path)
    assert [path.read_bytes() for path in again] == [(folder / path.name).read_bytes() for path in again]


def test_without_the_package_it_is_said_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), str(tmp_path / "fonts")]) == 1
    assert "npm ci" in capsys.readouterr().err
