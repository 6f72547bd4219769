"""What our children find in their environment, and whether `./gedag run` is a demo."""

from pathlib import Path

import pytest

from config.private_keys import FILE, VALUE, new_value, private_keys_of
from config.runner.environment import base_environment, demo_wanted, of_face, without_secrets
from config.runner.keys import load_keys


@pytest.mark.parametrize(
    ("demo", "database", "wanted"),
    [
        ("", "", "1"),
        ("0", "", "0"),
        ("", "postgresql://x@host/db", "0"),
        ("1", "postgresql://x@host/db", "1"),
    ],
)
def test_a_demo_never_comes_by_itself_into_somebodys_own_database(
    demo: str, database: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEDAG_DEMO", demo)
    monkeypatch.setenv("DATABASE_URL", database)
    assert demo_wanted() == wanted


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Of a data folder that was just made."""
    for name in (VALUE, FILE):
        monkeypatch.delenv(name, raising=False)
    return base_environment(load_keys(tmp_path / "secrets.json"))


@pytest.mark.parametrize("face", ["deelnemer", "worker", "migrate"])
def test_who_shows_and_sends_private_words_gets_the_keys(environment: dict[str, str], face: str) -> None:
    keys = private_keys_of(of_face(environment, face), face)
    assert keys is not None
    assert keys.newest == "1"


def test_beheer_and_the_mail_catcher_never_get_the_keys(environment: dict[str, str]) -> None:
    environment[FILE] = "/ergens"
    for of_child in (of_face(environment, "beheer"), without_secrets(environment)):
        assert [name for name in of_child if "PRIVATE" in name] == []
    secret = environment[VALUE].partition(":")[2]
    assert [name for name, value in of_face(environment, "beheer").items() if secret in value] == []


def test_the_keys_of_a_data_folder_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VALUE, raising=False)
    monkeypatch.delenv(FILE, raising=False)
    path = tmp_path / "secrets.json"
    assert base_environment(load_keys(path))[VALUE] == base_environment(load_keys(path))[VALUE]


def test_keys_of_ones_own_go_before_those_of_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = new_value()
    monkeypatch.delenv(FILE, raising=False)
    monkeypatch.setenv(VALUE, own)
    keys = load_keys(tmp_path / "secrets.json")
    assert base_environment(keys)[VALUE] == own
    monkeypatch.delenv(VALUE)
    monkeypatch.setenv(FILE, "/ergens")
    assert VALUE not in base_environment(keys)
