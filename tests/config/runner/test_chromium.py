"""Which browser the tests drive."""

import stat
from pathlib import Path

import pytest

from config.runner.chromium import chromium_for_tests, find_chromium
from config.runner.refusal import Refusal


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on its path yet."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("GEDAG_CHROMIUM", raising=False)
    return tmp_path


def install(machine: Path, name: str) -> Path:
    program = machine / name
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_one_without_a_window_goes_first(name: str, machine: Path) -> None:
    other = install(machine, name)
    assert find_chromium() == other
    shell = install(machine, "chromium-headless-shell")
    assert find_chromium() == shell


def test_the_one_that_is_pointed_at_goes_before_all(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(machine, "chromium")
    own = install(machine, "eigen-browser")
    monkeypatch.setenv("GEDAG_CHROMIUM", str(own))
    assert find_chromium() == own


def test_what_is_no_program_is_refused(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEDAG_CHROMIUM", str(machine / "weg"))
    with pytest.raises(Refusal, match=r"is geen programma\.$"):
        find_chromium()


@pytest.mark.parametrize("to_be_had", ["chromium-headless-shell", "chromium"])
def test_a_bare_machine_gets_what_there_is(
    to_be_had: str, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    apt_get = install(machine, "apt-get")
    apt_get.write_text(
        "#!/bin/sh\nfor word; do :; done\n"
        f'[ "$word" != {to_be_had} ] || printf "#!/bin/sh\\n" > {machine}/{to_be_had}\n'
        f"/bin/chmod +x {machine}/{to_be_had}\n"
    )
    assert chromium_for_tests() == machine / to_be_had
