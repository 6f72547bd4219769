"""There is no way around the second step: every address of the staff face is tried without it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.access import Audience, declared_audience
from accounts.models import Organisation, User
from accounts.permissions import Role
from tests.factories import make_campaign, make_organisation, make_staff
from tests.second_step import connect_phone, with_the_mail_alone

pytestmark = pytest.mark.django_db
STEP = "/inloggen/tweede-stap/"


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="ede")


THAT_OPEN = ("/beheer/ede/", "/beheer/ede/medewerkers/", "/beheer/ede/campagnes/campagne/")
ARGUMENTS = {"org": "ede", "slug": "campagne", "secret": "x" * 43}


def addresses_of_staff() -> list[str]:
    """Every address of the staff face that is not for everyone, with something filled in."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
        for pattern in resolver.url_patterns:
            route = f"{prefix}{pattern.pattern}"
            if isinstance(pattern, URLPattern):
                yield route, pattern.callback
            else:
                yield from walk(pattern, route)

    def filled(match: re.Match[str]) -> str:
        kind, _colon, name = match[1].rpartition(":")
        return ARGUMENTS.get(name, "1" if kind == "int" else "iets")

    return sorted(
        {
            re.sub(r"<([\w:]+)>", filled, route)
            for route, view in walk(get_resolver(django_settings.URLCONF_OF["beheer"]), "/")
            if declared_audience(view) is Audience.STAFF
        }
    )


def test_there_are_addresses_to_try() -> None:
    found = addresses_of_staff()
    assert {"/beheer/", *THAT_OPEN} <= set(found)
    assert not [path for path in found if "<" in path]


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
@pytest.mark.parametrize("has_phone", [True, False])
@pytest.mark.parametrize("htmx", [True, False])
def test_no_address_opens_without_the_second_step(
    method: str,
    has_phone: bool,
    htmx: bool,
    beheer_face: Client,
    staff: User,
    organisation: Organisation,
) -> None:
    make_campaign(organisation=organisation, slug="campagne")
    if has_phone:
        connect_phone(staff)
    with_the_mail_alone(beheer_face, staff)
    headers = {"HX-Request": "true"} if htmx else {}
    for path in addresses_of_staff():
        response = getattr(beheer_face, method)(path, headers=headers)
        target = response.get("HX-Redirect") or response.get("Location", "")
        assert target.startswith(STEP), (path, response.status_code)
        assert b"Campagne" not in response.content, path


def test_with_it_they_do(beheer_face: Client, staff: User, organisation: Organisation) -> None:
    """So that the test above does not pass because nothing works."""
    make_campaign(organisation=organisation, slug="campagne")
    beheer_face.force_login(staff)
    assert [beheer_face.get(path).status_code for path in THAT_OPEN] == [200] * len(THAT_OPEN)


def test_a_session_of_somebody_else_does_not_count(
    beheer_face: Client, staff: User, organisation: Organisation
) -> None:
    colleague = make_staff(organisation=organisation, role=Role.VIEWER)
    beheer_face.force_login(staff)
    session = beheer_face.session
    session["account_authentication_methods_user"] = str(colleague.pk)
    session.save()
    assert beheer_face.get("/beheer/ede/")["Location"].startswith(STEP)
