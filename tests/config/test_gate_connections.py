"""The gate and the database: as many connections as places, and none for whoever has no place."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.gate import Gate

MUCH = 30.0  # seconds: nobody here waits so long

pytestmark = pytest.mark.django_db(transaction=True)


class Body(list[bytes]):
    def close(self) -> None:
        """Nothing is kept open here."""


def environ_of(path: str) -> dict[str, Any]:
    return RequestFactory().get(path, HTTP_HOST="localhost").environ


def started(work: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_pages_in_many_threads_share_the_connections_of_the_places(
    settings: Settings, deelnemer_face: Client
) -> None:
    """Real pages, with queries, from more threads than places: every one works, and no connection is added."""
    one = Gate(WSGIHandler(), at_work=2, waiting=20, promise=MUCH, patience=MUCH)
    statuses: list[str] = []

    def visit() -> None:
        one(environ_of("/"), lambda status, _headers: statuses.append(status))
        assert connections.all(initialized_only=True) == []  # the thread keeps none

    threads = [started(visit) for _ in range(12)]
    for thread in threads:
        thread.join()
    places = one._places._free
    try:
        assert statuses == ["200 OK"] * 12
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert cursor.fetchone()[0] <= 2
    finally:
        for place in places:
            place.close()


@pytest.mark.parametrize("path", ["/gezond", "/static/css/none.css", "/static/"])
@pytest.mark.parametrize("face", ["deelnemer_face", "beheer_face"])
def test_signs_of_life_and_files_open_no_connection_whatever_cookie_comes_with_them(
    face: str, path: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    request.getfixturevalue(face)
    opened: list[str] = []
    new_connection = DatabaseWrapper.get_new_connection

    def noting(wrapper: DatabaseWrapper, params: dict[str, Any]) -> Any:
        opened.append(path)
        return new_connection(wrapper, params)

    monkeypatch.setattr(DatabaseWrapper, "get_new_connection", noting)
    one = Gate(WSGIHandler(), at_work=1, waiting=0)
    cookie = "beheer=abcdefgh; deelname=abcdefgh; beheer-csrf=abcdefgh"
    asked = {**environ_of(path), "HTTP_COOKIE": cookie}
    statuses: list[str] = []
    visitor = started(lambda: one(asked, lambda status, _headers: statuses.append(status)))
    visitor.join()
    assert (statuses, opened) == (["200 OK" if path == "/gezond" else "404 Not Found"], [])


def test_who_has_no_place_has_no_connection_even_when_a_page_would_ask_for_one() -> None:
    refused: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> Body:
        try:
            connection.cursor()
        except OperationalError as error:
            refused.append(str(error))
        return Body()

    def visit() -> None:
        Gate(application, at_work=1, waiting=0)(environ_of("/gezond"), None)
        Gate(application, at_work=0, waiting=0)(environ_of("/vandaag/"), None)
        assert connections.all(initialized_only=True) == []

    visitor = started(visit)
    visitor.join()
    assert refused == ["no place at the gate, so no connection"] * 2
