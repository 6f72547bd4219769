"""The gate of a web process: who is at work, who waits, who is turned away, and what they then see."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.test import Client, RequestFactory
from django.test.client import FakePayload

from config import capacity, gate
from config.gate import TURNED_AWAY, Gate, Places
from tests.written import written

MUCH = 30.0  # seconds: nobody here waits so long
FORM = "application/x-www-form-urlencoded"
BODY = "note=Buurvrouw%20%3Cb%3E&day=2026-10-14&code=ABCD&csrfmiddlewaretoken=token-van-de-pagina"


def started(work: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MUCH
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def line_of(places: Places[str], count: int) -> bool:
    return len(places._line) == count


# --- places ---------------------------------------------------------------------------------------------------


def test_so_many_places_then_a_line_then_nobody_more() -> None:
    places = Places(["a", "b"], line=1, promise=MUCH, patience=MUCH)
    assert {places.take(), places.take()} == {"a", "b"}
    came: list[str | None] = []
    waiting = started(lambda: came.append(places.take()))
    until(lambda: len(places._line) == 1)
    assert places.take() is None
    places.give_back("a", stayed=0.0)
    waiting.join()
    assert came == ["a"]


def test_the_line_is_served_in_the_order_of_coming() -> None:
    places = Places(["a"], line=5, promise=MUCH, patience=MUCH)
    places.take()
    came: list[int] = []

    def line_has(count: int) -> bool:
        return len(places._line) == count

    def wait(number: int) -> None:
        place = places.take()
        assert place == "a"
        came.append(number)
        places.give_back(place, stayed=0.0)

    threads = []
    for number in range(5):
        threads.append(started(partial(wait, number)))
        until(partial(line_has, number + 1))
    places.give_back("a", stayed=0.0)
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3, 4]


def test_who_waits_too_long_leaves_and_leaves_no_trace() -> None:
    places = Places(["a"], line=1, promise=MUCH, patience=0.01)
    assert places.take() == "a"
    assert places.take() is None
    places.give_back("a", stayed=0.0)
    assert places.take() == "a"


def test_no_place_is_lost_or_doubled_when_many_give_up_at_the_last_moment() -> None:
    places = Places(range(3), line=50, promise=MUCH, patience=0.002)
    inside: list[int] = []
    doubled: list[int] = []

    def visit() -> None:
        for _time in range(60):
            place = places.take()
            if place is None:
                continue
            if place in inside:
                doubled.append(place)
            inside.append(place)
            time.sleep(0.001)
            inside.remove(place)
            places.give_back(place, stayed=0.0)

    threads = [started(visit) for _ in range(20)]
    for thread in threads:
        thread.join()
    assert (doubled, sorted(places._free), len(places._line)) == ([], [0, 1, 2], 0)


def test_who_would_wait_too_long_hears_it_at_once() -> None:
    """Two places, kept for a second each: the fourth in line would wait for more than a second and a half."""
    places = Places(["a", "b"], line=50, promise=1.5, patience=MUCH)
    for _time in range(200):
        place = places.take()
        assert place
        places.give_back(place, stayed=1.0)
    held = [places.take(), places.take()]
    waiting = []
    for count in range(1, 5):
        waiting.append(started(places.take))
        until(partial(line_of, places, count))
    assert places.take() is None
    for place in [*held, *held]:
        assert place
        places.give_back(place, stayed=0.0)
    for one in waiting:
        one.join()
    assert len(places._line) == 0


# --- the gate -------------------------------------------------------------------------------------------------


class Body(list[bytes]):
    """An answer that tells when it is closed, as Django's does."""

    closed = False

    def close(self) -> None:
        self.closed = True


def environ_of(path: str = "/vandaag/") -> dict[str, Any]:
    return RequestFactory().get(path).environ


@pytest.fixture
def held() -> Iterator[tuple[Gate, threading.Event, list[dict[str, Any]]]]:
    """A gate with one place that is taken until the event is set, and nobody may wait."""
    go_on = threading.Event()
    seen: list[dict[str, Any]] = []

    def application(environ: dict[str, Any], start_response: Any) -> Body:
        seen.append(environ)
        if environ["PATH_INFO"] == "/vandaag/" and TURNED_AWAY not in environ:
            go_on.wait(MUCH)
        return Body([b"een ", b"antwoord"])

    one = Gate(application, at_work=1, waiting=0)
    first = started(lambda: one(environ_of(), None))
    until(lambda: bool(seen))
    yield one, go_on, seen
    go_on.set()
    first.join()


Held = tuple[Gate, threading.Event, list[dict[str, Any]]]


def test_a_full_gate_turns_away_and_opens_again(held: Held) -> None:
    one, go_on, seen = held
    assert one(environ_of("/van-mij/"), None) == [b"een antwoord"]
    assert [TURNED_AWAY in environ for environ in seen] == [False, True]
    go_on.set()
    until(lambda: len(one._places._free) == 1)
    one(environ_of("/van-mij/"), None)
    assert TURNED_AWAY not in seen[-1]


def test_the_log_says_it_once_for_many(held: Held) -> None:
    one, _go_on, _seen = held
    with written() as log:
        for _time in range(5):
            one(environ_of("/van-mij/"), None)
        one._told_at -= 60.0
        one(environ_of("/van-mij/"), None)
    assert [(line["event"], line["count"]) for line in log.lines] == [("busy", 1), ("busy", 5)]


@pytest.mark.parametrize("path", ["/gezond", "/klaar", "/static/css/app.css"])
def test_signs_of_life_and_files_come_through_a_full_gate(held: Held, path: str) -> None:
    one, _go_on, seen = held
    one(environ_of(path), None)
    assert TURNED_AWAY not in seen[-1]


def test_an_address_that_only_looks_like_one_does_not(held: Held) -> None:
    one, _go_on, seen = held
    for path in ("/gezond/", "/klaar/x", "/xstatic/", "/statisch/"):
        one(environ_of(path), None)
        assert TURNED_AWAY in seen[-1], path


def test_a_place_comes_back_also_when_the_page_falls_over() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Body:
        raise ValueError("kapot")

    one = Gate(application, at_work=1, waiting=0)
    for _time in range(3):
        with pytest.raises(ValueError, match="kapot"):
            one(environ_of(), None)
    assert len(one._places._free) == 1


def test_an_answer_is_closed_before_its_place_goes_to_the_next() -> None:
    body = Body([b"x"])
    one = Gate(lambda _environ, _start: body, at_work=1, waiting=0)
    assert (one(environ_of(), None), body.closed) == ([b"x"], True)


def test_whoever_is_at_work_has_the_connection_of_that_place() -> None:
    used: list[Any] = []

    def application(environ: dict[str, Any], start_response: Any) -> Body:
        used.append(connections["default"])
        return Body([b""])

    one = Gate(application, at_work=2, waiting=0)
    threads = [started(lambda: one(environ_of(), None)) for _ in range(6)]
    for thread in threads:
        thread.join()
    own = one._places._free
    assert (len(own), len(used)) == (2, 6)
    assert all(any(one is place for place in own) for one in used)


# --- what somebody sees who is turned away ----------------------------------------------------------------------


def turned_away(client: Client, method: str = "get", path: str = "/vandaag/", **more: Any) -> Any:
    return getattr(client, method)(path, **{TURNED_AWAY: True}, **more)


def posted(
    client: Client, body: str, content_type: str = "application/x-www-form-urlencoded", **more: Any
) -> Any:
    extra: Any = {TURNED_AWAY: True, **more}
    return client.generic("POST", "/moment/x/notitie/?a=1", body, content_type, **extra)


@pytest.mark.parametrize("face", ["deelnemer_face", "beheer_face"])
def test_it_is_said_at_once_without_the_database(face: str, request: pytest.FixtureRequest) -> None:
    """Without the django_db mark a query would raise."""
    client = request.getfixturevalue(face)
    client.cookies["deelname"] = client.cookies["beheer"] = "iets"
    response = turned_away(client)
    page = response.content.decode()
    assert response.status_code == 503
    assert 5 <= int(response["Retry-After"]) <= 15
    assert "Het is nu even erg druk" in page
    assert 'href="/vandaag/"' in page
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert response.cookies.output() == ""


def test_the_way_back_leads_to_no_other_site(deelnemer_face: Client) -> None:
    """The address of this page is not one that was found: anybody may have thought of it."""
    elsewhere, here = "http://testserver//evil.example/x?a=1", "/%2Fevil.example/x?a=1"
    assert f'href="{here}"' in turned_away(deelnemer_face, path=elsewhere).content.decode()
    sent = turned_away(deelnemer_face, "post", elsewhere, data=BODY, content_type=FORM)
    assert f'action="{here}"' in sent.content.decode()


def test_a_crowd_does_not_fill_the_log(deelnemer_face: Client) -> None:
    with written() as log:
        turned_away(deelnemer_face)
    assert log.lines == []


def test_not_everybody_comes_back_at_the_same_moment(deelnemer_face: Client) -> None:
    assert len({turned_away(deelnemer_face)["Retry-After"] for _ in range(60)}) > 5


def test_it_is_said_in_the_readers_language(deelnemer_face: Client) -> None:
    response = turned_away(deelnemer_face, HTTP_ACCEPT_LANGUAGE="en")
    assert 'lang="en"' in response.content.decode()
    assert "It’s very busy right now" in response.content.decode()
    assert response["Content-Language"] == "en"


def test_what_was_typed_is_there_and_can_be_sent_again(deelnemer_face: Client) -> None:
    page = posted(deelnemer_face, BODY).content.decode()
    assert 'action="/moment/x/notitie/?a=1"' in page
    assert '<input type="hidden" name="note" value="Buurvrouw &lt;b&gt;">' in page
    assert '<input type="hidden" name="code" value="ABCD">' in page
    assert page.count("csrfmiddlewaretoken") == 1
    assert 'name="csrfmiddlewaretoken" value="token-van-de-pagina"' in page
    assert "Je notitie" in page
    assert "<b>" not in page.split("Buurvrouw", 1)[1][:20]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("x" * 300_000, "application/x-www-form-urlencoded"),
        ("&".join(f"f{number}=1" for number in range(1_200)), "application/x-www-form-urlencoded"),
        (
            "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        ("{}", "application/json"),
        ("", "application/x-www-form-urlencoded"),
        ("a=%ff%00", "application/x-www-form-urlencoded"),
    ],
)
def test_a_strange_form_is_turned_away_as_well(body: str, content_type: str, deelnemer_face: Client) -> None:
    response = posted(deelnemer_face, body, content_type)
    assert (response.status_code, "Het is nu even erg druk" in response.content.decode()) == (503, True)


def test_a_body_of_another_length_than_it_says_falls_over_nothing(deelnemer_face: Client) -> None:
    extra: Any = {
        TURNED_AWAY: True,
        "CONTENT_LENGTH": "99999999999999999999",
        "wsgi.input": FakePayload(b"a=1"),
    }
    response = deelnemer_face.post("/vandaag/niet/", **extra)
    assert response.status_code == 503


def test_htmx_leaves_the_page_as_it_is(deelnemer_face: Client) -> None:
    response = posted(deelnemer_face, BODY, HTTP_HX_REQUEST="true")
    assert (response.status_code, response["HX-Reswap"], response["HX-Push-Url"]) == (503, "none", "false")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Buurvrouw" not in response.content.decode()


def test_nobody_turns_themselves_away_with_a_header(deelnemer_face: Client) -> None:
    response = deelnemer_face.get("/gezond", HTTP_GEDAG_TURNED_AWAY="1", headers={"gedag.turned_away": "1"})
    assert response.status_code == 200


def test_the_container_has_the_threads_that_the_gate_counts_on() -> None:
    from tests.architecture.sources import ROOT

    words = (ROOT / "Dockerfile").read_text().replace('"', "").replace(",", "").split()
    given = {
        name: words[words.index(f"--{name}") + 1] for name in ("blocking-threads", "backlog", "backpressure")
    }
    assert given == {
        "blocking-threads": str(capacity.THREADS),
        "backlog": str(capacity.CONNECTIONS),
        "backpressure": str(capacity.CONNECTIONS),
    }
    assert gate.PATIENCE == capacity.PATIENCE
