"""The groetsmoesje builder in the browser."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import Participant
from interactions.models import Interaction, OwnOpener
from interactions.services.library import load_library
from tests.factories import AT_NOON, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library() -> Iterator[None]:
    load_library(now=AT_NOON)
    with time_machine.travel(AT_NOON, tick=False):
        yield


def test_a_place_and_a_character_give_three_openers(deelnemer_face: Client) -> None:
    context = deelnemer_face.get("/smoesje/?plek=ov&karakter=joker").context
    assert [opener.pk for opener in context["found"]] == ["ov-joker-1", "ov-joker-2", "ov-joker-3"]


@pytest.mark.parametrize("asked", ["van=%00", "van=verzonnen", "mijn=%00", "mijn=x", ""])
def test_an_opener_that_is_not_there_is_a_404(
    asked: str, browser_of: Callable[[Participant], Client]
) -> None:
    assert browser_of(make_participant()).get(f"/smoesje/jouw-zin/?{asked}").status_code == 404


def test_an_opener_is_kept_and_tried_once_a_day(browser_of: Callable[[Participant], Client]) -> None:
    browser = browser_of(make_participant())
    form = browser.get("/smoesje/jouw-zin/?van=ov-giver-1").context["form"]
    said = {name: form[name].value() for name in ("client_id", "domain", "character", "opener")}
    for _ in range(2):
        browser.post("/smoesje/jouw-zin/", {**said, "text": "  Ga   zitten. ", "probeer": "ja"})
    assert [opener.text for opener in OwnOpener.objects.all()] == ["Ga zitten."]
    assert [moment.plan_text for moment in Interaction.objects.all()] == ["Ga zitten."]
