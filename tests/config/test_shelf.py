"""The shelf of public pages: what is handed out again, to whom, how long, and that every opening is counted."""

import gzip
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.services.sessions import open_session
from accounts.views.rendering import PUBLIC
from challenges.models import Campaign, PageTotal
from challenges.views.sharing import UNCOUNTED
from config import shelf
from config.shelf import Shelf
from tests.factories import AT_NOON, make_campaign, make_participation

Headers = list[tuple[str, str]]


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Pages:
    """An application that numbers what it makes."""

    def __init__(self) -> None:
        self.made = 0
        self.status = "200 OK"
        self.public = True
        self.headers: Headers = [("Content-Type", "text/html")]
        self.counted: list[int] = []
        self.counts = True

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.made += 1
        if self.counts:
            self.counted.append(1 + environ.pop(UNCOUNTED, 0))
        if self.public:
            environ[PUBLIC] = True
        start_response(self.status, self.headers)
        return [b"pagina %d" % self.made]


@pytest.fixture(autouse=True)
def _own_address(settings: Settings) -> None:
    settings.OWN_URL = urlsplit("http://testserver")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def ask(pages: Pages, clock: Clock) -> Callable[..., str]:
    application = Shelf(pages, clock=clock)

    def asked(path: str = "/zomer/", method: str = "GET", **environ: Any) -> str:
        request = {"HTTP_HOST": "testserver", "HTTP_USER_AGENT": "Mozilla/5.0", **environ}
        made = RequestFactory().generic(method, path, **request).environ
        return b"".join(application(made, lambda _status, _headers: None)).decode()

    return asked


Ask = Callable[..., str]


def test_within_a_second_it_is_the_same_page(ask: Ask, pages: Pages, clock: Clock) -> None:
    assert [ask(), ask(), ask()] == ["pagina 1"] * 3
    clock.now += shelf.SECONDS
    assert [ask(), ask(), pages.made] == ["pagina 2", "pagina 2", 2]


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/winter/"},
        {"path": "/zomer/?x=1"},
        {"path": "/zomer"},
        {"method": "HEAD"},
        {"method": "POST"},
        {"HTTP_ACCEPT_LANGUAGE": "en"},
        {"HTTP_COOKIE": "taal=en"},
        {"HTTP_COOKIE": "deelname=iets"},
        {"HTTP_COOKIE": 'taal=nl; deelname="'},
        {"HTTP_COOKIE": "deelname="},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_HOST": "ergens.anders"},
        {"HTTP_HOST": "testserver:81"},
    ],
)
def test_what_may_differ_is_made_anew_and_not_handed_to_others(
    other: dict[str, str], ask: Ask, pages: Pages
) -> None:
    assert (ask(**other), ask(), ask(**other)) in {
        ("pagina 1", "pagina 2", "pagina 3"),
        ("pagina 1", "pagina 2", "pagina 1"),  # another page that is the same for everybody
    }
    if not ({"path", "HTTP_ACCEPT_LANGUAGE"} & other.keys() or other.get("HTTP_COOKIE") == "taal=en"):
        assert pages.made == 3


def test_other_cookies_make_no_difference(ask: Ask) -> None:
    assert [ask(), ask(HTTP_COOKIE="deelnemer-csrf=x; terug=y; deelname2=z")] == ["pagina 1"] * 2


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "500 Oeps", "503 Druk", "206 Deel"])
def test_only_a_good_page_is_kept(status: str, ask: Ask, pages: Pages) -> None:
    pages.status = status
    assert [ask(), ask()] == ["pagina 1", "pagina 2"]


def test_a_page_that_does_not_say_so_is_not_kept(ask: Ask, pages: Pages) -> None:
    pages.public = False
    assert [ask(), ask()] == ["pagina 1", "pagina 2"]


def test_a_page_that_sets_a_cookie_is_not_kept(ask: Ask, pages: Pages) -> None:
    pages.headers = [*pages.headers, ("set-cookie", "deelname=geheim")]
    assert [ask(), ask()] == ["pagina 1", "pagina 2"]


def test_what_is_not_public_any_more_is_gone_at_once(ask: Ask, pages: Pages, clock: Clock) -> None:
    ask()
    clock.now += shelf.SECONDS
    pages.status = "404 Not Found"
    assert [ask(), ask()] == ["pagina 2", "pagina 3"]


def test_after_a_failure_the_next_visitor_tries_again(ask: Ask, pages: Pages, clock: Clock) -> None:
    assert ask() == ask()  # the second opening waits to be counted
    clock.now += shelf.SECONDS
    pages.status, pages.counts = "503 Druk", False
    assert ask() == "pagina 2"
    pages.status, pages.counts = "200 OK", True
    assert ask() == "pagina 3"
    assert sum(pages.counted) == 3  # the one that was turned away is not an opening


def test_while_one_makes_the_new_page_others_get_the_old_one(pages: Pages, clock: Clock) -> None:
    meanwhile: list[str] = []
    request = RequestFactory().get("/zomer/", HTTP_HOST="testserver").environ

    def slow(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if pages.made == 1:
            meanwhile.append(b"".join(application(dict(request), lambda *_said: None)).decode())
        return pages(environ, start_response)

    application = Shelf(slow, clock=clock)
    application(dict(request), lambda *_said: None)
    clock.now += shelf.SECONDS
    assert application(dict(request), lambda *_said: None) == [b"pagina 2"]
    assert meanwhile == ["pagina 1"]


def test_every_opening_is_counted_once(ask: Ask, pages: Pages, clock: Clock) -> None:
    for second in range(5):
        for _time in range(second + 1):
            ask()
        ask(HTTP_USER_AGENT="Googlebot/2.1")  # a program is no opening
        ask(HTTP_SEC_PURPOSE="prefetch")
        clock.now += shelf.SECONDS
    ask()
    assert sum(pages.counted) == 1 + 2 + 3 + 4 + 5 + 1


def test_a_new_page_takes_the_place_of_the_oldest(
    ask: Ask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MOST", 2)
    for path in ("/een/", "/twee/", "/drie/"):
        ask(path)
        clock.now += 0.1
    assert [ask("/twee/"), ask("/drie/"), ask("/een/")] == ["pagina 2", "pagina 3", "pagina 4"]


def test_a_page_with_openings_to_be_counted_keeps_its_place(
    ask: Ask, pages: Pages, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MOST", 2)
    for path in ("/een/", "/een/", "/twee/", "/drie/"):
        ask(path)
        clock.now += 0.1
    clock.now += shelf.SECONDS
    ask("/een/")
    assert (sum(pages.counted), len(pages.counted)) == (5, 4)
    for path in ("/drie/", "/drie/", "/een/", "/een/", "/vier/"):
        ask(path)
    assert ask("/vier/") == "pagina 7"
    assert ask("/een/") == "pagina 4"


def test_a_page_from_the_shelf_has_no_number_of_another_request(pages: Pages, clock: Clock) -> None:
    pages.headers = [*pages.headers, ("X-Request-Id", "abc")]
    application = Shelf(pages, clock=clock)
    said: list[Headers] = []
    for _time in range(2):
        asked = RequestFactory().get("/zomer/", HTTP_HOST="testserver").environ
        application(asked, lambda _status, headers: said.append(headers))
    assert [dict(headers).get("X-Request-Id") for headers in said] == ["abc", None]


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "br", ""])
def test_it_goes_out_compressed_to_who_takes_that(accepted: str, pages: Pages, clock: Clock) -> None:
    pages.headers = [*pages.headers, ("Content-Length", "8")]
    application = Shelf(pages, clock=clock)
    said: list[Headers] = []
    for _time in range(2):  # to who has it made, and from the shelf
        request = RequestFactory().get("/zomer/", HTTP_HOST="testserver", HTTP_ACCEPT_ENCODING=accepted)
        body = b"".join(application(request.environ, lambda _status, headers: said.append(headers)))
        lengths = [value for name, value in said[-1] if name == "Content-Length"]
        assert (lengths, ("Vary", "Accept-Encoding") in said[-1]) == ([str(len(body))], True)
        zipped = ("Content-Encoding", "gzip") in said[-1]
        assert (zipped, gzip.decompress(body) if zipped else body) == ("gzip" in accepted, b"pagina 1")


def test_what_is_not_of_everybody_does_not(pages: Pages, clock: Clock) -> None:
    pages.public = False
    said: list[Headers] = []
    request = RequestFactory().get("/zomer/", HTTP_HOST="testserver", HTTP_ACCEPT_ENCODING="gzip")
    body = Shelf(pages, clock=clock)(request.environ, lambda _status, headers: said.append(headers))
    assert (body, said) == ([b"pagina 1"], [pages.headers])


def test_over_http_nothing_is_handed_out_where_the_address_is_https(ask: Ask, settings: Settings) -> None:
    settings.SECURE, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    assert [ask(HTTP_X_FORWARDED_PROTO="https"), ask(), ask(HTTP_X_FORWARDED_PROTO="http")] == [
        "pagina 1",
        "pagina 2",
        "pagina 3",
    ]
    assert ask(HTTP_X_FORWARDED_PROTO="https") == "pagina 1"


# --- with the real pages ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/zomer/"])
def test_strangers_share_a_page_and_a_participant_gets_their_own(
    path: str, deelnemer_face: Client, request: pytest.FixtureRequest
) -> None:
    clock = time_machine.travel(AT_NOON, tick=False)
    clock.start()
    request.addfinalizer(clock.stop)
    participation = make_participation(campaign=make_campaign(slug="zomer"))
    mine = open_session(participant=participation.participant, now=participation.joined_at)
    application = Shelf(WSGIHandler(), clock=Clock())

    def page(**environ: Any) -> str:
        asked = RequestFactory().get(path, HTTP_HOST="testserver", **environ).environ
        return b"".join(application(asked, lambda *_said: None)).decode()

    strangers = page()
    own = page(HTTP_COOKIE=f"deelname={mine}")
    assert "Naar vandaag" in own
    assert "Naar vandaag" not in strangers
    Campaign.objects.update(headline="Zeg eens hoi.", name="Een andere naam")
    assert page() == strangers
    assert page(HTTP_COOKIE=f"deelname={mine}") != own
    assert page(HTTP_ACCEPT_LANGUAGE="en") != strangers


@pytest.mark.django_db(transaction=True)
def test_what_came_from_the_shelf_is_in_the_totals(deelnemer_face: Client) -> None:
    make_campaign(slug="zomer")
    clock = Clock()
    application = Shelf(WSGIHandler(), clock=clock)

    def open_it(**environ: Any) -> None:
        request = RequestFactory().get("/zomer/", HTTP_HOST="testserver", **environ).environ
        application(request, lambda *_said: None)

    for _time in range(4):
        open_it()
    open_it(HTTP_USER_AGENT="Googlebot/2.1")
    clock.now += shelf.SECONDS
    open_it()
    assert [(total.kind, total.times) for total in PageTotal.objects.all()] == [("visit", 5)]
