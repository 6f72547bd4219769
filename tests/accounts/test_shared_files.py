"""A file that several processes share is changed by one at a time, and is whole whatever happens."""

import os
import stat
import threading
from pathlib import Path

import pytest

from accounts.services.shared_files import one_at_a_time, write_whole


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gedeeld"


def test_what_is_written_takes_the_place_of_what_was_there_for_its_owner_alone(file: Path) -> None:
    file.write_text("iets veel langers")
    file.chmod(0o644)
    write_whole(file=file, text="12")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("12", 0o600)
    assert list(file.parent.iterdir()) == [file]


def test_a_disk_that_is_full_leaves_what_was_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(file=file, text="12")

    def full(_handle: int) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as away:
        away.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write_whole(file=file, text="13")
    assert file.read_text() == "12"
    write_whole(file=file, text="14")
    assert file.read_text() == "14"


def test_file_and_name_are_both_on_the_disk(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    sync = os.fsync

    def noting(handle: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    write_whole(file=file, text="12")
    assert synced == ["file", "folder"]


def test_whoever_comes_waits_for_who_is_busy(file: Path) -> None:
    write_whole(file=file, text="0")

    def count() -> None:
        for _time in range(50):
            with one_at_a_time(file=file):
                write_whole(file=file, text=str(int(file.read_text()) + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert file.read_text() == "200"
