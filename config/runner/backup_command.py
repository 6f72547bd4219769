"""`./gedag backup` and `./gedag restore`: manage.py's commands, with places for use on one machine."""

import os
from collections.abc import Sequence
from pathlib import Path

from config.runner.folders import running_data
from config.runner.manage_command import manage

_WITH_A_PLACE = frozenset({"--to", "--keys-to", "--new-key", "--identity"})


def backup(arguments: Sequence[str]) -> int:
    """Make a backup and answer with manage.py's exit code. Raises Refusal."""
    os.environ.setdefault("GEDAG_BACKUPS", str(running_data().path / "backups"))
    return manage(["backup", *_absolute(arguments)])


def restore(arguments: Sequence[str]) -> int:
    """Put a backup back and answer with manage.py's exit code. Raises Refusal."""
    return manage(["restore", *_absolute(arguments)])


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
