"""Whoever is killed halfway: no half backup that looks whole, and no half database in use."""

import contextlib
import datetime as dt
import fcntl
import os
import signal
import stat
import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Participant
from config.backups import making
from config.backups.exchanging import beside
from config.backups.refusals import BackupError
from config.backups.server import client_program, this_server
from tests.config.backups.installation import Installation
from tests.config.backups.private import all_words_of, make_person, words_of
from tests.factories import make_participant

PATIENCE = 60.0


@pytest.fixture
def slow_programs(installation: Installation) -> Path:
    """PostgreSQL's client programs, which do part of their work and then wait until somebody kills them."""
    folder = installation.folder / "traag"
    folder.mkdir()
    major = this_server().major()
    halfway = {
        "pg_dump": '"{real}" "$@" | head -c 30000; sleep 120',
        "pg_restore": "head -c 100000 >/dev/null; sleep 120",
    }
    for name, rest in halfway.items():
        real = client_program(name, major)
        script = folder / name
        script.write_text(
            f'#!/bin/sh\nif [ "$1" = --version ]; then exec "{real}" --version; fi\n'
            + rest.format(real=real)
            + "\n"
        )
        script.chmod(0o700)
    return folder


def wait_until(condition: object, process: object) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not get that far"
        assert process.poll() is None, process.communicate()  # type: ignore[attr-defined]
        time.sleep(0.05)


def kill(process: object) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
    process.communicate()  # type: ignore[attr-defined]


def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole(
    installation: Installation, slow_programs: Path
) -> None:
    making_it = installation.manage(
        "backup", "--to", installation.backups, "--keys-to", installation.keys, PG_BIN=str(slow_programs)
    )
    with contextlib.ExitStack() as ending:
        ending.callback(kill, making_it)
        wait_until(lambda: any(_halves(installation)), making_it)
    (left,) = _halves(installation)
    assert left.name.startswith(".")
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    assert _whole(installation) == []
    made = installation.backup(now=timezone.now())
    assert sorted(_whole(installation)) == sorted(made.files)
    assert _halves(installation) == []
    assert {stat.S_IMODE(file.stat().st_mode) for file in made.files} == {0o600}


def test_a_restore_that_is_killed_leaves_the_old_database_in_use(
    installation: Installation, slow_programs: Path
) -> None:
    bram = make_person("bram", now=timezone.now())
    data, keys, _about = installation.backup(now=timezone.now()).files
    latest = make_participant(now=timezone.now())
    connection.close()
    restoring = installation.manage("restore", data, keys, "--replace", PG_BIN=str(slow_programs))
    with contextlib.ExitStack() as ending:
        ending.callback(kill, restoring)
        wait_until(lambda: beside(this_server()) in installation.databases(), restoring)
    assert Participant.objects.filter(pk=latest.pk).exists()
    assert words_of(bram) == all_words_of(bram)
    # And what it left is no hindrance.
    installation.restore(data, keys, "--replace")
    assert installation.databases() == [installation.database]
    assert not Participant.objects.filter(pk=latest.pk).exists()


def test_a_dump_that_fails_leaves_nothing_and_removes_what_is_past_its_term(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A week of backups that fail keeps no keys longer than seven days, and a month keeps nothing past thirty."""
    installation.backup(now=timezone.now() - dt.timedelta(days=31))
    data, keys, about = installation.backup(now=timezone.now() - dt.timedelta(days=8)).files
    folder = installation.folder / "stuk"
    folder.mkdir()
    real = client_program("pg_dump", this_server().major())
    script = folder / "pg_dump"
    script.write_text(
        f'#!/bin/sh\nif [ "$1" = --version ]; then exec "{real}" --version; fi\n'
        f'"{real}" "$@" | head -c 50000; echo "pg_dump: error: de stekker" >&2; exit 1\n'
    )
    script.chmod(0o700)
    monkeypatch.setenv("PG_BIN", str(folder))
    with pytest.raises(BackupError, match="de stekker"):
        installation.backup(now=timezone.now())
    assert sorted(_whole(installation)) == sorted([data, about])
    assert not keys.exists()
    assert _halves(installation) == []
    with pytest.raises(BackupError, match="GEDAG_BACKUP_KEY"):
        making.make(
            installation.backups,
            installation.keys,
            public_key="",
            now=timezone.now() + dt.timedelta(days=22),
        )
    assert _whole(installation) == []


def test_a_dump_of_the_keys_that_fails_leaves_no_data_either(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal, calls = making.seal, []

    def failing(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return seal(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "seal", failing)
    with pytest.raises(BackupError, match="de schijf is vol"):
        installation.backup(now=timezone.now())
    assert _whole(installation) == []
    assert _halves(installation) == []


def test_it_says_so_and_ends_with_one_when_a_backup_fails(installation: Installation) -> None:
    making_it = installation.manage("backup", "--to", installation.backups, PG_BIN=str(installation.folder))
    out, err = making_it.communicate(timeout=PATIENCE)
    assert (making_it.returncode, out) == (1, "")
    assert "Ik vind geen pg_dump" in err
    assert "Traceback" not in err
    assert installation.public not in err


def test_two_backups_in_one_folder_at_once(installation: Installation) -> None:
    installation.backups.mkdir()
    half = installation.backups / ".gedag-20261126T020000Z-00000000-data.age.half"
    half.touch()
    with (installation.backups / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(BackupError, match="Er wordt al"):
            installation.backup(now=timezone.now())
        assert half.exists()  # of who is busy with it


def test_both_files_are_of_one_moment_while_people_go_on(installation: Installation) -> None:
    """Everybody whose row is in the one file has a key in the other, and the other way round."""
    stop, url = threading.Event(), installation.environment()["DATABASE_URL"]

    def go_on() -> None:
        import psycopg

        with psycopg.connect(url, autocommit=True) as own:
            number = 10_000_000
            while not stop.is_set():
                number += 1
                with own.transaction():
                    own.execute(
                        "INSERT INTO accounts_participant (id, join_key, created_at, last_seen_at, hides_count,"
                        " language) VALUES (%s, gen_random_uuid(), now(), now(), false, 'nl')",
                        [number],
                    )
                    own.execute(
                        "INSERT INTO accounts_participantkey (participant_id, wrapped, wrapped_with)"
                        " VALUES (%s, 'sleutel', 'toen')",
                        [number],
                    )

    busy = threading.Thread(target=go_on)
    busy.start()
    try:
        time.sleep(0.2)
        data, keys, _about = installation.backup(now=timezone.now()).files
        time.sleep(0.2)
    finally:
        stop.set()
        busy.join()
    with installation.elsewhere(data, keys), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(k.participant_id), count(p.id) FROM accounts_participant p"
            " FULL JOIN accounts_participantkey k ON k.participant_id = p.id"
        )
        all_of_them, with_key, with_row = cursor.fetchone()
        assert all_of_them == with_key == with_row > 0
    assert Participant.objects.count() > all_of_them


def test_it_is_put_back_while_websites_and_worker_are_in_the_database(
    installation: Installation,
) -> None:
    import psycopg

    data, keys, _about = installation.backup(now=timezone.now()).files
    url = installation.environment()["DATABASE_URL"]
    with psycopg.connect(url) as website:
        website.execute("SELECT 1")
        assert "staat er weer" in installation.restore(data, keys, "--replace")
        with pytest.raises(psycopg.OperationalError):
            website.execute("SELECT 1")


def _halves(installation: Installation) -> list[Path]:
    return [file for file in _files(installation) if file.name.endswith(".half")]


def _whole(installation: Installation) -> list[Path]:
    return [file for file in _files(installation) if file.name.startswith("gedag-")]


def _files(installation: Installation) -> list[Path]:
    folders = [folder for folder in (installation.backups, installation.keys) if folder.is_dir()]
    return [file for folder in folders for file in folder.iterdir()]
