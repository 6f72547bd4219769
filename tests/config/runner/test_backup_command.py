"""What `./gedag backup` and `./gedag restore` add to manage.py's commands: places, and never a key."""

import os
from pathlib import Path

import pytest

from config.runner import backup_command

OURS = ("GEDAG_BACKUPS", "GEDAG_BACKUP_KEY", "GEDAG_BACKUP_IDENTITY", "GEDAG_KEY_BACKUPS")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Notes what manage.py is asked, in a folder where a person stands."""
    words: list[list[str]] = []

    def noting(arguments: list[str]) -> int:
        words.append(list(arguments))
        return 0

    monkeypatch.setattr(backup_command, "manage", noting)
    monkeypatch.setenv("GEDAG_DATA", str(tmp_path / "data"))
    for name in OURS:
        monkeypatch.setenv(name, "")  # so that what the command sets is undone too
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return words


@pytest.mark.parametrize("words", [[], ["--new-key", "/kluis/sleutel.txt"]])
def test_no_key_is_made_but_the_one_that_is_asked_for(
    words: list[str], asked: list[list[str]], tmp_path: Path
) -> None:
    assert backup_command.backup(words) == 0
    assert backup_command.restore(["/a.age"]) == 0
    assert asked == [["backup", *words], ["restore", "/a.age"]]
    assert os.environ["GEDAG_BACKUPS"] == str(tmp_path / "data" / "backups")
    assert ("GEDAG_BACKUP_KEY" in os.environ, "GEDAG_BACKUP_IDENTITY" in os.environ) == (False, False)
    assert list(tmp_path.iterdir()) == []


def test_files_are_those_of_where_the_person_stands(asked: list[list[str]], tmp_path: Path) -> None:
    backup_command.backup(["--to", "kopie", "--keys-to=elders"])
    backup_command.restore(["a-data.age", "/map/b-keys.age", "--replace", "--identity", "sleutel.txt"])
    assert asked == [
        ["backup", "--to", f"{tmp_path}/kopie", f"--keys-to={tmp_path}/elders"],
        [
            "restore",
            f"{tmp_path}/a-data.age",
            "/map/b-keys.age",
            "--replace",
            "--identity",
            f"{tmp_path}/sleutel.txt",
        ],
    ]
