"""The rooms and the direction of imports, as import-linter reads them from pyproject.toml."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from importlinter import cli

ROOT = Path(__file__).resolve().parents[2]


def test_every_import_points_the_right_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    # It sets up logging for a process of its own, and would silence every logger that is there.
    monkeypatch.setattr(cli, "logging_config", SimpleNamespace(dictConfig=lambda _settings: None))
    outcome = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert outcome == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out
