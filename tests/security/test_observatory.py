"""The checks of the HTTP Observatory, written anew from its published scoring: https://github.com/mozilla/http-observatory
(docs/scoring.md). It starts at 100, takes points off and gives some on top; 100 is A+. What it can only ask of the
outside world (being on the list of browsers, certificates) is not counted here."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from pytest_django import Settings

from tests.architecture.rights import FACES
from tests.architecture.rights_world import browser_of, make_world
from tests.security.asking import HOSTS, SIGNED_IN, as_on_a_server, ask, policy_of

pytestmark = pytest.mark.django_db
WANTED = 120
PAGES = {
    "deelnemer": ["/", "/eigen-campagne/", "/vandaag/", "/dagboek/", "/terug/", "/privacy/"],
    "beheer": ["/inloggen/", "/beheer/eigen/", "/beheer/eigen/campagnes/eigen-campagne/"],
}


@dataclass(frozen=True)
class Visit:
    """What the Observatory sees of a page."""

    page: HttpResponse
    over_http: HttpResponse
    host: str


def content_security_policy(visit: Visit) -> int:
    policy = policy_of(visit.page)
    if not policy:
        return -25
    sources = {source for said in policy.values() for source in said}
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    styles = policy.get("style-src", policy.get("default-src", ["*"]))
    loose = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"}
    if loose & set(scripts) or "*" in sources:
        return -20
    if {"'unsafe-inline'", "data:", "https:", "*"} & set(styles):
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def cookies(visit: Visit) -> int:
    given = visit.page.cookies.values()
    if not given:
        return 0
    if any(not one["secure"] for one in given):
        return -20
    if any(not one["httponly"] for one in given):
        return -10
    return 5 if all(one["samesite"] in ("Lax", "Strict") for one in given) else 0


def cross_origin_resource_sharing(visit: Visit) -> int:
    open_to_all = visit.page.get("Access-Control-Allow-Origin") == "*"
    return -50 if open_to_all and visit.page.get("Access-Control-Allow-Credentials") else 0


def redirection(visit: Visit) -> int:
    """The first step from http leads to https on the same host."""
    goal = visit.over_http.get("Location", "")
    if visit.over_http.status_code not in (301, 302, 307, 308):
        return -20
    return 0 if goal.startswith(f"https://{visit.host}/") else -10


def referrer_policy(visit: Visit) -> int:
    said = visit.page.get("Referrer-Policy")
    private = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
    return (
        5 if said in private else (-5 if said in ("unsafe-url", "origin", "origin-when-cross-origin") else 0)
    )


def strict_transport_security(visit: Visit) -> int:
    found = re.match(r"max-age=(\d+)", visit.page.get("Strict-Transport-Security", ""))
    if not found:
        return -20
    return 0 if int(found[1]) >= 15_768_000 else -10


def subresource_integrity(visit: Visit) -> int:
    """Scripts of others must say what they are; ours come from here, over https."""
    sources = re.findall(r"<script[^>]*\bsrc=\"([^\"]*)\"", visit.page.content.decode())
    if any(source.startswith("http:") for source in sources):
        return -50
    return -5 if any("//" in source for source in sources) else 0


def content_type_options(visit: Visit) -> int:
    return 0 if visit.page.get("X-Content-Type-Options") == "nosniff" else -5


def frame_options(visit: Visit) -> int:
    if policy_of(visit.page).get("frame-ancestors"):
        return 5
    return 0 if visit.page.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


def cross_origin_resource_policy(visit: Visit) -> int:
    said = visit.page.get("Cross-Origin-Resource-Policy")
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0}.get(said or "", -5 if said else 0)


def cross_origin_opener_policy(visit: Visit) -> int:
    """Of our own, as strict as its neighbour and without a bonus."""
    return 0 if visit.page.get("Cross-Origin-Opener-Policy") == "same-origin" else -5


def permissions_policy(visit: Visit) -> int:
    """The same."""
    return 0 if "camera=()" in visit.page.get("Permissions-Policy", "") else -5


CHECKS: list[Callable[[Visit], int]] = [
    content_security_policy, cookies, cross_origin_resource_sharing, redirection, referrer_policy,
    strict_transport_security, subresource_integrity, content_type_options, frame_options,
    cross_origin_resource_policy, cross_origin_opener_policy, permissions_policy,
]  # fmt: skip


def score(visit: Visit) -> int:
    """Bonuses count only from 90 up."""
    points = [check(visit) for check in CHECKS]
    without = 100 + sum(one for one in points if one < 0)
    return without + sum(one for one in points if one > 0) if without >= 90 else max(without, 0)


@pytest.mark.parametrize("face", FACES)
def test_every_kind_of_page_scores_enough(face: str, settings: Settings) -> None:
    as_on_a_server(settings, face)
    world = make_world()
    client = browser_of(world, face, SIGNED_IN[face])
    scores = {}
    for address in PAGES[face]:
        page = ask(client, "GET", address, face=face)
        over_http = ask(client, "GET", address, face=face, secure=False)
        scores[address] = score(Visit(page, over_http, HOSTS[face]))
    assert {address: points for address, points in scores.items() if points < WANTED} == {}


def test_twelve_checks_that_can_each_fail() -> None:
    bare = HttpResponse('<script src="http://elders.example/a.js"></script>')
    bare.set_cookie("a", "b")
    bare["Access-Control-Allow-Origin"], bare["Access-Control-Allow-Credentials"] = "*", "true"
    bare["Cross-Origin-Resource-Policy"], bare["Referrer-Policy"] = "iets", "unsafe-url"
    visit = Visit(bare, HttpResponse(), "gedag.example")
    assert len(CHECKS) == 12
    assert [check.__name__ for check in CHECKS if check(visit) >= 0] == []
    assert score(visit) == 0
