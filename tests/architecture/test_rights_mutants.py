"""Faults in who may do what, each of which the table of rights must notice: a test that cannot fail protects nobody.

The faults are of the kinds that slip into a change: a door that forgets to ask, asks for too little or looks up a thing
without its owner. They are tried on the pages themselves, and what notices them is what guards those: the table, and
reaching for what is another's.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
import time_machine
from django.template.backends.django import Template
from pytest_django import Settings

from accounts.permissions import Permission
from tests.architecture import rights, rights_world
from tests.architecture.mutating import Apply, asking_only, replaced
from tests.architecture.rights_foreign import (
    intruded,
    routes_of_a_person,
    routes_of_organisation,
    swapped,
    touched,
)
from tests.architecture.rights_table import ACTORS, read_table
from tests.architecture.rights_world import World, make_world
from tests.faces import OWNER
from tests.factories import AT_NOON

pytestmark = pytest.mark.django_db

DOOR = "accounts.access"


@dataclass(frozen=True)
class Mutant:
    """One fault. `near`: a part of the addresses that it is about, which are tried first; the others follow."""

    face: str
    near: str
    apply: Apply


def staff(near: str, apply: Apply) -> Mutant:
    return Mutant("beheer", near, apply)


def person(near: str, apply: Apply) -> Mutant:
    return Mutant("deelnemer", near, apply)


MUTANTS = {
    # the doors themselves
    "anybody who signed in is a member": staff(
        "<slug:org>/",
        replaced(
            f"{DOOR}:_membership",
            "membership_of(user, org)",
            "Membership.objects.select_related('organisation').filter(organisation__slug=org).first()",
        ),
    ),
    "the organisation in the address is not looked at": staff(
        "<slug:org>/",
        replaced(
            "accounts.queries.staff_members:membership_of",
            "user=user, organisation__slug=org",
            "user=user",
        ),
    ),
    "every role may do everything": staff(
        "/medewerkers/",
        replaced("accounts.permissions:role_has", "permission in permissions_of(role)", "True"),
    ),
    "one permission is as good as another": staff(
        "/medewerkers/",
        replaced(
            "accounts.permissions:role_has",
            "permission in permissions_of(role)",
            "bool(permissions_of(role))",
        ),
    ),
    "a code by e-mail is a second step too": staff(
        "<slug:org>/",
        replaced(f"{DOOR}:took_second_step", 'record.get("method") == "mfa"', 'record.get("method")'),
    ),
    "the second step is not asked": staff(
        "<slug:org>/",
        replaced(f"{DOOR}:for_staff.guarded", "if not took_second_step(request):", "if False:"),
    ),
    "nobody need sign in": staff(
        "<slug:org>/",
        replaced(f"{DOOR}:for_staff.guarded", "if not request.user.is_authenticated:", "if False:"),
    ),
    "a permission is asked and the answer forgotten": staff(
        "/medewerkers/",
        replaced(f"{DOOR}:for_staff.guarded", "raise PermissionDenied", "pass"),
    ),
    "strangers are let through to pages of participants": person(
        "/van-mij/",
        replaced(f"{DOOR}:for_participants.guarded", "if not request.participant:", "if False:"),
    ),
    "a cookie that nobody has is somebody": person(
        "/van-mij/",
        replaced(
            "accounts.services.sessions:recognise",
            "if session is None:\n        return None",
            "if session is None:\n        return Participant.objects.first()",
        ),
    ),
    # pages that ask for too little
    "an onlooker publishes": staff("/publiceren/", asking_only("beheer:publish", Permission.VIEW_CAMPAIGNS)),
    "an editor publishes": staff("/publiceren/", asking_only("beheer:publish", Permission.EDIT_CAMPAIGNS)),
    "an editor invites": staff("/uitnodigen/", asking_only("beheer:invite", Permission.EDIT_CAMPAIGNS)),
    "an onlooker reads what waits unmoderated": staff(
        "/bijdragen/", asking_only("beheer:contributions", Permission.VIEW_CAMPAIGNS)
    ),
    "an editor reads the history": staff(
        "/geschiedenis/", asking_only("beheer:history", Permission.EDIT_CAMPAIGNS)
    ),
    "an onlooker signs figures": staff(
        "/naar-buiten/", asking_only("insights:release_sign", Permission.VIEW_RESULTS)
    ),
    "who manages a municipality writes in the library": staff(
        "/bibliotheek/", asking_only("beheer:library_idea", Permission.EDIT_CAMPAIGNS)
    ),
    "an analyst notes campaigns elsewhere": staff(
        "/landelijk/", asking_only("beheer:outside_new", Permission.VIEW_RESULTS)
    ),
    # things fetched without their owner
    "a campaign of any organisation": staff(
        "/campagnes/",
        replaced(
            "challenges.queries.campaigns:campaigns_of",
            "Campaign.objects.filter(organisation=organisation)",
            "Campaign.objects.all()",
        ),
    ),
    "a contribution to any organisation": staff(
        "/bijdragen/",
        replaced(
            "challenges.queries.staff_contributions:contributions_of",
            "Contribution.objects.filter(campaign__organisation=organisation)",
            "Contribution.objects.all()",
        ),
    ),
    "a look of any organisation": staff(
        "/uitstraling/",
        replaced(
            "challenges.queries.staff_looks:looks_of",
            ".filter(Q(organisation=organisation) | Q(organisation=None))",
            ".all()",
        ),
    ),
    "an own idea of any organisation": staff(
        "/ideeen/",
        replaced(
            "challenges.queries.staff_ideas:own_idea",
            "idea__key=key, idea__organisation=organisation",
            "idea__key=key",
        ),
    ),
    "a campaign elsewhere of any institute": staff(
        "/buiten-gedag/",
        replaced(
            "challenges.queries.staff_national:outside_campaign", "organisation=organisation, pk=pk", "pk=pk"
        ),
    ),
    "a member of any organisation": staff(
        "/medewerkers/",
        replaced(
            "accounts.queries.staff_members:members",
            "organisation.memberships.select_related",
            "Membership.objects.select_related",
        ),
    ),
    "an invitation of any organisation": staff(
        "/uitnodigingen/",
        replaced(
            "accounts.views.beheer.invitations:_known",
            "request.membership.organisation.invitations.filter(pk=number).exists()",
            "number",
        ),
    ),
    "a release of any campaign": staff(
        "/resultaten/",
        replaced(
            "insights.queries.publication:releases_of_campaign",
            ".filter(draw__campaign=campaign)",
            "",
        ),
    ),
    "an infographic of any campaign": staff(
        "/infographic/",
        replaced(
            "insights.views.beheer.infographics:_of_campaign",
            "releases().filter(draw__campaign=campaign)",
            "releases()",
        ),
    ),
    "pages of an institute for everybody": staff(
        "/landelijk/",
        replaced(
            "challenges.views.beheer.institute:institute_of",
            "organisation.kind != Organisation.Kind.INSTITUTE",
            "False",
        ),
    ),
    "a moment of anybody": person(
        "/moment/",
        replaced(
            "interactions.queries.diary:moment_of",
            "moments_of(participant)",
            "Interaction.objects",
        ),
    ),
    "an opener of anybody": person(
        "/smoesjes/",
        replaced(
            "interactions.queries.openers:own_openers",
            "participant.own_openers.select_related",
            "OwnOpener.objects.select_related",
        ),
    ),
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


def deviations(world: World, face: str, routes: Sequence[str]) -> Iterator[str]:
    """Where an answer is not what the table says."""
    written = read_table()
    for row, actor, word in rights.answers(world, face, routes):
        expected = written[row][ACTORS.index(actor)]
        if word != expected:
            yield f"{' '.join(row)}: {actor} should get {expected}, and got {word}"


def findings(world: World, mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What the table of rights, and the tests beside it, find of a fault: near it, and then everywhere. One address at
    a time, everything of it: a door left open is seen where it stands, and not after all that are shut."""
    everywhere = rights.routes_of(mutant.face)
    near = [route for route in everywhere if mutant.near in route]
    assert near, f"no address has {mutant.near}"
    whose = routes_of_organisation() if mutant.face == "beheer" else routes_of_a_person()
    for route in (*near, *(route for route in everywhere if route not in near)):
        owned = [route] if route in whose else []
        with monkeypatch.context() as bare:
            bare.setattr(Template, "render", lambda self, context=None, request=None: "")
            if mutant.face == "deelnemer":
                yield from map(str, intruded(world, owned))
            else:
                yield from map(str, swapped(world, owned))
            yield from deviations(world, mutant.face, [route])
        if mutant.face == "beheer":
            yield from map(str, touched(world, owned))


@pytest.mark.parametrize("name", list(MUTANTS))
def test_a_fault_in_who_may_do_what_is_noticed(
    name: str, monkeypatch: pytest.MonkeyPatch, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")  # refusals are what is asked for here
    mutant = MUTANTS[name]
    settings.ROOT_URLCONF = settings.URLCONF_OF[mutant.face]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF[mutant.face]
    monkeypatch.setattr(rights_world, "LOGIN_OF", {mutant.face: OWNER})
    world = make_world()
    mutant.apply(monkeypatch)
    found = next(findings(world, mutant, monkeypatch), None)
    print(f"{name}: {found}")
    assert found
