"""The file outside the database that remembers who was erased."""

import datetime as dt
import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.services import erasure_list
from accounts.services.erasure_list import Gone, NoErasureListError, add, forget, read

BEGAN = dt.datetime(2026, 9, 1, 8, 30, 0, 123456, tzinfo=dt.UTC)
NOTED = dt.datetime(2026, 10, 14, 10, 0, tzinfo=dt.UTC)
ANNA = Gone(12, BEGAN, NOTED)
BRAM = Gone(13, BEGAN, NOTED, into=(9, BEGAN - dt.timedelta(days=1)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "erasure-list"


def test_what_was_added_is_read_in_its_order(file: Path) -> None:
    add(file=file, gone=[ANNA])
    add(file=file, gone=[BRAM], from_number=(5_000, NOTED))
    add(file=file, from_number=(4_000, NOTED))
    listed = read(file=file)
    assert (listed.gone, listed.from_number, listed.damaged) == ([ANNA, BRAM], 5_000, [])


def test_only_numbers_and_moments_are_in_it_and_only_its_owner_reads_it(file: Path) -> None:
    add(file=file, gone=[ANNA, BRAM])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = [line.rpartition(" #")[0] for line in file.read_text().splitlines()[1:]]
    assert lines == [
        "gewist 12 2026-09-01T08:30:00.123456+00:00 2026-10-14T10:00:00+00:00",
        "samen 13 2026-09-01T08:30:00.123456+00:00 9 2026-08-31T08:30:00.123456+00:00 2026-10-14T10:00:00+00:00",
    ]


def test_a_line_is_on_the_disk_when_it_was_added(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    sync = os.fsync

    def noting(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            synced.append(os.fstat(handle).st_size)
        sync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    add(file=file, gone=[ANNA])
    assert synced == [file.stat().st_size]


@hypothesis_settings(deadline=None)  # a disk has its own pace
@given(st.data())
def test_wherever_a_crash_cut_the_last_line_off_the_others_stand(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = tmp_path_factory.mktemp("lijst") / "erasure-list"
    add(file=file, gone=[ANNA])
    whole = file.stat().st_size
    add(file=file, gone=[BRAM])
    os.truncate(file, data.draw(st.integers(whole, file.stat().st_size - 1)))
    assert (read(file=file).gone, read(file=file).damaged) == ([ANNA], [])
    add(file=file, gone=[BRAM])
    assert (read(file=file).gone, read(file=file).damaged) == ([ANNA, BRAM], [])


@hypothesis_settings(deadline=None)  # a disk has its own pace
@given(st.data())
def test_no_byte_changes_unseen(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    file = tmp_path_factory.mktemp("lijst") / "erasure-list"
    add(file=file, gone=[ANNA, BRAM])
    content = bytearray(file.read_bytes())
    first = content.index(b"\n") + 1
    where = data.draw(st.integers(first, len(content) - 2))
    content[where] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)
    listed = read(file=file)
    assert listed.damaged
    assert [entry for entry in listed.gone if entry not in (ANNA, BRAM)] == []


def test_a_line_that_another_wrote_is_not_believed(file: Path, settings: Settings) -> None:
    """Whoever has the file, and not SECRET_KEY, adds nobody to it."""
    ours = settings.SECRET_KEY
    add(file=file, gone=[ANNA])
    settings.SECRET_KEY = "van iemand anders" * 4
    add(file=file, gone=[BRAM], from_number=(9_000_000, NOTED))
    settings.SECRET_KEY = ours
    listed = read(file=file)
    assert (listed.gone, listed.from_number, listed.damaged) == ([ANNA], 0, [3, 4])


def test_after_a_new_secret_key_lines_of_before_hold_while_the_old_one_is_known(
    file: Path, settings: Settings
) -> None:
    add(file=file, gone=[ANNA])
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "een nieuwe sleutel" * 4, [settings.SECRET_KEY]
    add(file=file, gone=[BRAM])
    assert (read(file=file).gone, read(file=file).damaged) == ([ANNA, BRAM], [])
    settings.SECRET_KEY_FALLBACKS = []
    assert (read(file=file).gone, read(file=file).damaged) == ([BRAM], [2])


def test_a_night_gives_every_line_a_proof_of_the_new_key(file: Path, settings: Settings) -> None:
    add(file=file, gone=[ANNA, BRAM], from_number=(5_000, NOTED))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "een nieuwe sleutel" * 4, [settings.SECRET_KEY]
    assert forget(file=file, before=NOTED) == 0
    settings.SECRET_KEY_FALLBACKS = []
    assert (read(file=file).gone, read(file=file).from_number) == ([ANNA, BRAM], 5_000)


def test_a_file_that_is_empty_or_of_something_else_is_not_a_list(file: Path) -> None:
    with pytest.raises(NoErasureListError):
        read(file=file)
    file.touch()
    assert read(file=file).damaged == [1]
    file.write_text("iets anders\nen nog iets\n")
    assert read(file=file).damaged == [1, 2]


def test_processes_that_add_at_once_wait_for_each_other(file: Path) -> None:
    def adding(begin: int) -> None:
        for number in range(begin, begin + 20):
            add(file=file, gone=[Gone(number, BEGAN, NOTED)])

    threads = [threading.Thread(target=adding, args=[begin]) for begin in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    listed = read(file=file)
    assert (len(listed.gone), listed.damaged) == (60, [])
    assert len({entry.number for entry in listed.gone}) == 60


def test_what_is_forgotten_is_gone_and_from_where_numbers_go_on_is_kept(file: Path) -> None:
    later = Gone(14, BEGAN, NOTED + dt.timedelta(days=40))
    add(file=file, gone=[ANNA, BRAM, later], from_number=(5_000, NOTED))
    assert forget(file=file, before=NOTED + dt.timedelta(days=1)) == 2
    listed = read(file=file)
    assert (listed.gone, listed.from_number, listed.damaged) == ([later], 5_000, [])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert forget(file=file, before=NOTED + dt.timedelta(days=1)) == 0


def test_a_damaged_list_is_left_for_a_person_to_look_at(file: Path) -> None:
    add(file=file, gone=[ANNA])
    with file.open("a") as stream:
        stream.write("gewist 99\n")
    before = file.read_text()
    assert forget(file=file, before=NOTED + dt.timedelta(days=1)) == 0
    assert file.read_text() == before


def test_without_the_setting_there_is_no_place(settings: Settings) -> None:
    settings.ERASURE_LIST = ""
    assert erasure_list.place() is None
