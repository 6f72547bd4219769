"""Mail programs and their guards open every link of a mail before a person does, and some send the forms they find.
Nothing may be used up by that, nobody may be let in, and whoever the mail was for can still do all of it.

What tells them apart: a guard does not bring back the cookie of the page that it opened. The one exception is the
button of a mail program itself (RFC 8058): that POST says so, in a field that no page of ours has.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.test import Client
from psycopg import sql
from pytest_django import Settings

from accounts.models import Contact, LimitCount, Membership, Message, ParticipantSession
from accounts.permissions import Role
from accounts.services.mail_tokens import unsubscribe_token
from accounts.services.staff_invitations import invite
from accounts.services.ways_back import make_paper_code, make_start_link
from accounts.tasks import plan_invitations
from challenges.models import Participation
from challenges.services.messages import plan_messages
from interactions.models import Interaction
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_contact, make_organisation, make_participation
from tests.forms import forms_of
from tests.outbox import drain_outbox
from tests.security.asking import FORM

pytestmark = pytest.mark.django_db
PEOPLE = 6
NOON = dt.time(12)


@dataclass(frozen=True)
class Link:
    """A link that stands in somebody's mail."""

    kind: str
    path: str
    face: str


@pytest.fixture
def links() -> list[Link]:
    """Every link of the mails of a few people, and what they may have mailed to themselves."""
    organisation, own = make_organisation(), []
    for number in range(PEOPLE):
        participant = make_contact().participant
        participation = make_participation(participant=participant)
        Participation.objects.filter(pk=participation.pk).update(
            channel="email", prompt_time=NOON, log_time=NOON
        )
        own.append(
            Link("start", f"/startlink/{make_start_link(participant=participant, now=AT_NOON)}/", DEELNEMER)
        )
        code = make_paper_code(participant=participant, now=AT_NOON)
        own.append(Link("paper", f"/terug/code/{code}/", DEELNEMER))
        for kind in (Message.Kind.NOTICE, Message.Kind.CHECK_IN):
            token = unsubscribe_token(contact_id=participant.contact.pk, kind=kind)
            own.append(Link("unsubscribe", f"/afmelden/{token}/", DEELNEMER))
        invite(
            organisation=organisation, email=f"nieuw{number}@ede.example", name="Nieuw",
            role=Role.EDITOR, by=None, now=AT_NOON,
        )  # fmt: skip
    plan_messages(now=AT_NOON)
    plan_invitations()
    drain_outbox(AT_NOON)
    return [*own, *in_mails()]


KINDS = {
    "dag": "day",
    "afmelden": "unsubscribe",
    "berichten": "preferences",
    "inloggen": "invited",
}


def in_mails() -> list[Link]:
    found = []
    for one in mail.outbox:
        words = f"{one.message().as_bytes().decode()} {one.body} {one.extra_headers.get('List-Unsubscribe')}"
        for address in dict.fromkeys(re.findall(r"https?://localhost:\d+/[^\s<>\"']*", words)):
            path = urlsplit(address).path
            kind = KINDS.get(path.split("/")[1], "page")
            if path.endswith("/"):  # a long line of the raw mail is broken off in the middle
                face = BEHEER if kind == "invited" else DEELNEMER
                found.append(Link(kind, path, face))
    return list(dict.fromkeys(found))


def fresh(link: Link, settings: Settings) -> Client:
    """A browser without anything in it, that is asked for what a browser is asked for."""
    face = "beheer" if link.face == BEHEER else "deelnemer"
    settings.ROOT_URLCONF = settings.URLCONF_OF[face]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF[face]
    return FaceClient(link.face, enforce_csrf_checks=True, raise_request_exception=False)


COUNTED = LimitCount._meta.db_table


def everything() -> dict[str, str]:
    """A digest of every table, but the one that counts how often something was asked."""
    digests = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> %s", [COUNTED]
        )
        for (name,) in cursor.fetchall():
            table = sql.Identifier(name)
            query = sql.SQL("SELECT md5(string_agg(r::text, '|' ORDER BY r::text)) FROM {} r").format(table)
            cursor.execute(query.as_string(connection.connection))
            (digests[name],) = cursor.fetchone()
    return digests


def head(link: Link, settings: Settings) -> None:
    fresh(link, settings).head(link.path, follow=True)


def get(link: Link, settings: Settings) -> None:
    fresh(link, settings).get(link.path, follow=True)


def bare_post(link: Link, settings: Settings) -> None:
    fresh(link, settings).post(link.path)


def every_form(link: Link, settings: Settings) -> None:
    """Opens the page, and sends each of its forms with each of its buttons, without a cookie."""
    page = fresh(link, settings).get(link.path)
    for form in forms_of(page.content.decode(), link.path):
        if form.method == "post" and not form.action.endswith("/taal/"):  # a language is nobody's
            for button in form.buttons:
                client = fresh(link, settings)
                answer = client.generic("POST", form.action, form.body(button=button), FORM)
                assert answer.status_code == 403, (link.kind, form.action)


SCANNERS: list[Callable[[Link, Settings], None]] = [head, get, bare_post, every_form]


def test_there_are_links_of_every_kind(links: list[Link]) -> None:
    kinds = [link.kind for link in links]
    wanted = ("day", "unsubscribe", "preferences", "invited", "start", "paper")
    assert {kind for kind in wanted if kinds.count(kind) >= 1} == set(wanted)
    assert len(links) >= 50


@pytest.mark.parametrize("scanner", SCANNERS, ids=lambda one: one.__name__)
def test_a_scanner_uses_nothing_up(
    scanner: Callable[[Link, Settings], None], links: list[Link], settings: Settings
) -> None:
    before = everything()
    for link in links:
        scanner(link, settings)
    after = everything()
    assert {name for name in before if before[name] != after[name]} == set()
    assert ParticipantSession.objects.count() == 0


def test_a_link_that_works_at_once_would_be_noticed(links: list[Link], settings: Settings) -> None:
    """The same digest sees the one POST that is meant to work: that of the mail program's own button."""
    before = everything()
    link = next(one for one in links if one.kind == "unsubscribe" and "dag" not in one.path)
    fresh(link, settings).post(link.path, {"List-Unsubscribe": "One-Click"})
    assert everything() != before


def by_a_person(link: Link, settings: Settings) -> int:
    """Opens the page and presses its first button, in a browser that keeps its cookies. Gives the last status."""
    client = fresh(link, settings)
    page = client.get(link.path)
    forms = [
        one
        for one in forms_of(page.content.decode(), link.path)
        if one.method == "post" and not one.action.endswith("/taal/")
    ]
    if not forms:
        return page.status_code
    button = forms[0].buttons[-1 if link.kind == "preferences" else 0]
    answer = client.generic("POST", forms[0].action, forms[0].body(button=button), FORM)
    return int(answer.status_code)


def test_and_then_the_person_comes(links: list[Link], settings: Settings) -> None:
    for link in {link.kind: link for link in links}.values():  # one of each kind was looked at before
        every_form(link, settings)
    statuses = {
        kind: {by_a_person(link, settings) for link in links if link.kind == kind}
        for kind in ("day", "start", "paper", "invited", "unsubscribe", "preferences")
    }
    assert statuses == {
        "day": {302, 200},  # the second mail about that day finds it written down
        "start": {302},
        "paper": {302},
        "invited": {302},
        "unsubscribe": {200},
        "preferences": {302},
    }
    assert Interaction.objects.filter(status=Interaction.Status.DONE).count() == PEOPLE
    assert ParticipantSession.objects.count() == 2 * PEOPLE
    assert Membership.objects.count() == PEOPLE
    assert Contact.objects.filter(refused_kinds__len=2).count() == PEOPLE
    assert Participation.objects.filter(channel="none", log_time=None).count() == PEOPLE


def test_the_one_tap_of_a_mail_program_needs_no_page(links: list[Link], settings: Settings) -> None:
    for link in links:
        if link.kind == "unsubscribe":
            client = fresh(link, settings)
            answer = client.post(link.path, {"List-Unsubscribe": "One-Click"})
            assert (answer.status_code, client.cookies.get(django_settings.PARTICIPANT_COOKIE_NAME)) == (
                200,
                None,
            )
    assert Contact.objects.filter(refused_kinds__len=2).count() == PEOPLE


@pytest.mark.parametrize(
    "body",
    [
        "",
        "List-Unsubscribe=",
        "List-Unsubscribe=one-click",
        "list-unsubscribe=One-Click",
        "a=List-Unsubscribe%3DOne-Click",
    ],
)
def test_what_only_looks_like_that_tap_is_none(body: str, links: list[Link], settings: Settings) -> None:
    link = next(one for one in links if one.kind == "unsubscribe")
    assert fresh(link, settings).generic("POST", link.path, body, FORM).status_code == 403


def test_a_question_mark_is_no_tap(links: list[Link], settings: Settings) -> None:
    """A GET stops nothing, whatever stands in its address."""
    before = everything()
    for link in links:
        if link.kind == "unsubscribe":
            fresh(link, settings).get(f"{link.path}?List-Unsubscribe=One-Click")
    assert everything() == before
