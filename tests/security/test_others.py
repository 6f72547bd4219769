"""A participant who sends what is another participant's, in the path, in the address, in a form or in what htmx would
send along, gets nothing of it and changes nothing of it. (For staff: `tests/architecture/test_rights.py`.)"""

import re
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from accounts.access import for_participants
from accounts.models import Message, Participant
from accounts.queries import row_security
from accounts.services.day_links import make_day_link
from accounts.services.sessions import open_session
from challenges.models import Assignment, ContributionOwner
from interactions.models import Interaction, OwnOpener
from interactions.services.moments import record_outcome, write_reflection
from tests.architecture import rights
from tests.architecture.row_world import make_person
from tests.faces import DEELNEMER, FaceClient
from tests.factories import AT_NOON, TODAY, make_campaign
from tests.security.asking import FORM, whole

pytestmark = pytest.mark.django_db
CANARY = "kanarie-"  # stands in everything that is somebody's


@dataclass(frozen=True)
class Person:
    """Somebody who takes part, with one of everything."""

    participant: Participant
    slug: str
    moment: uuid.UUID
    opener: uuid.UUID
    contribution: int
    assignment: int
    day_link: str


def a_person(name: str) -> Person:
    """With a row in every table of participants, of which those that are shown say whose they are."""
    participant = make_person(make_campaign(slug=name))
    moment = Interaction.objects.get(participant=participant)
    record_outcome(moment=moment, status=Interaction.Status.DONE, now=AT_NOON)
    write_reflection(moment=moment, text=f"{CANARY}{name}", now=AT_NOON)
    opener = OwnOpener.objects.get(participant=participant)
    shared = ContributionOwner.objects.get(participant=participant).contribution
    for row in (opener, shared):
        row.text = f"{CANARY}{name}"
        row.save()
    link = make_day_link(
        message=Message.objects.get(participant=participant), local_date=TODAY, now=AT_NOON,
        expires_at=AT_NOON.replace(day=15),
    )  # fmt: skip
    assignment = Assignment.objects.get(participation__participant=participant)
    return Person(participant, name, moment.client_id, opener.client_id, shared.pk, assignment.pk, link)


@pytest.fixture
def people(settings: Settings) -> tuple[Person, Person]:
    settings.ROOT_URLCONF = settings.URLCONF_OF["deelnemer"]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF["deelnemer"]
    return a_person("ik"), a_person("ander")


def browser_of(person: Person) -> Client:
    client = FaceClient(DEELNEMER, raise_request_exception=False)
    secret = open_session(participant=person.participant, now=AT_NOON)
    client.cookies[django_settings.PARTICIPANT_COOKIE_NAME] = secret
    return client


def everything_of(person: Person) -> dict[str, str]:
    """A digest per table of what is this person's."""
    whose = person.participant.pk
    in_moment = f"interaction_id IN (SELECT id FROM interactions_interaction WHERE participant_id = {whose})"  # noqa: S608
    in_campaign = (
        f"participation_id IN (SELECT id FROM challenges_participation WHERE participant_id = {whose})"  # noqa: S608
    )
    tables = {"interactions_reflection": in_moment, "challenges_assignment": in_campaign}
    tables["challenges_contribution"] = f"id = {person.contribution}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'participant_id'"
            " AND table_schema = 'public'"
        )
        tables |= {name: f"participant_id = {whose}" for (name,) in cursor.fetchall()}
        found = {}
        for table, condition in tables.items():
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t WHERE {condition}"  # noqa: S608
            )
            (found[table],) = cursor.fetchone()
    return found


def address(route: str, own: Person, other: Person, *, swap: bool) -> str:
    """The route for somebody, with what it points at taken from another."""
    whose = other if swap else own
    opener = route.startswith("/van-mij/smoesjes/")
    values: dict[str, Any] = {
        "client_id": whose.opener if opener else whose.moment,
        "pk": whose.contribution,
        "slug": whose.slug,
        "secret": own.day_link if route.startswith("/dag/") else "verzonnen",
        "day": TODAY.isoformat(),
        "key": "buurt-idee",
        "version": 1,
        "digest": "0" * 12,
        "sort": "csv",
        "cohort": "2026-Q3",
        "name": "x.csv",
        "token": "verzonnen",
        "code": "0" * 12,
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), route)


def of_another(other: Person) -> dict[str, Any]:
    """Whatever a form might call it."""
    moment = Interaction.objects.get(client_id=other.moment, participant=other.participant)
    return {
        **dict.fromkeys(("client_id", "moment", "smoesje", "opener", "interaction"), other.moment),
        **dict.fromkeys(("participant", "participant_id", "wie", "voor", "deelnemer", "user"), other.participant.pk),
        **dict.fromkeys(("pk", "id", "contribution"), other.contribution),
        **dict.fromkeys(("assignment", "shown"), other.assignment),
        **dict.fromkeys(("version",), moment.idea_version_id),
        **dict.fromkeys(("slug", "campaign", "campagne"), other.slug),
        "day": TODAY.isoformat(),
        "did": "done",
        "stap": "knik",
        "zeker": "ja",
        "text": "van mij",
        "note": "van mij",
        "kind": "opener",
    }  # fmt: skip


def tried(own: Person, other: Person, *, swap: bool) -> tuple[set[str], set[str], int]:
    """What was changed and what was shown of another, by whatever address; and how much was asked."""
    before = everything_of(other)
    changed, shown, asked = set(), set(), 0
    numbers = of_another(other)
    for route in rights.routes_of("deelnemer"):
        target = address(route, own, other, swap=swap)
        for method, query, body, headers in (
            ("GET", f"?{urlencode(numbers)}", "", {}),
            ("POST", f"?{urlencode(numbers)}", urlencode(numbers), {"HX-Request": "true"}),
        ):
            with transaction.atomic():
                client = browser_of(own)  # anew: one of the addresses signs out
                answer = whole(client.generic(method, target + query, body, FORM, headers=headers))
                after = everything_of(other)
                transaction.set_rollback(True)
            asked += 1
            if f"{CANARY}{other.slug}" in answer.content.decode(errors="replace"):
                shown.add(f"{method} {route}")
            if after != before:
                changed.add(f"{method} {route}")
    return changed, shown, asked


@pytest.mark.parametrize("swap", [True, False], ids=["in the path", "in what is sent along"])
def test_nothing_of_another_is_shown_or_changed(swap: bool, people: tuple[Person, Person]) -> None:
    own, other = people
    changed, shown, asked = tried(own, other, swap=swap)
    assert (changed, shown) == (set(), set())
    assert asked > 120


def test_ones_own_is_shown_and_changed_by_the_same(people: tuple[Person, Person]) -> None:
    """Or the test above would see nothing."""
    own, _other = people
    changed, shown, _asked = tried(own, own, swap=True)
    assert {"GET /dagboek/", "GET /van-mij/smoesjes/", "GET /van-mij/gegevens/gedag.json"} <= shown
    assert {"POST /moment/<uuid:client_id>/notitie/", "POST /moment/<uuid:client_id>/weg/"} <= changed
    assert len(changed) > 10


@for_participants
def careless(request: HttpRequest) -> HttpResponse:
    """A page that trusts the numbers it is sent, also in what it tells the database of whom it reads."""
    sent = {**request.GET.dict(), **request.POST.dict()}
    if "moment" not in sent:
        return HttpResponse("")
    with row_security.acting_for(int(sent["participant"])):
        found = Interaction.objects.filter(client_id=sent["moment"]).first()
        return HttpResponse(found.reflection.text if found else "")


urlpatterns = [path("slordig/", careless), path("", include("config.urls_deelnemer"))]


def test_a_page_that_trusts_a_number_is_noticed(people: tuple[Person, Person], settings: Settings) -> None:
    settings.URLCONF_OF = {**settings.URLCONF_OF, "deelnemer": __name__}
    settings.ROOT_URLCONF = __name__
    _changed, shown, _asked = tried(*people, swap=False)
    assert shown == {"GET /slordig/", "POST /slordig/"}
