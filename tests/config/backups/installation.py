"""An installation of its own for one drill: a copy of the test database on the same real server, folders for backups,
a key pair, an erasure list and a sending mark; and what somebody can do who has files of a backup and the key."""

import datetime as dt
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql
from pyrage import x25519

from accounts.services import erasure_list
from config.backups import key_pairs
from config.backups.envelope import unseal
from config.backups.exchanging import drop
from config.backups.making import Made, make
from config.backups.server import MAINTENANCE, on_database, this_server
from config.runner.folders import REPO

ELSEWHERE = "_elders"  # the machine of who has the files and not the installation


@dataclass(frozen=True)
class Installation:
    """What a drill works with; Django is connected to `database`."""

    database: str
    folder: Path
    backups: Path
    keys: Path
    identity: Path
    public: str

    def backup(self, *, now: dt.datetime) -> Made:
        """A backup at this moment, in two folders."""
        return make(self.backups, self.keys, public_key=self.public, now=now)

    def restore(self, *words: str | Path) -> str:
        """What `manage.py restore` says."""
        said = io.StringIO()
        call_command("restore", *map(str, words), identity=str(self.identity), stdout=said)
        return said.getvalue()

    def refusal(self, *words: str | Path) -> str:
        """With which words `manage.py restore` refuses; an error of the test when it does not."""
        try:
            self.restore(*words)
        except CommandError as refused:
            return str(refused)
        raise AssertionError("it was put back")

    @property
    def identities(self) -> Sequence[x25519.Identity]:
        return key_pairs.identities(self.identity)

    @contextmanager
    def elsewhere(self, data: Path, keys: Path | None) -> Iterator[None]:
        """Django on a database made from these files by hand, with PostgreSQL's own programs and no list at all."""
        server, name = this_server(), f"{self.database}{ELSEWHERE}"
        with server.connect(MAINTENANCE) as own:
            own.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        for file in [data] if keys is None else [data, keys]:
            server.run(
                "pg_restore",
                ["--no-owner", "--no-privileges", *(["--data-only"] if file == keys else [])],
                lambda into, file=file: _pour(self, file, into),  # type: ignore[misc]
                database=name,
                reads=False,
            )
        with on_database(name):
            yield
        with server.connect(MAINTENANCE) as own:
            drop(own, name)

    def environment(self, **more: str) -> dict[str, str]:
        """For manage.py as a program of its own on this installation."""
        facts = connection.settings_dict
        login = f"{quote(facts['USER'])}:{quote(facts['PASSWORD'])}@{facts['HOST']}:{facts['PORT']}"
        return {
            **os.environ,
            "DATABASE_URL": f"postgresql://{login}/{self.database}",
            "GEDAG_BACKUP_KEY": self.public,
            "GEDAG_BACKUP_IDENTITY": str(self.identity),
            "GEDAG_ERASURE_LIST": str(self.folder / "erasure-list"),
            **more,
        }

    def manage(self, *words: str | Path, **environment: str) -> subprocess.Popen[str]:
        """manage.py as a process of its own."""
        return subprocess.Popen(
            [sys.executable, str(REPO / "manage.py"), *map(str, words)],
            env=self.environment(**environment),
            cwd=REPO,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def databases(self) -> list[str]:
        """Which databases of this installation there are."""
        with this_server().connect(MAINTENANCE) as own:
            rows = own.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY 1", [f"{self.database}%"]
            ).fetchall()
        return [name for (name,) in rows]


@contextmanager
def installed(folder: Path, settings: Any) -> Iterator[Installation]:
    """A new installation, gone afterwards."""
    template = str(connection.settings_dict["NAME"])
    database = f"{template}_oefening"
    connection.close()
    server = this_server()
    with server.connect(MAINTENANCE) as own:
        _clear(own, database)
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        own.execute(copy.format(sql.Identifier(database), sql.Identifier(template)))
    identity = folder / "sleutel.txt"
    public = key_pairs.new_pair(identity, now=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
    settings.ERASURE_LIST = str(folder / "erasure-list")
    settings.SENDING_MARK = str(folder / "sending-mark")
    erasure_list.add(file=folder / "erasure-list")  # as the worker does in its first minute
    try:
        with on_database(database):
            yield Installation(database, folder, folder / "kopieen", folder / "sleutels", identity, public)
    finally:
        with server.connect(MAINTENANCE) as own:
            _clear(own, database)


def _clear(own: Any, database: str) -> None:
    for name in (database, f"{database}_nieuw", f"{database}_oud", f"{database}{ELSEWHERE}"):
        drop(own, name)


def _pour(installation: Installation, file: Path, into: IO[bytes]) -> None:
    unseal(file, installation.identities, into.write)
