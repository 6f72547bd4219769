"""`./gedag backup` and `./gedag restore`: manage.py's commands, with places and a key pair for use on one machine."""

import os
from collections.abc import Sequence
from pathlib import Path

from config.runner.folders import DataFolder, running_data
from config.runner.manage_command import manage

_WITH_A_PLACE = frozenset({"--to", "--keys-to", "--new-key", "--identity"})


def backup(arguments: Sequence[str]) -> int:
    """Make a backup and answer with manage.py's exit code. Raises Refusal."""
    data = running_data()
    os.environ.setdefault("GEDAG_BACKUPS", str(data.path / "backups"))
    if not os.environ.get("GEDAG_BACKUP_KEY"):
        os.environ["GEDAG_BACKUP_KEY"] = _own_key(data)
    return manage(["backup", *_absolute(arguments)])


def restore(arguments: Sequence[str]) -> int:
    """Put a backup back and answer with manage.py's exit code. Raises Refusal."""
    own = _own_key_file(running_data())
    if own.exists():
        os.environ.setdefault("GEDAG_BACKUP_IDENTITY", str(own))
    return manage(["restore", *_absolute(arguments)])


def _own_key_file(data: DataFolder) -> Path:
    """In the data folder, and so not with the backups."""
    return data.path / "backup-key.txt"


def _own_key(data: DataFolder) -> str:
    """The public half of this folder's own key pair, which is made when it is not there."""
    from pyrage import x25519

    from config.runner.keys import write_private

    file = _own_key_file(data)
    if not file.exists():
        data.make()
        identity = x25519.Identity.generate()
        write_private(file, f"# public key: {identity.to_public()}\n{identity}\n")
    secret = file.read_text("utf-8").strip().splitlines()[-1]
    return str(x25519.Identity.from_str(secret).to_public())


def _absolute(arguments: Sequence[str]) -> list[str]:
    """The same words; where they name a file or folder, seen from where the person stands."""
    words: list[str] = []
    for word in arguments:
        name, equals, value = word.partition("=")
        if name in _WITH_A_PLACE and equals:
            words.append(f"{name}={Path(value).expanduser().absolute()}")
        elif word.startswith("-"):
            words.append(word)
        else:
            words.append(str(Path(word).expanduser().absolute()))
    return words
