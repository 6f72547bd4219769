"""Asking every door of both faces: who is let in, as a table (`rights_table.py` says how it is read)."""

import re
from collections.abc import Iterator, Sequence
from http.cookies import SimpleCookie

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.rights_table import ACTORS, Row, Table
from tests.architecture.rights_world import (
    VALUES,
    VALUES_OF_ROUTE,
    Side,
    World,
    browser_of,
    may_swap,
)

FACES = ("deelnemer", "beheer")
METHODS = ("GET", "POST")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
TO_LOGIN, TO_SECOND_STEP, TO_FRONT = "/inloggen/", "/inloggen/tweede-stap/", "/?wie=onbekend"
REFUSALS = {401, 403, 404, 405, 410}


def routes_of(face: str) -> list[str]:
    """Every route of a face, once, in the order of its urlconf."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            route = f"{prefix}{pattern.pattern}"
            if isinstance(pattern, URLPattern):
                yield route
            else:
                yield from walk(pattern, route)

    return list(dict.fromkeys(walk(get_resolver(settings.URLCONF_OF[face]), "/")))


def address_of(
    route: str, world: World, side: Side, actor: str, *, foreign: Side | None = None, only: str = ""
) -> str:
    """The route with its parameters filled in for an actor. With `foreign` everything but the organisation itself is
    that other one's, or `only` the parameter of that name."""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        of_route = [
            value
            for (start, known), value in VALUES_OF_ROUTE.items()
            if known == name and route.startswith(start)
        ]
        value = of_route[0] if of_route else VALUES.get(name)
        if value is None:
            raise LookupError(
                f"{route}: what to fill in for <{name}>? Say it in VALUES of tests/architecture/rights_world.py"
            )
        elsewhere = foreign if may_swap(route, name) and only in ("", name) else None
        return str(value(world, elsewhere or side, actor))

    return PARAMETER.sub(fill, route)


def word_for(response: HttpResponseBase) -> str:
    """What a response says about the door, in a word."""
    status = response.status_code
    target = response.get("Location", "")
    if status in (301, 302, 303):
        if target.startswith(f"{TO_LOGIN}?next="):
            return "login"
        if target.startswith(f"{TO_SECOND_STEP}?next="):
            return "2e"
        return "join" if target == TO_FRONT else "ok"
    return str(status) if status in REFUSALS or status >= 500 else "ok"


def ask(client: Client, method: str, address: str) -> HttpResponseBase:
    """One request of which nothing stays behind."""
    cache.clear()  # who tries often is slowed down; here everybody tries everything
    cookies = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
    with transaction.atomic():
        response: HttpResponseBase = client.generic(
            method, address, content_type="application/x-www-form-urlencoded"
        )
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def answers(world: World, face: str, routes: Sequence[str]) -> Iterator[tuple[Row, str, str]]:
    """What every actor gets at each of the routes of a face, with GET and with POST: row, actor, word."""
    clients = {actor: browser_of(world, face, actor) for actor in ACTORS}
    for route in routes:
        for actor, client in clients.items():
            address = address_of(route, world, world.side_of(actor), actor)
            for method in METHODS:
                yield (face, method, route), actor, word_for(ask(client, method, address))


def observe(world: World, face: str) -> Table:
    """The whole table of a face as it is."""
    routes = routes_of(face)
    columns: dict[Row, list[str]] = {(face, method, route): [] for route in routes for method in METHODS}
    for row, _actor, word in answers(world, face, routes):
        columns[row].append(word)
    return {row: tuple(words) for row, words in columns.items()}
