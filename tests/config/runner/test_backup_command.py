"""What `./gedag backup` and `./gedag restore` add to manage.py's commands: places, and a key pair of this folder."""

import os
import stat
from pathlib import Path

import pytest
from pyrage import x25519

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


def test_a_backup_on_ones_own_machine_needs_nothing(asked: list[list[str]], tmp_path: Path) -> None:
    assert backup_command.backup([]) == 0
    assert asked == [["backup"]]
    assert os.environ["GEDAG_BACKUPS"] == str(tmp_path / "data" / "backups")
    file = tmp_path / "data" / "backup-key.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    identity = x25519.Identity.from_str(file.read_text().splitlines()[-1])
    assert os.environ["GEDAG_BACKUP_KEY"] == str(identity.to_public())
    before = file.read_text()
    del os.environ["GEDAG_BACKUP_KEY"]
    backup_command.backup([])
    assert file.read_text() == before
    backup_command.restore(["a.age"])
    assert os.environ["GEDAG_BACKUP_IDENTITY"] == str(file)


def test_a_key_of_ones_own_is_used_and_none_is_made(
    asked: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = str(x25519.Identity.generate().to_public())
    monkeypatch.setenv("GEDAG_BACKUP_KEY", public)
    backup_command.backup([])
    assert os.environ["GEDAG_BACKUP_KEY"] == public
    assert not (tmp_path / "data").exists()
    backup_command.restore(["a.age"])
    assert "GEDAG_BACKUP_IDENTITY" not in os.environ


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
