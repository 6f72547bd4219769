"""Every address says for whom it is, and the two faces share next to nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django import Settings

from accounts.access import Audience, declared_audience, for_everyone
from accounts.views.duties import security_txt
from challenges.views.public import theme_css, theme_logo
from config.health import alive, ready

FACES = ("deelnemer", "beheer")


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("dit mag niemand zien")


# A urlconf with one page that forgot to say for whom it is.
urlpatterns = [
    path("vergeten/", undeclared),
    path("genoemd/", for_everyone(lambda request: HttpResponse("hallo"))),
]


def views_of(face: str) -> dict[str, Any]:
    """Every view of a face, by the route that leads to it."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
        for pattern in resolver.url_patterns:
            route = f"{prefix}{pattern.pattern}"
            if isinstance(pattern, URLPattern):
                yield route, pattern.callback
            else:
                yield from walk(pattern, route)

    return dict(walk(get_resolver(settings.URLCONF_OF[face]), "/"))


@pytest.mark.parametrize("face", FACES)
def test_every_address_declares_its_audience(face: str) -> None:
    views = views_of(face)
    assert len(views) > 5
    assert [route for route, view in views.items() if declared_audience(view) is None] == []


def test_no_staff_page_on_the_participant_face() -> None:
    audiences = {declared_audience(view) for view in views_of("deelnemer").values()}
    assert audiences == {Audience.EVERYONE, Audience.PARTICIPANT, Audience.DAY_LINK}


def test_no_participant_page_on_the_staff_face() -> None:
    audiences = {declared_audience(view) for view in views_of("beheer").values()}
    assert audiences == {Audience.EVERYONE, Audience.STAFF, Audience.STAFF_SIGNING_IN}


def test_the_faces_share_only_the_signs_of_life_whom_to_tell_and_how_a_look_looks() -> None:
    assert set(views_of("deelnemer").values()) & set(views_of("beheer").values()) == {
        alive,
        ready,
        security_txt,
        theme_css,
        theme_logo,
    }


@pytest.mark.parametrize("face", FACES)
def test_a_page_without_audience_answers_nobody(face: str, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF[face]
    with pytest.raises(ImproperlyConfigured, match="declares no audience"):
        Client().get("/vergeten/")
    client = Client(raise_request_exception=False)
    assert client.get("/vergeten/").status_code == 500
    assert client.get("/genoemd/").content == b"hallo"


def test_the_campaigns_own_address_shadows_no_other() -> None:
    """A campaign lives directly under the root, so every other first part must be forbidden to campaigns."""
    from challenges.validators import RESERVED_SLUGS

    routes = [route for face in FACES for route in views_of(face)]
    firsts = {route.split("/")[1] for route in routes}
    plain = {first for first in firsts if re.fullmatch(r"[-\w]+", first)}  # what could be a slug at all
    assert sorted(plain - RESERVED_SLUGS) == []
