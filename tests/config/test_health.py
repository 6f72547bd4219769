"""Signs of life: what works, what does not, and never a long wait or a fault."""

import datetime as dt
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import Heartbeat
from config import health
from tests.factories import AT_NOON, make_message

pytestmark = pytest.mark.django_db(transaction=True)
FACES = ("deelnemer_face", "beheer_face")
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture(params=FACES)
def face(request: pytest.FixtureRequest) -> Client:
    client = request.getfixturevalue(request.param)
    assert isinstance(client, Client)
    return client


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A port that takes the call and never answers, as a server that is stopped does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def beat(ago: dt.timedelta = MINUTE, **values: Any) -> None:
    Heartbeat.objects.create(beat_at=AT_NOON - ago, **values)


def ready(face: Client) -> tuple[int, dict[str, Any]]:
    response = face.get("/klaar")
    assert (response["Cache-Control"], response["Content-Type"]) == ("no-store", "application/json")
    return response.status_code, response.json()


def failing(face: Client) -> list[str]:
    """Which checks are false, with a 503 when any is."""
    status, said = ready(face)
    assert (status == 200) == said["klaar"]
    return [name for name, value in said.items() if value is False and name != "klaar"]


def database_at(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """The database as a new connection finds it; the connection of the test itself is open already."""
    monkeypatch.setitem(connection.settings_dict, "PORT", str(port))


def test_everything_works(face: Client) -> None:
    beat(queue_minutes=3, lag_minutes=40)
    assert ready(face) == (
        200,
        {
            "klaar": True,
            "database": True,
            "valkey": True,
            "klok": True,
            "berichten": True,
            "opruimen": None,
            "klok_seconden": 60,
            "wachtrij_minuten": 3,
            "achterstand_minuten": 40,
        },
    )


def test_before_the_first_beat_nobody_knows_about_messages(face: Client) -> None:
    status, said = ready(face)
    assert (status, said["klok"], said["berichten"], said["klok_seconden"]) == (503, False, None, None)


def test_a_clock_that_stopped(face: Client) -> None:
    beat(6 * MINUTE)
    assert failing(face) == ["klok"]


def test_messages_that_wait_too_long(face: Client) -> None:
    beat(queue_minutes=16)
    assert failing(face) == ["berichten"]


@pytest.mark.parametrize("trouble", ["away", "silent"])
def test_a_broker_in_trouble(trouble: str, face: Client, settings: Settings, silent_server: int) -> None:
    beat()
    port = silent_server if trouble == "silent" else 1
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
    begun = time.perf_counter()
    assert failing(face) == ["valkey"]
    assert time.perf_counter() - begun < 2 * health.PATIENCE


@pytest.mark.parametrize("trouble", ["away", "silent"])
def test_a_database_in_trouble(
    trouble: str, face: Client, silent_server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat()
    database_at(monkeypatch, silent_server if trouble == "silent" else 1)
    begun = time.perf_counter()
    status, said = ready(face)
    assert time.perf_counter() - begun < 2 * health.PATIENCE
    assert (status, said["database"], said["valkey"]) == (503, False, True)
    assert {said[name] for name in set(said) - {"klaar", "database", "valkey"}} == {None}


def test_nobody_is_in_the_answer(face: Client) -> None:
    beat()
    before = ready(face)
    make_message(state="failed", reason="smtp_550")
    assert ready(face) == before


def test_it_may_only_be_read(face: Client) -> None:
    assert face.post("/klaar").status_code in {403, 405}
    assert face.head("/klaar").status_code == 503


def test_alive_asks_for_nothing(face: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    database_at(monkeypatch, 1)
    assert face.get("/gezond").content == b"gezond\n"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"tidied_at": AT_NOON - dt.timedelta(hours=30)}, True),
        ({"tidied_at": AT_NOON - dt.timedelta(hours=31)}, False),
        ({"tidied_at": AT_NOON, "untidied_at": AT_NOON}, False),
        ({"untidied_at": AT_NOON}, False),
        ({}, None),
    ],
    ids=str,
)
def test_whether_what_had_to_go_went_is_said_and_keeps_nobody_out(
    face: Client, values: dict[str, Any], said: bool | None
) -> None:
    beat(**values)
    status, answer = ready(face)
    assert (status, answer["klaar"], answer["opruimen"]) == (200, True, said)
