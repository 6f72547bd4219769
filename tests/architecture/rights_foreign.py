"""Reaching for what is somebody else's: in the address, in the query and in what a form sends.

Every function gives what it finds as it goes, so that who only wants to know whether there is anything may stop at
the first.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.test import Client

from tests.architecture import rights
from tests.architecture.rights import METHODS, PARAMETER
from tests.architecture.rights_world import World, browser_of, may_swap

# What a door says of something that is not yours: it does not exist, or nothing is done there in this way. An editor of
# the institute meets doors that are shut to editors whatever is behind them.
_NOT_THERE = {"404", "405"}
_SHUT = {"redactie": {"403"}}
Intrusion = tuple[str, str, str, str]  # actor, method, address, what came of it


def routes_of_organisation() -> list[str]:
    """The routes of the staff face that name an organisation."""
    return [route for route in rights.routes_of("beheer") if "<slug:org>" in route]


def swappable(route: str) -> bool:
    """Whether a route names something that belongs to one organisation."""
    return any(may_swap(route, name) for name in PARAMETER.findall(route))


def swapped(world: World, routes: Iterable[str] | None = None) -> Iterator[Intrusion]:
    """Where the own organisation is named with something of another, what is not "it does not exist"."""
    chosen = [route for route in _chosen(routes, routes_of_organisation()) if swappable(route)]
    for actor in ("beheerder", "twee", "redactie"):
        client, side = browser_of(world, "beheer", actor), world.side_of(actor)
        for route in chosen:
            names = [name for name in PARAMETER.findall(route) if may_swap(route, name)]
            # All of it is another's, or one part only: the own campaign with a release of another.
            for only in ("", *names[1:]):
                address = rights.address_of(route, world, side, actor, foreign=world.other, only=only)
                yield from _let_in(client, actor, address)


def routes_of_a_person() -> list[str]:
    """The routes of the participant face that name something of one participant."""
    return [route for route in rights.routes_of("deelnemer") if "<uuid:client_id>" in route]


def intruded(world: World, routes: Iterable[str] | None = None) -> Iterator[Intrusion]:
    """Where somebody names a moment or an opener of another participant, what is not "it does not exist": by their own
    cookie and by the link of a mail."""
    stranger = dataclasses.replace(world, **world.of_a_stranger)
    for actor, own in (("deelnemer", False), ("daglink", True)):
        client = browser_of(world, "deelnemer", actor)
        for route in _chosen(routes, routes_of_a_person()):
            if route.startswith("/dag/") is own:
                yield from _let_in(client, actor, rights.address_of(route, stranger, world.own, actor))


def _chosen(routes: Iterable[str] | None, everywhere: Iterable[str]) -> Iterable[str]:
    return everywhere if routes is None else routes


def _let_in(client: Client, actor: str, address: str) -> Iterator[Intrusion]:
    for method in METHODS:
        word = rights.word_for(rights.ask(client, method, address))
        if word not in _NOT_THERE | _SHUT.get(actor, set()):
            yield actor, method, address, word


def anothers_numbers(world: World) -> dict[str, Any]:
    """Names that a form may have for something by number or by name, with what is another organisation's."""
    side = world.other
    return {
        **dict.fromkeys(("campaign", "campagne", "pk", "id", "van", "from"), side.campaign.pk),
        **dict.fromkeys(("day", "dag"), side.campaign.days.values_list("pk", flat=True)[0]),
        **dict.fromkeys(("theme", "uitstraling"), side.theme.pk),
        **dict.fromkeys(("idea", "idee"), side.idea.pk),
        **dict.fromkeys(("key", "sleutel"), side.idea.key),
        **dict.fromkeys(("contribution", "bijdrage"), side.contribution.pk),
        **dict.fromkeys(("proposal", "voorstel"), side.proposal.pk),
        **dict.fromkeys(("outside",), side.outside.pk),
        **dict.fromkeys(("member", "lid", "user", "wie"), side.member.pk),
        **dict.fromkeys(("membership", "invitation", "number"), side.membership.pk),
        **dict.fromkeys(("organisation", "organisatie"), side.organisation.pk),
        **dict.fromkeys(("org",), side.organisation.slug),
        **dict.fromkeys(("slug",), side.campaign.slug),
    }


def rows_of(world: World) -> dict[str, str]:
    """A digest per table of everything that is the other organisation's, and of what points at it."""
    org = world.other.organisation.pk
    campaigns = f"(SELECT id FROM challenges_campaign WHERE organisation_id = {org})"  # noqa: S608
    days = f"(SELECT id FROM challenges_campaignday WHERE campaign_id IN {campaigns})"  # noqa: S608
    whose = {
        "accounts_organisation": f"id = {org}",
        "accounts_membership": f"organisation_id = {org}",
        "accounts_invitation": f"organisation_id = {org}",
        "challenges_campaign": f"organisation_id = {org} OR theme_id = {world.other.theme.pk}"
        f" OR adopted_from_id IN {campaigns}",
        "challenges_campaignday": f"campaign_id IN {campaigns}",
        "challenges_campaignslot": f"day_id IN {days} OR idea_id = {world.other.idea.pk}",
        "challenges_theme": f"organisation_id = {org}",
        "challenges_themeversion": f"theme_id = {world.other.theme.pk}",
        "challenges_themelogo": f"theme_id = {world.other.theme.pk}",
        "challenges_logbookentry": f"campaign_id IN {campaigns}",
        "challenges_broadcast": f"campaign_id IN {campaigns}",
        "challenges_contribution": f"campaign_id IN {campaigns}",
        "challenges_proposal": f"organisation_id = {org}",
        "challenges_outsidecampaign": f"organisation_id = {org}",
        "interactions_idea": f"organisation_id = {org}",
        "interactions_ideaversion": f"idea_id = {world.other.idea.pk}",
    }
    digests = {}
    with connection.cursor() as cursor:
        for table, condition in whose.items():
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t WHERE {condition}"  # noqa: S608
            )
            (digests[table],) = cursor.fetchone()
    return digests


def touched(world: World, routes: Iterable[str] | None = None) -> Iterator[tuple[str, set[str]]]:
    """Addresses of the own organisation that were sent another's numbers, with which of the other's tables changed."""
    before, numbers = rows_of(world), anothers_numbers(world)
    client = browser_of(world, "beheer", "beheerder")
    for route in _chosen(routes, routes_of_organisation()):
        address = rights.address_of(route, world, world.own, "beheerder")
        names = fields_of(client, address)
        body = {**dict.fromkeys(names, world.other.campaign.pk), **numbers}
        for data, query in ((body, ""), ({}, "?" + "&".join(f"{name}={v}" for name, v in body.items()))):
            with transaction.atomic():
                client.post(f"{address}{query}", data)
                after = rows_of(world)
                transaction.set_rollback(True)
            changed = {table for table, digest in after.items() if digest != before[table]}
            if changed:
                yield address, changed


def fields_of(client: Client, address: str) -> set[str]:
    """The names of the fields that a page has, as far as it can be looked at."""
    html = client.get(address).content.decode(errors="replace")
    return set(re.findall(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"', html)) - {
        "csrfmiddlewaretoken"
    }
