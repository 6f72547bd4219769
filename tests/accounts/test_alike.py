"""Every form that takes an address answers the same whether we know it or not: status, body, headers and cookies."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts.models import Contact, Participant
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_organisation, make_participant, make_staff

pytestmark = pytest.mark.django_db
_OF_ONE_ANSWER = {"Content-Length", "X-Request-Id"}
KNOWN, UNKNOWN = "ik@thuis.example", "jij@thuis.example"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(AT_NOON, tick=False):
        yield


def plain(answer: Any, address: str) -> tuple[object, ...]:
    """All that a browser is told, without the address itself and what is random in every answer."""
    body = re.sub(r'value="[\w-]{36,}"', "", answer.content.decode()).replace(address, "…")
    cookies = {name: (len(one.value), sorted(one.items())) for name, one in answer.cookies.items()}
    headers = {name: value for name, value in answer.headers.items() if name not in _OF_ONE_ANSWER}
    return answer.status_code, body, headers, cookies


def asked_and_tried(browser: Client, address: str, **also: str) -> list[tuple[object, ...]]:
    """A code asked, its page, and wrong codes until there is none; then asked until it is enough."""
    told = [plain(browser.post("/terug/mail/", {"address": address, **also}), address)]
    told += [plain(browser.get("/terug/mail/code/"), address)]
    told += [plain(browser.post("/terug/mail/code/", {"code": "0000-0000"}), address) for _ in range(7)]
    told += [plain(browser.post("/terug/mail/", {"address": address, **also}), address) for _ in range(4)]
    return told


@pytest.fixture
def known(deelnemer_face: Client) -> Participant:
    participant = make_participant()
    Contact.objects.create(participant=participant, address=KNOWN, confirmed_at=AT_NOON)
    return participant


@pytest.mark.usefixtures("known")
def test_a_stranger_who_asks_a_code_learns_nothing() -> None:
    one, other = (asked_and_tried(FaceClient(DEELNEMER), address) for address in (KNOWN, UNKNOWN))
    assert one == other
    assert {answer[0] for answer in one} == {200, 302, 422, 429}


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("also", [{}, {"voor": "mij"}])
def test_who_takes_part_and_would_bring_two_diaries_together_learns_nothing(
    also: dict[str, str], browser_of: Callable[[Participant], Client]
) -> None:
    one, other = (
        asked_and_tried(browser_of(make_participant()), address, **also) for address in (KNOWN, UNKNOWN)
    )
    assert one == other


def test_who_signs_in_as_staff_learns_nothing(beheer_face: Client) -> None:
    staff = make_staff(organisation=make_organisation())

    def tried(address: str) -> list[tuple[object, ...]]:
        browser = FaceClient(BEHEER)
        told = [plain(browser.post("/inloggen/", {"email": address}), address)]
        told += [plain(browser.get("/inloggen/code/"), address)]
        told += [plain(browser.post("/inloggen/code/", {"code": "0000-0000"}), address) for _ in range(5)]
        told += [plain(browser.post("/inloggen/", {"email": address}), address) for _ in range(6)]
        return told

    one, other = tried(staff.email), tried(UNKNOWN)
    assert one == other
    assert {answer[0] for answer in one} >= {200, 302}


def test_who_invites_learns_nothing_of_other_organisations(beheer_face: Client) -> None:
    organisation = make_organisation(slug="vaartstad")
    elsewhere = make_staff(organisation=make_organisation())
    beheer_face.force_login(make_staff(organisation=organisation))
    told = []
    for address in (elsewhere.email, UNKNOWN):
        posted = {"email": address, "name": "Iemand", "role": "redacteur"}
        answer = beheer_face.post("/beheer/vaartstad/medewerkers/uitnodigen/", posted)
        told.append(plain(answer, address))
        told.append(plain(beheer_face.post("/beheer/vaartstad/medewerkers/uitnodigen/", posted), address))
    assert told[:2] == told[2:]
    assert [answer[0] for answer in told[:2]] == [302, 422]
