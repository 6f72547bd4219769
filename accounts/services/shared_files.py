"""Files outside the database that several processes share: changed by one at a time, and whole whatever happens."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_at_a_time(*, file: Path) -> Iterator[None]:
    """Inside, no other process is in such a block about this file; whoever comes waits."""
    with file.with_name(f"{file.name}.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write_whole(*, file: Path, text: str) -> None:
    """Puts this in place of what the file said; for its owner alone. When this comes back it is on the disk, and a
    crash before leaves the file as it was."""
    fresh = file.with_name(f"{file.name}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
    sync_folder(folder=file.parent)


def sync_folder(*, folder: Path) -> None:
    """Which files a folder has, and by which name, is on the disk when this comes back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
