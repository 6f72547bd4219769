"""Making a backup: everything but the keys in one file, the keys in another, as they were at one moment."""

import datetime as dt
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection
from pyrage import x25519

from config.backups import folder, key_pairs
from config.backups.envelope import DATA, KEYS, Label, Sealed, seal
from config.backups.refusals import BackupError
from config.backups.server import Server, this_server

# One row a participant: what opens their private words (accounts). Its rows are in the file with keys, and only there.
KEY_TABLE = "public.accounts_participantkey"
# Sign-ins of staff, codes that are good for ten minutes, and counters of limits: a backup does not let anybody in, and
# keeps nothing for thirty days that is gone here within one.
NOT_KEPT = (
    "public.django_session",
    "public.beheer_cache",
    "public.accounts_emailcode",
    "public.accounts_limitcount",
    "public.accounts_stafflimitcount",
)
_PATIENCE = "30s"  # for a table that a migration holds


@dataclass(frozen=True)
class Made:
    """A backup that is there: its files, their sizes, and what was removed because it had its time."""

    files: Sequence[Path]
    sizes: Sequence[int]
    removed: Sequence[Path]


def make(to: Path, keys_to: Path, *, public_key: str, now: dt.datetime) -> Made:
    """Removes from both folders what is past its term, and makes a backup in `to`, its keys in `keys_to`. A backup that
    fails leaves nothing behind. Raises BackupError."""
    with folder.one_maker([to, keys_to]):
        # First, and so also in a week in which every backup fails: that old files go is a promise. One that does not go
        # keeps no backup from being made.
        removed, stuck = folder.clean_up(sorted({to, keys_to}), now=now)
        files, sizes = _make(to, keys_to, key_pairs.recipients(public_key), now=now)
        if stuck:
            raise BackupError(
                f"De kopie is gemaakt, maar een oud bestand dat weg moet, gaat niet weg: {stuck[0]}. Haal het zelf weg."
            )
    return Made(files, sizes, removed)


def _make(
    to: Path, keys_to: Path, recipients: Sequence[x25519.Recipient], *, now: dt.datetime
) -> tuple[Sequence[Path], Sequence[int]]:
    server = this_server()
    stem = folder.new_stem(now)
    data, keys, about = to / f"{stem}-data.age", keys_to / f"{stem}-keys.age", to / f"{stem}.json"
    with server.connect() as own:
        label = Label(DATA, secrets.token_hex(16), now.isoformat(), server.major(), _migrations(own))
        snapshot = _snapshot(own)
        with_data = _dump(server, snapshot, _everything_else(), label, data, recipients)
        of_keys = Label(KEYS, label.backup, label.made_at, label.server, label.migrations)
        with_keys = _dump(
            server, snapshot, ["--data-only", f"--table={KEY_TABLE}"], of_keys, keys, recipients
        )
        _write_manifest(about, label, {data: with_data, keys: with_keys})
        for file in (keys, data, about):
            folder.finish(file)
    return [data, keys, about], [with_data.size, with_keys.size]


def _migrations(own: Connection[Any]) -> list[str]:
    """What the tables are like: every migration that was run. Raises BackupError when there are no tables yet."""
    found = own.execute(
        "SELECT to_regclass('public.django_migrations'), to_regclass(%s)", [KEY_TABLE]
    ).fetchone()
    if found is None or None in found:
        raise BackupError(
            "In deze database staan de tabellen van Gedag (nog) niet; draai eerst de migraties."
        )
    rows = own.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [name for (name,) in rows]


def _snapshot(own: Connection[Any]) -> str:
    """One moment, which both dumps show as long as this connection stays in its transaction."""
    own.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    own.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    row = own.execute("SELECT pg_export_snapshot()").fetchone()
    return str(row[0]) if row else ""


def _everything_else() -> list[str]:
    return [f"--exclude-table-data={table}" for table in (KEY_TABLE, *NOT_KEPT)]


def _dump(
    server: Server,
    snapshot: str,
    which: Sequence[str],
    label: Label,
    file: Path,
    recipients: Sequence[x25519.Recipient],
) -> Sealed:
    """Dumps into the half of `file`. Plain text is in no file at any moment: it goes from one process to the other."""
    sealed: list[Sealed] = []
    arguments = ["--format=custom", f"--snapshot={snapshot}", f"--lock-wait-timeout={_PATIENCE}", *which]
    server.run(
        "pg_dump",
        arguments,
        lambda archive: sealed.append(seal(label, archive, folder.half(file), recipients)),  # type: ignore[arg-type]
        reads=True,
    )
    return sealed[0]


def _write_manifest(file: Path, label: Label, parts: dict[Path, Sealed]) -> None:
    latest: dict[str, str] = {}
    for name in label.migrations:
        app, _, migration = name.partition(".")
        latest[app] = migration
    facts = {
        "made_at": label.made_at,
        "postgresql": label.server,
        "migrations": latest,
        "files": [{"name": part.name, **asdict(sealed)} for part, sealed in parts.items()],
    }
    handle = os.open(folder.half(file), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(facts, indent=1) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
