"""A world in which every text that anybody can type is every hostile text at once, and the pages that show it.

The texts are put into the database itself, past the forms and their lengths: what a page shows must be harmless
whatever is there. Each begins with the name of its column, so that one can see which page showed it.
"""

import dataclasses
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.core import mail
from django.core.cache import cache
from django.db import connection, models, transaction
from django.test import Client
from psycopg import sql
from psycopg.types.json import Jsonb
from pytest_django import Settings

from accounts.models import InTwoLanguages, Invitation, Organisation, Participant, User
from accounts.services.sessions import recognise
from challenges.models import (
    Broadcast,
    Campaign,
    Contribution,
    LogbookEntry,
    OutsideCampaign,
    Proposal,
    Theme,
    ThemeLogo,
)
from insights.models import Infographic
from interactions.models import (
    Barrier,
    Fact,
    Idea,
    IdeaVersion,
    Interaction,
    LifeDomain,
    Opener,
    OwnOpener,
    Principle,
    WarmLine,
)
from interactions.models.library import Character
from interactions.services.moments import plan_moment, record_outcome, write_plan, write_reflection
from tests.architecture import rights
from tests.architecture.rights_world import World, browser_of, make_world
from tests.factories import AT_NOON, TODAY, make_idea
from tests.forms import forms_of
from tests.security.asking import FORM, whole
from tests.security.payloads import PAYLOADS, TOGETHER

# Every column that somebody types, of staff or of participants, by hand or in a file.
TYPED: dict[type[models.Model], tuple[str, ...]] = {
    Organisation: ("name",),
    User: ("name",),
    Invitation: ("name",),
    LifeDomain: ("name", "short_name", "place", "description"),
    Idea: ("credit",),
    IdeaVersion: ("title", "do", "say", "why", "safety"),
    Opener: ("text",),
    Barrier: ("label", "answer"),
    Principle: ("title", "text"),
    Fact: ("text", "source", "url_or_doi"),
    WarmLine: ("line", "more"),
    OwnOpener: ("text",),
    Campaign: ("name", "headline", "reply", "intro", "contact_email", "help_line"),
    Contribution: ("text", "staff_note"),
    Proposal: ("note",),
    OutsideCampaign: ("municipality", "name", "about_how_many", "did", "address"),
    Broadcast: ("title", "text"),
    LogbookEntry: ("did", "reach", "worked", "did_not", "differently"),
    Theme: ("name",),
    ThemeLogo: ("alt",),
    Infographic: ("headline", "introduction"),
}
WARM_LINES = (
    "done_positive", "done_neutral", "done_declined", "done_unknown", "different", "other", "not_today", "unsafe",
    "first_moment",
)  # fmt: skip
# Written by the services, as somebody would: a participant's own words.
PRIVATE = ("interactions_reflection.text", "interactions_interaction.plan_text")


@dataclasses.dataclass(frozen=True)
class Shown:
    """An answer as a browser gets it."""

    what: str
    path: str
    html: bytes
    headers: dict[str, str]


def mark(model: type[models.Model], column: str, *, english: bool = False) -> str:
    return f"[{model._meta.db_table}.{column}{'.en' if english else ''}]"


def packs(limit: int) -> Iterator[str]:
    """All texts, as many together as fit."""
    pack = ""
    for one in PAYLOADS:
        if len(pack) + len(one) + 1 > limit:
            yield pack
            pack = ""
        pack += one + " "
    yield pack


def make_hostile_world() -> World:
    """The world of every door, with something of everything, and all its texts hostile."""
    world = make_world()
    _a_little_library()
    _private_words(world)
    for model, columns in TYPED.items():
        _fill(model, columns)
    _tokens()
    Broadcast.objects.update(confirmed_at=AT_NOON)
    return world


def _a_little_library() -> None:
    character = Character.values[0]
    Opener.objects.create(
        key="a", domain=LifeDomain.objects.earliest("pk"), character=character, text="a", position=1
    )
    Principle.objects.create(key="a", title="a", text="a", position=1)
    Fact.objects.create(key="a", text="a", source="a", fits=["any"], position=1)
    for situation in WARM_LINES:
        WarmLine.objects.create(situation=situation, line="a", more="a", position=1)


def participant_of(world: World) -> Participant:
    found = recognise(secret=world.cookies["deelnemer"], now=AT_NOON)
    assert found is not None
    return found


def _private_words(world: World) -> None:
    whose = participant_of(world)
    for note, plan in zip([*packs(950)], [*packs(230)][: len([*packs(950)])], strict=True):
        moment = plan_moment(
            participant=whose, client_id=uuid.uuid4(), idea_version=make_idea(), day=TODAY, now=AT_NOON
        )
        write_plan(moment=moment, plan_text=f"[{PRIVATE[1]}]{plan}"[:280], now=AT_NOON)
        record_outcome(moment=moment, status=Interaction.Status.DONE, now=AT_NOON)
        write_reflection(moment=moment, text=f"[{PRIVATE[0]}]{note}", now=AT_NOON)
    # And one that is still a plan, with nothing else to show than that.
    planned = plan_moment(
        participant=whose, client_id=uuid.uuid4(), idea_version=make_idea(), day=TODAY, now=AT_NOON
    )
    write_plan(moment=planned, plan_text=f"[{PRIVATE[1]}]", now=AT_NOON)
    Interaction.objects.filter(pk=planned.pk).update(idea_version=None)


def _fill(model: type[models.Model], columns: tuple[str, ...]) -> None:
    """Every row of a table, past the lengths and the rules of its columns."""
    table = sql.Identifier(model._meta.db_table)
    with connection.cursor() as cursor:

        def do(words: str, *names: sql.Composable, **said: Any) -> None:
            query = sql.SQL(words).format(*names)
            cursor.execute(query.as_string(connection.connection), said or None)

        do("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [model._meta.db_table],
        )
        for (name,) in cursor.fetchall():
            do("DROP TRIGGER {} ON {}", sql.Identifier(name), table)
        for column in columns:
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'u') AND"
                " conkey @> (SELECT array_agg(attnum) FROM pg_attribute WHERE attrelid = conrelid AND attname = %s)",
                [model._meta.db_table, column],
            )
            for (name,) in cursor.fetchall():
                do("ALTER TABLE {} DROP CONSTRAINT {}", table, sql.Identifier(name))
            do("ALTER TABLE {} ALTER COLUMN {} TYPE text", table, sql.Identifier(column))
            text = mark(model, column) + TOGETHER
            do("UPDATE {} SET {} = %(text)s", table, sql.Identifier(column), text=text)
        if issubclass(model, InTwoLanguages):
            english = {name: mark(model, name, english=True) + TOGETHER for name in model.TEXTS}
            do("UPDATE {} SET english = %(text)s", table, text=Jsonb(english))


def _tokens() -> None:
    """Looks, of which every value is all of them."""
    for theme in Theme.objects.all():
        Theme.objects.filter(pk=theme.pk).update(
            tokens={**dict.fromkeys(theme.tokens, TOGETHER), "brand-ink": TOGETHER, "brand-paper": TOGETHER}
        )
    Campaign.objects.filter(theme=None).update(theme=Theme.objects.first())


# --- the pages ----------------------------------------------------------------------------------------------------
# Who reads, in which language, and which addresses: those that others read the same are read once.
READERS = {
    "deelnemer": [
        ("deelnemer", "nl", ""),
        ("deelnemer", "en", ""),
        ("daglink", "nl", "^/dag/"),
        ("anoniem", "nl", "^/<slug"),
    ],
    "beheer": [
        ("beheerder", "nl", ""),
        ("redactie", "nl", "bibliotheek|landelijk|voorstellen|/beheer/<slug:org>/(resultaten|infographic)"),
        ("anoniem", "nl", "^/inloggen"),
    ],
}
TOLD_BACK = {"asked": "[gevraagd]", "sent": "[gestuurd]"}
# What changes when something is asked in the address.
ASKED = (
    "q", "zoek", "stap", "maand", "wie", "klaar", "bewaard", "stapel", "pagina", "van", "naar", "terug", "next",
    "campagne", "soort", "gedaan", "voorstel", "alleen", "over", "taal", "week", "ging", "niet", "tijd", "dagen",
)  # fmt: skip


# A file is no page: drawing a hostile picture takes half a minute, and shows nothing of what could run.
_IS_FILE = re.compile(r"\.(?:\w+|<[^/]*)$")
_SHOWS_ONE = re.compile(rb"\[\w+(?:\.\w+)+\]|\[gevraagd\]|\[gestuurd\]|hit\(")
_FRESH = re.compile(rb'name="(csrfmiddlewaretoken|client_id)" value="[^"]*"')


def pages_of(world: World, face: str, settings: Settings, *, only_open: bool = False) -> Iterator[Shown]:
    """Every page of a face that shows something that was typed, to whoever may see it, as it is opened; and, unless
    `only_open`, with all that can be asked in its address, and as its forms answer when everything in them is hostile.
    """
    settings.ROOT_URLCONF = settings.URLCONF_OF[face]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF[face]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
    seen: set[bytes] = set()
    for actor, language, which in READERS[face]:
        client = browser_of(world, face, actor)
        for route in (one for one in rights.routes_of(face) if re.search(which, one)):
            if _IS_FILE.search(route):
                continue
            address = rights.address_of(route, world, world.side_of(actor), actor)
            ways = _opened(client, address, language)
            if not only_open and language != "en":
                ways = _all_ways(client, address, language)
            for what, path, answer in ways:
                html = answer.content
                if what in TOLD_BACK and TOLD_BACK[what].encode() not in html:
                    continue  # nothing of it is on the page: it is the page as it was opened
                if not answer.get("Content-Type", "").startswith("text/html") or not _SHOWS_ONE.search(html):
                    continue
                if (plain := _FRESH.sub(b"", html)) not in seen:
                    seen.add(plain)
                    yield Shown(f"{what} {actor} {language} {route}", path, html, dict(answer.headers))


def _opened(client: Client, address: str, language: str) -> Iterator[tuple[str, str, Any]]:
    """What is done, to which address, and the answer."""
    yield "open", address, _ask(client, "GET", address, "", language)
    if address == "/smoesje/" and (one := Opener.objects.first()):
        chosen = f"{address}?plek={one.domain_id}&karakter={one.character}"
        yield "open", chosen, _ask(client, "GET", chosen, "", language)


def _all_ways(client: Client, address: str, language: str) -> Iterator[tuple[str, str, Any]]:
    opened = [*_opened(client, address, language)]
    yield from opened
    asked = f"{address}?{urlencode(dict.fromkeys(ASKED, TOLD_BACK['asked'] + TOGETHER[:3000]))}"
    yield "asked", asked, _ask(client, "GET", asked, "", language)
    page = opened[0][2]
    if page.status_code != 200 or not page.get("Content-Type", "").startswith("text/html"):
        return
    for form in forms_of(page.content.decode(), address):
        if form.method == "post" and form.typed and form.action.startswith("/"):
            body = form.body(button=next(iter(form.buttons), None), typed=TOLD_BACK["sent"] + TOGETHER)
            yield "sent", form.action, _ask(client, "POST", form.action, body, language)


def _ask(client: Client, method: str, path: str, body: str, language: str) -> Any:
    cache.clear()
    with transaction.atomic():
        answer = client.generic(method, path, body, FORM, headers={"Accept-Language": language})
        transaction.set_rollback(True)
    return whole(answer)


def mails_of() -> Iterator[Shown]:
    """The HTML of every mail that was made, as a mail program without any care would show it."""
    for number, one in enumerate(mail.outbox):
        for content, sort in one.alternatives:  # type: ignore[attr-defined]
            if sort == "text/html":
                yield Shown(f"mail {number}", f"/mail/{number}/", str(content).encode(), {})


def static_file(path: str) -> bytes | None:
    """A static file of ours, as the face serves it."""
    found = finders.find(path.removeprefix("/static/"))
    return Path(found).read_bytes() if isinstance(found, str) else None
