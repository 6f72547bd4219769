"""Fixtures for every test: both faces as clients, and a fixed library and clock where a rule needs them."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.template.backends.django import Template
from django.test import Client
from django.utils import translation
from pytest_django import Settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from accounts.models import Organisation, Participant, User
from accounts.services.sessions import open_session
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_organisation, make_staff

# What starts whole systems, each with ports and processes of its own: in rows, in which one goes after the other, also
# on many cores. The journeys are two rows of about as long, cut by name.
_JOURNEYS = "tests/e2e/"
_OTHER_SYSTEMS = (
    "tests/config/runner/", "tests/faults/", "tests/canaries/", "tests/config/test_stop.py",
    # These set passwords of logins, which all databases of a server share.
    "tests/config/test_set_login_passwords.py", "tests/insights/test_services_drawing.py",
)  # fmt: skip


class _WholeSystemsInRows(LoadScopeScheduling):
    """Hands out test by test, but whole systems a row at a time. (xdist's own groups do not see pytest 9's names.)"""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(_JOURNEYS):
            return "journeys, first half" if nodeid < f"{_JOURNEYS}test_first" else "journeys, second half"
        return "other systems" if nodeid.startswith(_OTHER_SYSTEMS) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _WholeSystemsInRows:
    return _WholeSystemsInRows(config, log)


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Settings) -> None:
    """Tests read static files from their folders: no collectstatic, no hashes."""
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _dutch_to_begin_with() -> None:
    """The language that an earlier test's last page was in stays with the thread."""
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture
def _not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers without the words in them, for tests of their headers and their statuses."""
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")


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
def organisation() -> Organisation:
    """A municipality."""
    return make_organisation()


@pytest.fixture
def staff(organisation: Organisation) -> User:
    """Who may do everything there."""
    return make_staff(organisation=organisation)


@pytest.fixture
def browser_of(deelnemer_face: Client) -> Callable[[Participant], Client]:
    """Gives a browser in which a participant is known."""

    def known(participant: Participant) -> Client:
        client = FaceClient(DEELNEMER)
        secret = open_session(participant=participant, now=participant.last_seen_at)
        client.cookies[django_settings.PARTICIPANT_COOKIE_NAME] = secret
        return client

    return known
