"""Putting a backup back: filled and made right beside the database in use, which it replaces in the last step.

Whatever goes wrong before that step, or whoever pulls the plug, the old database is in use as it was.
"""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from django.core.management import call_command
from django.db import connection
from pyrage import x25519

from accounts.services import erasure_list
from accounts.services.erasure_list import Gone, Listed, NoErasureListError
from accounts.services.erasure_settling import NotSettledError, Settled, settle
from accounts.services.erasures import LISTED_FOR, noted
from accounts.services.sending_mark import hold_sending
from config.backups import exchanging
from config.backups.envelope import unseal
from config.backups.numbers import continue_beyond, highest_given
from config.backups.reading import Backup, Part, is_past_its_term, read
from config.backups.refusals import BackupError
from config.backups.server import Server, on_database, this_server

_ADVICE = (
    "Zonder die lijst komen mensen terug die alles wisten. Zet hem terug, of typ er --without-erasure-list bij als hij "
    "echt verloren is."
)
# How long it takes at most before a line is in the list: the worker looks every minute.
_LATEST_LINE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Wishes:
    """What somebody typed to say that they know what they do."""

    replace: bool = False
    without_erasure_list: bool = False
    any_origin: bool = False
    keep_old: bool = False


@dataclass(frozen=True)
class Restored:
    """What was put back, and what was done to it."""

    made_at: dt.datetime
    with_keys: bool
    migrated: int
    settled: Settled
    participants: int
    old_database: str


def restore(
    files: Sequence[Path], *, identities: Sequence[x25519.Identity], wishes: Wishes, now: dt.datetime
) -> Restored:
    """Puts a backup back in place of the database in use. Raises BackupError, and then nothing changed."""
    server = this_server()
    connection.close()
    backup = read(files, identities, now=now, any_origin=wishes.any_origin)
    if not exchanging.is_empty(server) and not wishes.replace:
        raise BackupError(
            f"De database {server.database} is niet leeg. Alles wat er na de reservekopie bij kwam, gaat verloren. "
            "Is dat de bedoeling, typ er dan --replace bij."
        )
    listed = _list(backup, wishes, now=now)
    with exchanging.one_restore(server) as own:
        known = [*listed.gone, *_noted_in(server, server.database)]
        exchanging.make_roles(own)
        exchanging.make_beside(own, server)
        try:
            result = _fill(server, backup, identities, known, listed, wishes, now=now)
            # Closed first: a database with somebody in it does not change its name.
            connection.close()
            exchanging.exchange(own, server, lambda: _settle_in(exchanging.beside(server), known, now=now))
        except BaseException:
            exchanging.drop(own, exchanging.beside(server))
            raise
        # Who was erased while this went on, in the last moments of the old database.
        _settle_in(server.database, _noted_in(server, exchanging.before(server)), now=now)
        if not wishes.keep_old:
            exchanging.drop(own, exchanging.before(server))
    return result if wishes.keep_old else replace(result, old_database="")


def _list(backup: Backup, wishes: Wishes, *, now: dt.datetime) -> Listed:
    """The erasure list, or the refusal to put anything back without. Raises BackupError."""
    if not wishes.without_erasure_list and is_past_its_term(backup, now=now):
        raise BackupError(
            "Deze kopie is ouder dan dertig dagen en had weg moeten zijn. De wislijst gaat niet zeker zo ver terug: "
            "wie toen gewist is, kan terugkomen. Wil je dat toch, typ er dan --without-erasure-list bij."
        )
    file = erasure_list.place()
    if file is None:
        if wishes.without_erasure_list:
            return Listed()
        raise BackupError(
            f"GEDAG_ERASURE_LIST is niet ingevuld, dus ik weet niet waar de wislijst is. {_ADVICE}"
        )
    try:
        listed = erasure_list.read(file=file)
    except NoErasureListError:
        if wishes.without_erasure_list:
            return Listed()
        raise BackupError(f"De wislijst {file} is er niet. {_ADVICE}") from None
    if listed.damaged and not wishes.without_erasure_list:
        raise BackupError(f"De wislijst {file} is beschadigd op regel {listed.damaged[0]}. {_ADVICE}")
    return listed


def _fill(
    server: Server,
    backup: Backup,
    identities: Sequence[x25519.Identity],
    known: Sequence[Gone],
    listed: Listed,
    wishes: Wishes,
    *,
    now: dt.datetime,
) -> Restored:
    fresh = exchanging.beside(server)
    # Rules and rights come last: the keys go in before anything looks at them.
    _pour(server, backup.data, identities, ["--section=pre-data", "--section=data"])
    if backup.keys:
        _pour(server, backup.keys, identities, ["--data-only"])
    _pour(server, backup.data, identities, ["--section=post-data"])
    highest = max(highest_given(server, server.database), listed.from_number)
    with on_database(fresh):
        before = _migrations_run()
        call_command("migrate", interactive=False, verbosity=0, stdout=io.StringIO())
        migrated = _migrations_run() - before
        floor = continue_beyond(max(highest, *(entry.number for entry in known), 0))
        if not wishes.without_erasure_list:
            _refuse_other_list(backup, known, now=now)
        if file := erasure_list.place():
            erasure_list.add(file=file, from_number=(floor, now))
        settled = _settle(known, now=now)
        hold_sending(now=now)
        participants = _count("accounts_participant")
    return Restored(
        backup.label.moment,
        backup.keys is not None,
        migrated,
        settled,
        participants,
        exchanging.before(server),
    )


def _pour(server: Server, part: Part, identities: Sequence[x25519.Identity], which: Sequence[str]) -> None:
    """Decrypts a file into pg_restore, the one that was read before. Plain text is in no file at any moment."""

    def pour(into: IO[bytes]) -> None:
        open_still = True

        def write(piece: bytes) -> None:
            nonlocal open_still
            if open_still:
                try:
                    into.write(piece)
                except BrokenPipeError:  # it has what it needs, or its exit code tells what went wrong
                    open_still = False

        unseal(part.file, identities, write, known=part.content)

    arguments = ["--exit-on-error", "--no-owner", *which]
    server.run("pg_restore", arguments, pour, database=exchanging.beside(server), reads=False)


def _refuse_other_list(backup: Backup, known: Sequence[Gone], *, now: dt.datetime) -> None:
    """What this database knew when the backup was made is in the list, or the list is not the one that goes with it,
    or not whole. Raises BackupError."""
    there = {entry.key for entry in known}
    until, since = backup.label.moment - _LATEST_LINE, now - LISTED_FOR + _LATEST_LINE
    missing = [entry for entry in noted() if since < entry.noted_at < until and entry.key not in there]
    if missing:
        raise BackupError(
            f"De wislijst hoort niet bij deze kopie of is niet heel: {len(missing)} regel(s) die toen al bekend waren, "
            f"staan er niet in. {_ADVICE}"
        )


def _settle_in(database: str, known: Sequence[Gone], *, now: dt.datetime) -> Settled:
    with on_database(database):
        return _settle(known, now=now)


def _settle(known: Sequence[Gone], *, now: dt.datetime) -> Settled:
    try:
        return settle(now=now, also=known)
    except NotSettledError as error:
        raise BackupError(
            f"Van {error} regels van de wislijst lukt het niet: wissen, of twee dagboeken "
            "samenvoegen. Staat hierboven WordsLockedError, dan mist er een sleutel in GEDAG_PRIVATE_KEYS."
        ) from None


def _noted_in(server: Server, database: str) -> Sequence[Gone]:
    """Whom that database knows to be erased; nobody when it is empty, or older than that table."""
    with server.connect(database) as own:
        found = own.execute("SELECT to_regclass('public.accounts_erasure') IS NOT NULL").fetchone()
    if found != (True,):
        return []
    with on_database(database):
        return noted()


def _migrations_run() -> int:
    return _count("django_migrations")


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (names of our own)
        row: tuple[Any, ...] = cursor.fetchone()
    return int(row[0])
