"""Why a backup is not made or not put back."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management.base import CommandError
from django.db import DatabaseError


class BackupError(Exception):
    """Holds one Dutch sentence for who made or put back a backup; the command ends with it and exit code 1."""


_WHY = {
    errno.ENOENT: "het is er niet",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EISDIR: "het is een map",
    errno.EACCES: "dat mag ik niet",
    errno.EPERM: "dat mag ik niet",
    errno.EROFS: "daar is alleen lezen mogelijk",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
}


def why(error: OSError) -> str:
    """What the system says, in Dutch where it is about something that a person can mend."""
    return _WHY.get(error.errno or 0) or error.strerror or str(error)


@contextmanager
def as_sentences() -> Iterator[None]:
    """For the commands: what we refuse and what PostgreSQL refuses, as a sentence. Never with what is in a row."""
    try:
        yield
    except BackupError as error:
        raise CommandError(str(error)) from None
    except (psycopg.Error, DatabaseError) as error:
        cause = error if isinstance(error, psycopg.Error) else error.__cause__
        said = cause.diag.message_primary if isinstance(cause, psycopg.Error) else None
        raise CommandError(f"PostgreSQL weigert dat: {said or type(error).__name__}.") from None
