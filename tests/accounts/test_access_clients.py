"""Which network a request comes from: what a visitor says about it never helps."""

from typing import Any

import pytest
from django.test import RequestFactory

from accounts import access
from accounts.access import client_of
from tests.written import written


def of(settings: Any, *, proxy: bool, remote: str = "198.51.100.7", forwarded: str | None = None) -> str:
    settings.BEHIND_PROXY = proxy
    headers: dict[str, Any] = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_of(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.mark.parametrize("said", ["203.0.113.9", "203.0.113.9, 203.0.113.10", "", "x", "198.51.100.7"])
def test_without_a_proxy_the_header_says_nothing(settings: Any, said: str) -> None:
    assert of(settings, proxy=False, forwarded=said) == "198.51.100.0/24"


@pytest.mark.parametrize("made_up", ["", "203.0.113.9, ", "203.0.113.9,10.0.0.1, ", "unknown, ", "a,b,,, "])
def test_behind_our_proxy_only_what_the_proxy_wrote_counts(settings: Any, made_up: str) -> None:
    forwarded = f"{made_up}192.0.2.44"
    assert of(settings, proxy=True, remote="10.0.0.2", forwarded=forwarded) == "192.0.2.0/24"


def test_other_headers_about_the_sender_are_not_looked_at(settings: Any) -> None:
    settings.BEHIND_PROXY = True
    names = (
        "HTTP_X_REAL_IP",
        "HTTP_FORWARDED",
        "HTTP_CLIENT_IP",
        "HTTP_CF_CONNECTING_IP",
        "HTTP_TRUE_CLIENT_IP",
    )
    made_up: dict[str, Any] = dict.fromkeys(names, "203.0.113.9")
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="192.0.2.44", **made_up)
    assert client_of(request) == "192.0.2.0/24"


def test_a_proxy_that_wrote_nothing_leaves_its_own_address(settings: Any) -> None:
    assert of(settings, proxy=True, remote="10.0.0.2") == "10.0.0.0/24"


def test_a_proxy_that_nobody_told_of_is_said_once(settings: Any) -> None:
    access._say_there_is_a_proxy.cache_clear()
    with written() as log:
        for _ in range(3):
            of(settings, proxy=False, forwarded="203.0.113.9")
    assert [line["event"] for line in log.lines] == ["proxy_undeclared"]
    assert "203.0.113" not in log.text
