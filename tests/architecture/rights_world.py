"""The world in which every door is tried: three organisations, their staff, and the people who take part.

A route with a parameter that is not known here fails with a message that says so: add it to `VALUES` (or, where its
meaning hangs on the route, to `VALUES_OF_ROUTE`), with a row in `Side` or `World` to point at.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client

from accounts.models import Invitation, Membership, Message, Organisation, Participant, User
from accounts.permissions import Role
from accounts.services.day_links import make_day_link
from accounts.services.mail_tokens import preferences_token, unsubscribe_token
from accounts.services.participants import erase_participant
from accounts.services.sessions import open_session
from accounts.services.staff_invitations import invite, secret_of
from accounts.services.ways_back import make_paper_code, make_start_link
from challenges.models import (
    Broadcast,
    Campaign,
    Contribution,
    ContributionOwner,
    LogbookEntry,
    OutsideCampaign,
    Proposal,
    Theme,
    ThemeLogo,
    ThemeVersion,
)
from insights.models import Infographic, Release
from insights.queries.publication import ADDRESS
from interactions.models import Barrier, Idea, OwnOpener
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import (
    AT_NOON,
    TODAY,
    make_assignment,
    make_campaign,
    make_contact,
    make_domain,
    make_idea,
    make_message,
    make_moment,
    make_organisation,
    make_participant,
    make_participation,
    make_staff,
)
from tests.releases import make_national, make_release, sign

INSTITUTE = ("redactie", "analist")  # who work at the institute try its own addresses
LOGIN_OF = {"deelnemer": DEELNEMER, "beheer": BEHEER}


@dataclass
class Side:
    """One organisation with one of everything that is its own."""

    organisation: Organisation
    campaign: Campaign
    theme: Theme
    idea: Idea
    contribution: Contribution
    proposal: Proposal
    outside: OutsideCampaign
    broadcast: Broadcast
    logbook: LogbookEntry
    member: User
    membership: Membership
    invitation: Invitation
    release: Release  # drawn, and not out


@dataclass
class World:
    own: Side
    other: Side
    institute: Side
    staff: dict[str, User] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    moment: uuid.UUID = field(default_factory=uuid.uuid4)
    opener: uuid.UUID = field(default_factory=uuid.uuid4)
    shared: int = 0
    of_a_stranger: dict[str, Any] = field(
        default_factory=dict
    )  # a moment and an opener of another participant
    idea: str = ""  # of the library, which everybody may read
    national: str = ""  # the digest of a national release that is drawn and not out
    published: str = ""  # of one that is out
    place: str = ""
    barrier: str = ""

    def side_of(self, actor: str) -> Side:
        return self.institute if actor in INSTITUTE else self.own


Value = Callable[[World, Side, str], Any]
VALUES: dict[str, Value] = {
    "org": lambda world, side, actor: side.organisation.slug,
    "slug": lambda world, side, actor: side.campaign.slug,
    "key": lambda world, side, actor: side.idea.key,
    "number": lambda world, side, actor: 1,
    "version": lambda world, side, actor: side.theme.version,
    "client_id": lambda world, side, actor: world.moment,
    "secret": lambda world, side, actor: world.tokens.get(actor, "verzonnen-geheim"),
    "token": lambda world, side, actor: world.tokens["preferences"],
    "code": lambda world, side, actor: world.tokens["paper"],
    "day": lambda world, side, actor: TODAY.isoformat(),
    "pk": lambda world, side, actor: world.shared,
    "sheet": lambda world, side, actor: "poster",
    "moment": lambda world, side, actor: "start",
    "digest": lambda world, side, actor: "0" * 64,
    "sort": lambda world, side, actor: "csv",
    "cohort": lambda world, side, actor: "2026-Q3",
    "name": lambda world, side, actor: "SHA256SUMS",
}
# Where a parameter means something else: (beginning of the route, parameter).
VALUES_OF_ROUTE: dict[tuple[str, str], Value] = {
    ("/thema/", "key"): lambda world, side, actor: side.theme.key,
    ("/beheer/<slug:org>/uitstraling/", "key"): lambda world, side, actor: side.theme.key,
    ("/beheer/<slug:org>/bijdragen/", "pk"): lambda world, side, actor: side.contribution.pk,
    ("/beheer/<slug:org>/voorstellen/", "pk"): lambda world, side, actor: side.proposal.pk,
    ("/beheer/<slug:org>/landelijk/", "pk"): lambda world, side, actor: side.outside.pk,
    ("/beheer/<slug:org>/medewerkers/uitnodigingen/", "number"): lambda world, side, actor: (
        side.invitation.pk
    ),
    ("/beheer/<slug:org>/medewerkers/<", "number"): lambda world, side, actor: side.membership.pk,
    ("/inloggen/uitnodiging/", "secret"): lambda world, side, actor: secret_of(
        invitation=world.own.invitation
    ),
    ("/beheer/<slug:org>/bibliotheek/ideeen/", "key"): lambda world, side, actor: world.idea,
    ("/beheer/<slug:org>/bibliotheek/plekken/", "key"): lambda world, side, actor: world.place,
    ("/beheer/<slug:org>/bibliotheek/drempels/", "key"): lambda world, side, actor: world.barrier,
    ("/ideeen/", "key"): lambda world, side, actor: world.idea,
    ("/vandaag/idee/", "key"): lambda world, side, actor: world.idea,
    ("/handleiding/", "slug"): lambda world, side, actor: "beginnen",
    ("/startlink/", "secret"): lambda world, side, actor: world.tokens["start"],
    ("/afmelden/", "token"): lambda world, side, actor: world.tokens["unsubscribe"],
    ("/beheer/<slug:org>/campagnes/<slug:slug>/resultaten/", "digest"): lambda world, side, actor: (
        side.release.digest[:ADDRESS]
    ),
    ("/beheer/<slug:org>/resultaten/", "digest"): lambda world, side, actor: world.national[:ADDRESS],
    ("/beheer/<slug:org>/campagnes/<slug:slug>/infographic/", "digest"): lambda world, side, actor: (
        side.release.digest[:ADDRESS]
    ),
    ("/beheer/<slug:org>/infographic/", "digest"): lambda world, side, actor: world.national[:ADDRESS],
    ("/beheer/<slug:org>/campagnes/<slug:slug>/infographic/", "sort"): lambda world, side, actor: "png",
    ("/beheer/<slug:org>/infographic/", "sort"): lambda world, side, actor: "png",
    ("/resultaten/<slug:digest>/infographic", "sort"): lambda world, side, actor: "png",
    ("/resultaten/", "digest"): lambda world, side, actor: world.published[:ADDRESS],
    ("/van-mij/smoesjes/", "client_id"): lambda world, side, actor: world.opener,
}
_OF_ALL = tuple(
    f"/beheer/<slug:org>/{page}/" for page in ("bibliotheek", "voorstellen", "resultaten", "infographic")
)
# Parameters that say whose, or that mean the same everywhere: never taken from another organisation.
_NOT_TO_SWAP = {"org", "number", "version", "day", "step", "moment", "sheet", "sort"}


def may_swap(route: str, name: str) -> bool:
    """Whether a parameter of a route points at something that belongs to one organisation. Other pages of an institute
    are about what belongs to none, or to all of them."""
    if route.startswith(_OF_ALL):
        return False
    return name not in _NOT_TO_SWAP or (name == "number" and "/medewerkers/" in route)


def make_world() -> World:
    """Everything that an address can point at, made anew."""
    world = World(
        own=_side("eigen", Organisation.Kind.MUNICIPALITY),
        other=_side("ander", Organisation.Kind.MUNICIPALITY),
        institute=_side("instituut", Organisation.Kind.INSTITUTE),
    )
    world.idea = make_idea().idea.key
    world.place = make_domain().key
    world.barrier = Barrier.objects.create(
        key="te-druk", label="Te druk", answer="Dat kan.", offers="none", position=1
    ).key
    own, other, institute = world.own.organisation, world.other.organisation, world.institute.organisation
    for actor, organisation, role in (
        ("meekijker", own, Role.VIEWER),
        ("redacteur", own, Role.EDITOR),
        ("beheerder", own, Role.MANAGER),
        ("geen2e", own, Role.MANAGER),
        ("elders", other, Role.MANAGER),
        ("twee", own, Role.MANAGER),
        ("redactie", institute, Role.EDITORIAL),
        ("analist", institute, Role.ANALYST),
    ):
        world.staff[actor] = make_staff(organisation=organisation, role=role)
    Membership.objects.create(user=world.staff["twee"], organisation=other, role=Role.MANAGER)
    world.national = make_national(cohort="2026-Q2").digest
    world.published = sign(make_national(), world.staff["analist"], world.staff["redactie"]).digest
    _participants(world)
    _infographics(world)
    return world


def _infographics(world: World) -> None:
    """A version of every release, for everybody once it is out."""
    for release in Release.objects.all():
        Infographic.objects.create(
            release=release,
            number=1,
            headline="Hoi",
            blocks=["did"],
            public=True,
            made_by=world.own.member,
            made_at=AT_NOON,
        )


def _side(slug: str, kind: str) -> Side:
    organisation = make_organisation(slug=slug, kind=kind)
    campaign = make_campaign(organisation=organisation, slug=f"{slug}-campagne", length=3)
    theme = Theme.objects.create(organisation=organisation, key=f"{slug}-stijl", name=slug)
    ThemeVersion.objects.create(
        theme=theme, number=1, tokens={}, source=ThemeVersion.Source.PICKER, created_at=AT_NOON
    )
    ThemeLogo.objects.create(theme=theme, png=b"png", width=1, height=1, digest="0" * 64, alt=slug)
    idea = make_idea(key=f"{slug}-idee").idea
    Idea.objects.filter(pk=idea.pk).update(organisation=organisation)
    member = make_staff(organisation=organisation, role=Role.VIEWER)
    contribution = Contribution.objects.create(
        campaign=campaign, kind=Contribution.Kind.OPENER, text="Hallo!", offered_on=TODAY
    )
    return Side(
        organisation=organisation,
        campaign=campaign,
        theme=theme,
        idea=idea,
        contribution=contribution,
        proposal=Proposal.objects.create(
            organisation=organisation, contribution=contribution, proposed_at=AT_NOON
        ),
        outside=OutsideCampaign.objects.create(
            organisation=organisation, municipality=slug, name=slug, starts_on=TODAY
        ),
        broadcast=Broadcast.objects.create(campaign=campaign, title="Hoi", text="Hoi!", created_at=AT_NOON),
        logbook=LogbookEntry.objects.create(campaign=campaign, moment="start", updated_at=AT_NOON),
        member=member,
        membership=member.memberships.get(),
        invitation=invite(
            organisation=organisation,
            email=f"nieuw@{slug}.example",
            name="Nieuw",
            role=organisation.roles[0],
            by=None,
            now=AT_NOON,
        ),
        release=make_release(campaign=campaign),
    )


def _participants(world: World) -> None:
    participant, erased = make_participant(), make_participant()
    contact = make_contact(participant=participant)
    make_assignment(participation=make_participation(participant=participant, campaign=world.own.campaign))
    moment = make_moment(participant=participant)
    opener = _opener(participant)
    ContributionOwner.objects.create(participant=participant, contribution=world.own.contribution)
    world.moment, world.opener, world.shared = moment.client_id, opener.client_id, world.own.contribution.pk
    world.of_a_stranger = _of_a_stranger()
    world.cookies = {
        "deelnemer": open_session(participant=participant, now=AT_NOON),
        "gewist": open_session(participant=erased, now=AT_NOON),
    }
    world.tokens = {
        "daglink": _day_link(participant),
        "gewist": _day_link(erased),
        "start": make_start_link(participant=participant, now=AT_NOON),
        "paper": make_paper_code(participant=participant, now=AT_NOON),
        "preferences": preferences_token(contact_id=contact.pk),
        "unsubscribe": unsubscribe_token(contact_id=contact.pk, kind=Message.Kind.NOTICE),
    }
    erase_participant(participant=erased)


def _opener(participant: Participant) -> OwnOpener:
    return OwnOpener.objects.create(
        participant=participant, text="Hoi!", domain=make_domain(), created_at=AT_NOON, updated_at=AT_NOON
    )


def _of_a_stranger() -> dict[str, Any]:
    """Of somebody whom none of the actors is."""
    stranger = make_participant()
    return {
        "moment": make_moment(participant=stranger).client_id,
        "opener": _opener(stranger).client_id,
    }


def _day_link(participant: Participant) -> str:
    message = make_message(participant=participant)
    end = AT_NOON + dt.timedelta(days=1)
    return make_day_link(message=message, local_date=TODAY, expires_at=end, now=AT_NOON)


def sign_in(client: Client, user: User, *, second_factor: bool) -> None:
    """A session as signing in makes it, with both steps or only the first."""
    client.force_login(user)
    if not second_factor:
        session = client.session
        session["account_authentication_methods"] = [
            record for record in session["account_authentication_methods"] if record["method"] != "mfa"
        ]
        session.save()


def browser_of(world: World, face: str, actor: str) -> Client:
    """A browser on a face, known as the actor. Cookies of the other face are there too: they must open nothing."""
    client = FaceClient(LOGIN_OF[face], raise_request_exception=False)
    if actor in world.staff:
        sign_in(client, world.staff[actor], second_factor=actor != "geen2e")
    if actor in world.cookies:
        client.cookies[settings.PARTICIPANT_COOKIE_NAME] = world.cookies[actor]
    return client
