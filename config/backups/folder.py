"""Backups on disk: what their files are called, when they go, and one maker at a time.

gedag-20261126T020000Z-3fa9c1d2-data.age    30 days
gedag-20261126T020000Z-3fa9c1d2-keys.age     7 days
gedag-20261126T020000Z-3fa9c1d2.json         with the data: sizes, SHA-256 and versions, nothing secret
"""

import datetime as dt
import fcntl
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from accounts.services.shared_files import sync_folder
from config.backups.envelope import DATA, KEYS
from config.backups.refusals import BackupError, why

KEPT_FOR = {KEYS: dt.timedelta(days=7), DATA: dt.timedelta(days=30)}
# Who makes a backup every night does not begin on the same second: what would be past its term an hour later goes too.
_EARLY = dt.timedelta(hours=1)
_NAME = re.compile(r"gedag-(\d{8}T\d{6}Z)-[0-9a-f]{8}(?:-(data|keys)\.age|(\.json))")
_HALF = re.compile(r"\.gedag-\d{8}T\d{6}Z-[0-9a-f]{8}.*\.half")
_MOMENT = "%Y%m%dT%H%M%SZ"


def new_stem(now: dt.datetime) -> str:
    """The name of a new backup, which no other has."""
    return f"gedag-{now.astimezone(dt.UTC).strftime(_MOMENT)}-{secrets.token_hex(4)}"


def half(file: Path) -> Path:
    """What a file is called until it is whole."""
    return file.with_name(f".{file.name}.half")


def finish(file: Path) -> None:
    """Gives a file that is whole its name; after this it also has it when the machine stops."""
    half(file).rename(file)
    sync_folder(folder=file.parent)


def clean_up(folders: Sequence[Path], *, now: dt.datetime) -> tuple[list[Path], list[OSError]]:
    """Removes what is past its term, by the moment in its name; other files are not touched. Returns what went, and why
    what did not go is still there."""
    gone: list[Path] = []
    stuck: list[OSError] = []
    for folder in folders:
        for file in sorted(folder.iterdir()):
            found = _NAME.fullmatch(file.name)
            if found is None or not file.is_file():
                continue
            part = found[2] or DATA
            try:
                made_at = dt.datetime.strptime(found[1], _MOMENT).replace(tzinfo=dt.UTC)
            except ValueError:
                continue
            if now - made_at > KEPT_FOR[part] - _EARLY:
                try:
                    file.unlink()
                except OSError as error:
                    stuck.append(error)
                else:
                    gone.append(file)
    return gone, stuck


@contextmanager
def one_maker(folders: Sequence[Path]) -> Iterator[None]:
    """These folders, made when they are not there, for us alone; halves that somebody left who was cut off are gone.
    Raises BackupError."""
    handles = []
    try:
        for folder in sorted(set(folders)):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(folder / ".lock", os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                raise BackupError(
                    f"Er wordt al een reservekopie gemaakt in {folder}; wacht daarop."
                ) from None
            handles.append(handle)
            _remove_halves(folder)
        yield
    except OSError as error:
        raise BackupError(f"Schrijven in {folders[0]} lukt niet: {why(error)}.") from None
    finally:
        for folder, handle in zip(sorted(set(folders)), handles, strict=False):
            _remove_halves(folder)
            os.close(handle)


def _remove_halves(folder: Path) -> None:
    for file in folder.iterdir():
        if _HALF.fullmatch(file.name):
            file.unlink()
