"""The embedded servers are real, closed to others, and hold the rights that a server would have."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.runner import postgres, valkey
from config.runner.folders import DataFolder
from config.runner.isolation import server_isolation
from config.runner.keys import load_keys
from config.runner.refusal import Refusal
from config.runner.servers import derived_urls, start_servers
from config.runner.stack import Stack


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    data = DataFolder(tmp_path_factory.mktemp("servers") / "data")
    data.make()
    return data


@pytest.fixture(scope="module")
def urls(data: DataFolder) -> Iterator[dict[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "REDIS_URL"):
            patch.delenv(name, raising=False)
        stack = Stack(data, lambda line: None, "test")
        try:
            yield start_servers(stack, data, load_keys(data.secrets), durable=False)
        finally:
            stack.stop()


@pytest.fixture(scope="module")
def administrator(urls: dict[str, str], data: DataFolder) -> str:
    """The superuser's address, which the application never gets."""
    return urls["DATABASE_URL"].replace(
        f"gedag:{load_keys(data.secrets)['owner']}", f"postgres:{load_keys(data.secrets)['postgres']}"
    )


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return row[0]


def test_the_owner_may_make_roles_and_databases_but_is_no_superuser(urls: dict[str, str]) -> None:
    rights = "SELECT ARRAY[rolsuper, rolcreaterole, rolcreatedb] FROM pg_roles WHERE rolname = current_user"
    assert one(urls["DATABASE_URL"], rights) == [False, True, True]


def test_the_owner_can_become_the_roles_it_makes(urls: dict[str, str]) -> None:
    with psycopg.connect(urls["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE ROLE gedag_proef NOLOGIN")
        connection.execute("SET ROLE gedag_proef")
        row = connection.execute("SELECT current_user").fetchone()
        assert row == ("gedag_proef",)
        connection.execute("RESET ROLE")
        connection.execute("DROP ROLE gedag_proef")


def test_a_wrong_password_is_refused(urls: dict[str, str]) -> None:
    wrong = urls["DATABASE_URL"].replace("gedag:", "gedag:x")
    with pytest.raises(Refusal, match=r"secrets\.json"):
        postgres.answers(wrong)


def test_it_listens_on_this_machine_only_and_without_socket_file(administrator: str) -> None:
    assert one(administrator, "SHOW listen_addresses") == "127.0.0.1"
    assert one(administrator, "SHOW unix_socket_directories") == ""


def test_texts_are_utf8_and_sort_the_same_everywhere(urls: dict[str, str]) -> None:
    assert one(urls["DATABASE_URL"], "SHOW server_encoding") == "UTF8"
    assert one(urls["DATABASE_URL"], "SELECT upper('één')") == "ÉÉN"


def test_statistics_of_statements_are_loaded(administrator: str) -> None:
    assert one(administrator, "SHOW shared_preload_libraries") == "pg_stat_statements"


def test_valkey_wants_its_password(urls: dict[str, str], data: DataFolder) -> None:
    address = urls["REDIS_URL"].rpartition("@")[2]
    port = int(address.partition(":")[2].partition("/")[0])
    keys = load_keys(data.secrets)
    assert valkey.answers(port, keys["valkey"])
    assert not valkey.answers(port, "geraden")
    with socket.create_connection(("127.0.0.1", port), timeout=2) as link:
        link.sendall(b"GET x\r\n")
        assert b"NOAUTH" in link.recv(100)


def test_passwords_are_for_the_owner_of_the_folder_only(urls: dict[str, str], data: DataFolder) -> None:
    assert data.path.stat().st_mode & 0o077 == 0
    for path in (data.secrets, data.state, data.valkey / "valkey.conf"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert not list(data.path.glob("password*"))


def test_nothing_starts_when_the_environment_names_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://eigenaar:geheim@db.example:5432/gedag?sslmode=require")
    monkeypatch.setenv("DATABASE_URL_BEHEER", "postgresql://eigen@db.example/gedag")
    monkeypatch.setenv("REDIS_URL", "redis://queue.example:6379/0")
    monkeypatch.delenv("DATABASE_URL_DEELNEMER", raising=False)
    data = DataFolder(tmp_path)
    stack = Stack(data, lambda line: None, "test")
    urls = start_servers(stack, data, {"deelnemer": "d", "beheer": "b", "worker": "w"}, durable=True)
    assert stack.facts["pids"] == {}
    assert urls["DATABASE_URL"] == os.environ["DATABASE_URL"]
    assert urls["REDIS_URL"] == "redis://queue.example:6379/0"
    assert urls["DATABASE_URL_BEHEER"] == "postgresql://eigen@db.example/gedag"
    assert (
        urls["DATABASE_URL_DEELNEMER"]
        == "postgresql://gedag_deelnemer:d@db.example:5432/gedag?sslmode=require"
    )


def test_an_address_without_a_login_gets_one() -> None:
    urls = derived_urls("postgresql://db.example/gedag", {"deelnemer": "d", "beheer": "b", "worker": "w"})
    assert urls["DATABASE_URL_WORKER"].startswith("postgresql://gedag_worker:")


def test_half_a_data_folder_is_made_again(tmp_path: Path) -> None:
    isolation = server_isolation()
    if isolation.helper:
        pytest.skip("the helper user's folder lies elsewhere")
    cluster = tmp_path / "postgres"
    left = tmp_path / "postgres.new"
    left.mkdir()
    (left / "half").write_text("")
    postgres.initialise(cluster, postgres.find_binaries(isolation), isolation, "wachtwoord")
    assert (cluster / "PG_VERSION").exists()
    assert not left.exists()


@pytest.mark.parametrize(("version", "word"), [("99", "nieuwere"), ("9", "oudere")])
def test_a_data_folder_of_another_version_is_left_alone(tmp_path: Path, version: str, word: str) -> None:
    (tmp_path / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(Refusal, match=word):
        postgres.refuse_other_version(tmp_path, postgres.Binaries(Path("/bin"), 18))


def test_keys_are_made_once_and_damage_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    keys = load_keys(path)
    assert load_keys(path) == keys
    assert len(set(keys.values())) == len(keys)
    assert min(map(len, keys.values())) >= 32
    path.write_text("{half")
    with pytest.raises(Refusal, match="beschadigd"):
        load_keys(path)
