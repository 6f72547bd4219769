"""Why a backup is not made or not put back."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management.base import CommandError
from django.db import DatabaseError


class BackupError(Exception):
    """Holds one Dutch sentence for who made or put back a backup; the command ends with it and exit code 1."""


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
