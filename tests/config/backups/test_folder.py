"""When files of backups go, and that nothing else goes with them."""

import datetime as dt
from pathlib import Path

import pytest

from config.backups.folder import clean_up, new_stem

MADE = dt.datetime(2026, 11, 1, 2, 0, tzinfo=dt.UTC)
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
STEM = "gedag-20261101T020000Z-0123abcd"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (f"{STEM}-data.age", f"{STEM}-keys.age", f"{STEM}.json"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_file_that_does_not_go_keeps_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held, unlink = folder / f"{STEM}-data.age", Path.unlink

    def refusing(file: Path) -> None:
        if file == held:
            raise PermissionError(f"{file.name} is van een ander")
        unlink(file)

    monkeypatch.setattr(Path, "unlink", refusing)
    removed, stuck = clean_up([folder], now=MADE + 31 * DAY)
    assert (len(removed), [str(one) for one in stuck]) == (2, [f"{held.name} is van een ander"])


@pytest.mark.parametrize(
    ("age", "gone"),
    [
        (dt.timedelta(0), ""),
        (6 * DAY + 22 * 60 * MINUTE, ""),
        (7 * DAY - 59 * MINUTE, "keys"),
        (7 * DAY + MINUTE, "keys"),
        (29 * DAY + 22 * 60 * MINUTE, "keys"),
        (30 * DAY - 59 * MINUTE, "keys data manifest"),
        (400 * DAY, "keys data manifest"),
    ],
)
def test_keys_go_after_seven_days_and_data_after_thirty(folder: Path, age: dt.timedelta, gone: str) -> None:
    names = {"keys": f"{STEM}-keys.age", "data": f"{STEM}-data.age", "manifest": f"{STEM}.json"}
    removed, stuck = clean_up([folder], now=MADE + age)
    assert stuck == []
    assert sorted(file.name for file in removed) == sorted(names[part] for part in gone.split())
    assert not [file for file in removed if file.exists()]


def test_a_backup_every_night_at_about_the_same_time_leaves_no_keys_of_more_than_seven_days(
    tmp_path: Path,
) -> None:
    for night in range(60):
        began = MADE + night * DAY + (night % 3) * MINUTE
        stem = new_stem(began)
        (tmp_path / f"{stem}-keys.age").touch()
        (tmp_path / f"{stem}-data.age").touch()
        clean_up([tmp_path], now=began)
        assert len(list(tmp_path.glob("*-keys.age"))) == min(night + 1, 7)
        assert len(list(tmp_path.glob("*-data.age"))) == min(night + 1, 30)


@pytest.mark.parametrize(
    "name",
    [
        "gedag-20261101T020000Z-0123abcd-data.age.bak",
        "xgedag-20261101T020000Z-0123abcd-data.age",
        "gedag-20261301T020000Z-0123abcd-data.age",
        "gedag-20261101T020000Z-0123abcd-other.age",
        "sleutel.txt",
    ],
)
def test_what_is_not_ours_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    (tmp_path / f"{STEM}-data.age").mkdir()
    assert clean_up([tmp_path], now=MADE + 400 * DAY) == ([], [])


def test_a_file_that_was_copied_later_is_as_old_as_its_backup(folder: Path) -> None:
    """The moment in its name counts, not the one that the copy was made."""
    assert len(clean_up([folder], now=MADE + 31 * DAY)[0]) == 3
