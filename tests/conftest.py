"""Fixtures for every test: both faces as clients, and a fixed library and clock where a rule needs them."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from accounts.models import Participant
from accounts.services.sessions import open_session
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import AT_NOON


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Settings) -> None:
    """Tests read static files from their folders: no collectstatic, no hashes."""
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def now() -> dt.datetime:
    """A Wednesday at noon in Amsterdam, far from any clock change."""
    return AT_NOON


@pytest.fixture
def deelnemer_face(settings: Settings) -> Client:
    """A browser on the participant face, a stranger so far."""
    settings.ROOT_URLCONF = settings.URLCONF_OF["deelnemer"]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF["deelnemer"]
    return FaceClient(DEELNEMER)


@pytest.fixture
def beheer_face(settings: Settings) -> Client:
    """A browser on the staff face, not signed in."""
    settings.ROOT_URLCONF = settings.URLCONF_OF["beheer"]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF["beheer"]
    return FaceClient(BEHEER)


@pytest.fixture
def browser_of(deelnemer_face: Client) -> Callable[[Participant], Client]:
    """Gives a browser in which a participant is known."""

    def known(participant: Participant) -> Client:
        client = FaceClient(DEELNEMER)
        secret = open_session(participant=participant, now=participant.last_seen_at)
        client.cookies[django_settings.PARTICIPANT_COOKIE_NAME] = secret
        return client

    return known
