"""What every test of this folder stands on: noon of one day, and quiet about refusals, which are what is asked for."""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.template.backends.django import Template

from tests.factories import AT_NOON


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("django", "gedag"):
        caplog.set_level(logging.CRITICAL, logger=name)


@pytest.fixture
def _not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers without the words in them, for tests of their headers and their statuses."""
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")
