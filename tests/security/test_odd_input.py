"""Whatever stands in an address or in a form, a page answers in words: nothing that somebody sends breaks one."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.cache import cache
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from pytest_django import Settings

from accounts import access
from accounts.models import Membership, User
from accounts.queries.staff_members import membership_of
from tests.architecture import rights
from tests.architecture.rights import FACES, METHODS, PARAMETER
from tests.architecture.rights_world import World, browser_of, make_world
from tests.security.asking import FORM, whole
from tests.security.reading import ALL_OF_IT, names_read

pytestmark = pytest.mark.django_db
ACTORS = {"deelnemer": ("deelnemer", "daglink"), "beheer": ("beheerder", "redactie")}
ODD = {
    "nothing": "",
    "a zero": "\x00",
    "a zero within": "een\x00twee",
    "half a character": "\ud83d",
    "a great number": "9" * 30,
    "a number too long to read": "9" * 5000,
    "less than nothing": "-1",
    "digits of elsewhere": "\u0663\u00b2",
    "no day": "2026-02-30",
    "a day before there were any": "0000-00-00",
    "a very late day": "9999-12-31",
    "a list": "[]",
    "very long": "a" * 20_000,
    "other lines": "a\r\nb\u2028c\x85d",
    "writing from right to left": "\u202eabc\u200f\u0301" * 20,
}
# All of it at once, under names that no page knows.
EVERYTHING = urlencode(
    {f"odd-{number}": value for number, value in enumerate(ODD.values())}, errors="surrogatepass"
)
ONE = "a zero within"
# Who comes second and is shown the door gets no further with another word, so one is enough.
SHUT = {302, 403, 404}
# What a converter of an address lets through, and may be anything all the same.
IN_PATH = {
    "int": ["0", "9" * 30, "9" * 400],
    "slug": ["-", "_", "a" * 300, "0", "nieuw"],
    "str": ["%00", "%ED%A0%BD", "9" * 30, "0000-00-00", "9999-12-31", "a" * 3000, "%E2%80%AE", "."],
    "uuid": ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
}


def on(settings: Settings, face: str) -> World:
    settings.ROOT_URLCONF = settings.URLCONF_OF[face]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF[face]
    return make_world()


def status_of(client: Client, method: str, address: str, body: str = "") -> int:
    cache.clear()
    cookies = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
    with transaction.atomic():
        answer = whole(client.generic(method, address, body, FORM))
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code


def said(names: Iterable[str], value: str) -> str:
    """Something odd under every name, no longer than what a face takes."""
    fits = 200_000 // (len([*names]) or 1)
    return urlencode(dict.fromkeys(sorted(names), value[:fits]), errors="surrogatepass")


@dataclass
class Door:
    """A page to which something is sent in one way: in its address or in a form."""

    client: Client
    method: str
    address: str
    status: int = 0
    names: set[str] = field(default_factory=set)  # that it reads something by

    def try_out(self, sent: str) -> set[str]:
        """Sends this; the names that it read something by and that were not known yet."""
        address, body = (self.address, sent) if self.method == "POST" else (f"{self.address}?{sent}", "")
        with names_read() as read:
            self.status = status_of(self.client, self.method, address, body)
        new = read - self.names
        self.names |= read
        return new

    def breaks_by(self, value: str) -> bool:
        while self.try_out(said(self.names, value)) and self.status < 500:
            pass  # it got further, and reads more
        return self.status >= 500


@pytest.mark.parametrize("face", FACES)
def test_nothing_that_is_asked_or_sent_breaks_a_page(face: str, settings: Settings) -> None:
    """Everything at once at every page; and where one reads something, each under the names that it reads by. Who comes
    second tries it where the page reads more for them."""
    world = on(settings, face)
    broken = []
    read_before: dict[tuple[str, str], set[str]] = defaultdict(set)
    for actor in ACTORS[face]:
        client = browser_of(world, face, actor)
        for route in rights.routes_of(face):
            if route == "/klaar":  # its 503 is how the rest of the installation is
                continue
            address = rights.address_of(route, world, world.side_of(actor), actor)
            doors = [Door(client, method, address) for method in METHODS]
            for door in doors:
                door.try_out(EVERYTHING)
                broken += [(actor, door.method, route, "everything")] * (door.status >= 500)
            shut_out = actor != ACTORS[face][0] and {door.status for door in doors} <= SHUT
            for door in doors:
                known = read_before[door.method, route]
                every = not shut_out and not door.names <= known
                values = ODD if every else {ONE: ODD[ONE]} if door.names else {}
                broken += [
                    (actor, door.method, route, what)
                    for what, value in values.items()
                    if door.breaks_by(value)
                ]
                if every:
                    known |= door.names
    assert broken == []


def test_what_a_page_reads_is_noticed() -> None:
    """Or the test above would send nothing."""
    for read, names in (
        (lambda said: said.get("a"), {"a"}),
        (lambda said: said["a"], {"a"}),
        (lambda said: said.getlist("a"), {"a"}),
        (lambda said: "b" in said, {"b"}),
        (lambda said: forms.Form(said).data.get("b"), {"b"}),
        (lambda said: dict(said), {ALL_OF_IT}),
        (lambda said: said.dict(), {ALL_OF_IT}),
        (lambda said: [*said.items()], {ALL_OF_IT}),
        (lambda said: [*said.lists()], {ALL_OF_IT}),
        (lambda said: [*said.values()], {ALL_OF_IT}),
        (lambda said: said.copy(), {ALL_OF_IT}),
        (lambda said: said.urlencode(), {ALL_OF_IT}),
        (lambda said: bool(said), set()),
    ):
        with names_read() as found:
            read(QueryDict("a=1&a=2"))
        assert ({ALL_OF_IT} if ALL_OF_IT in found else found) == names


@pytest.fixture
def turned_away(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of organisations that the door sent away, before any page looked at them."""
    names = set()

    def noted(user: User, org: str) -> Membership | None:
        if (found := membership_of(user, org)) is None:
            names.add(org)
        return found

    monkeypatch.setattr(access, "membership_of", noted)
    return names


@pytest.mark.parametrize("face", FACES)
@pytest.mark.usefixtures("_not_drawn")
def test_nothing_in_a_path_breaks_a_page(face: str, settings: Settings, turned_away: set[str]) -> None:
    """Who comes second, and a method that a page does not have, get no further with another word; neither does an
    organisation, where the door of all pages turned one away."""
    world = on(settings, face)
    broken, before, known = [], set(), set()
    for actor in ACTORS[face]:
        client = browser_of(world, face, actor)
        for route in (one for one in rights.routes_of(face) if "<" in one):
            right = rights.address_of(route, world, world.side_of(actor), actor)
            parts = dict(zip(PARAMETER.findall(route), _parts(route, right), strict=True))
            for method in METHODS:
                status = status_of(client, method, right)
                one = status == 405 or (route, method, status) in before
                one = one or (actor != ACTORS[face][0] and status in SHUT)
                before.add((route, method, status))
                for kind, name in re.findall(r"<(\w+):(\w+)>", route):
                    turned_away.clear()
                    for value in IN_PATH[kind][: 1 if one else None]:
                        if turned_away and value in known:
                            continue
                        odd = _filled(route, {**parts, name: value})
                        if status_of(client, method, odd) >= 500:
                            broken.append((actor, method, route, name, value[:20]))
                        known |= turned_away
    assert broken == []


def _filled(route: str, parts: dict[str, str]) -> str:
    return PARAMETER.sub(lambda match: parts[match[1]], route)


def _parts(route: str, address: str) -> list[str]:
    """What stands in an address in the places of a route's parameters."""
    pattern = re.sub(r"<\w+:\w+>", "([^/]+?)", re.sub(r"([.])", r"\\\1", route))
    match = re.fullmatch(pattern, address)
    assert match, (route, address)
    return list(match.groups())
