"""A database beside the one in use, and the moment that they change places."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import Connection, sql

from accounts.migrations._grants import BEHEER, DEELNEMER, WORKER
from config.backups.refusals import BackupError
from config.backups.server import MAINTENANCE, Server

ROLES = (DEELNEMER, BEHEER, WORKER)
_BUSY = "55006"  # object_in_use


@contextmanager
def one_restore(server: Server) -> Iterator[Connection[Any]]:
    """A connection to the server for the one restore that goes on, without what an earlier one that was cut off left.
    Raises BackupError."""
    with server.connect(MAINTENANCE) as own:
        mine = own.execute(
            "SELECT pg_try_advisory_lock(hashtextextended('gedag restore ' || %s, 0))", [server.database]
        ).fetchone()
        if mine != (True,):
            raise BackupError("Er wordt al een reservekopie teruggezet; wacht tot dat klaar is.")
        drop(own, beside(server))
        drop(own, before(server))
        yield own


def beside(server: Server) -> str:
    """The name of the database that is being filled."""
    return f"{server.database}_nieuw"


def before(server: Server) -> str:
    """The name that the database in use gets when it is replaced."""
    return f"{server.database}_oud"


def drop(own: Connection[Any], name: str) -> None:
    """Removes a database, if it is there. Raises BackupError when somebody is in it who cannot be sent out."""
    remove = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        try:
            own.execute(remove)  # waits a little, and ends the server's own tidying up, which we may not
        except psycopg.errors.ObjectInUse:
            own.execute(remove + sql.SQL(" WITH (FORCE)"))
    except psycopg.Error as error:
        raise BackupError(f"Ik kan de database {name} niet weghalen: {error.diag.message_primary}.") from None


def is_empty(server: Server) -> bool:
    """Whether there is no table at all in the database in use."""
    with server.connect() as own:
        row = own.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema'))"
        ).fetchone()
    return row == (True,)


def make_beside(own: Connection[Any], server: Server) -> None:
    """Makes an empty database that is like the one in use: encoding, language, settings and who may enter."""
    name = sql.Identifier(beside(server))
    facts = own.execute(
        "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider::text, to_jsonb(d)"
        " FROM pg_database d WHERE datname = %s",
        [server.database],
    ).fetchone()
    if facts is None:
        raise BackupError(f"Er is geen database {server.database}; maak die eerst.")
    encoding, collate, ctype, provider, row = facts
    options: list[sql.Composable] = [
        sql.SQL("TEMPLATE template0 ENCODING {}").format(sql.Literal(encoding)),
        sql.SQL("LC_COLLATE {} LC_CTYPE {}").format(sql.Literal(collate), sql.Literal(ctype)),
    ]
    locale = row.get("datlocale") or row.get("daticulocale")
    if provider == "i":
        options.append(sql.SQL("LOCALE_PROVIDER icu ICU_LOCALE {}").format(sql.Literal(locale)))
    elif provider == "b":
        options.append(sql.SQL("LOCALE_PROVIDER builtin BUILTIN_LOCALE {}").format(sql.Literal(locale)))
    else:
        options.append(sql.SQL("LOCALE_PROVIDER libc"))
    own.execute(sql.SQL("CREATE DATABASE {} {}").format(name, sql.SQL(" ").join(options)))
    if row["datacl"] is not None:
        _copy_entrance(own, server, name)
    _copy_settings(own, server, name)


def make_roles(own: Connection[Any]) -> None:
    """The three logins, where this server does not have them yet: the rights in a backup name them."""
    for role in ROLES:
        if not own.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            own.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))


def exchange(own: Connection[Any], server: Server, at_the_last: Callable[[], object]) -> None:
    """Gives the new database the name of the one in use, in one transaction: whoever is cut off here leaves the old
    one in use. `at_the_last` is done when nobody can get into the old one any more. Raises BackupError."""
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    used, fresh, old = (sql.Identifier(name) for name in (server.database, beside(server), before(server)))
    with _sending_everybody_out(server):
        try:
            with own.transaction():
                own.execute(rename.format(used, old))
                at_the_last()
                own.execute(rename.format(fresh, used))
        except psycopg.Error as error:
            if error.sqlstate != _BUSY:
                raise
            raise BackupError(
                f"De database {server.database} is in gebruik door iemand die ik niet weg kan sturen. Stop de "
                "websites, de worker en andere programma's, en probeer het opnieuw. Er is niets veranderd."
            ) from None


@contextmanager
def _sending_everybody_out(server: Server) -> Iterator[None]:
    """Ends, again and again, the connections to the database in use. Renaming it waits for that, and who comes in
    meanwhile waits for the renaming."""
    done = threading.Event()

    def send_out() -> None:
        with suppress(BackupError), server.connect(MAINTENANCE) as own:
            while not done.is_set():
                for role in (None, *ROLES):
                    _end_connections(own, server.database, role)
                done.wait(0.1)

    sender = threading.Thread(target=send_out)
    sender.start()
    try:
        yield
    finally:
        done.set()
        sender.join()


def _end_connections(own: Connection[Any], database: str, role: str | None) -> None:
    """As the role itself: who made a role may become it, and is not therefore allowed to end what it does."""
    end = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()"
    )
    with suppress(psycopg.Error), own.transaction():
        if role:
            own.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
        own.execute(end, [database])


def _copy_entrance(own: Connection[Any], server: Server, name: sql.Identifier) -> None:
    own.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    rights = own.execute(
        "SELECT privilege_type, CASE grantee WHEN 0 THEN NULL ELSE grantee::regrole::text END"
        " FROM pg_database, aclexplode(datacl) WHERE datname = %s AND grantee <> datdba",
        [server.database],
    ).fetchall()
    for right, role in rights:
        to = sql.SQL(role) if role else sql.SQL("PUBLIC")
        own.execute(sql.SQL("GRANT {} ON DATABASE {} TO {}").format(sql.SQL(right), name, to))


def _copy_settings(own: Connection[Any], server: Server, name: sql.Identifier) -> None:
    settings = own.execute(
        "SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase"
        " WHERE datname = %s AND setrole = 0",
        [server.database],
    ).fetchall()
    for (setting,) in settings:
        key, _, value = setting.partition("=")
        change = sql.SQL("ALTER DATABASE {} SET {} TO {}")
        own.execute(change.format(name, sql.SQL(key), sql.Literal(value)))
