"""What every test of this folder stands on: noon of one day, and quiet about refusals, which are what is asked for."""

import logging
from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import AT_NOON


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("django", "gedag"):
        caplog.set_level(logging.CRITICAL, logger=name)
