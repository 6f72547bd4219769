"""What the app says after a log: it fits what happened, and stays the same when the page is opened again."""

from typing import Any

import pytest

from interactions.models import Fact, Interaction, WarmLine
from interactions.queries.words import fitting_fact, situation_of, warm_line
from interactions.services.library import load_library
from tests.factories import AT_NOON


def moment(**values: Any) -> Interaction:
    return Interaction(**{"pk": 7, "status": "done", **values})


@pytest.mark.parametrize(
    ("values", "situation"),
    [
        ({"response": "positive"}, "done_positive"),
        ({"response": "neutral"}, "done_neutral"),
        ({"response": "declined"}, "done_declined"),
        ({"response": "unknown"}, "done_unknown"),
        ({"response": None}, "done_unknown"),
        ({"status": "different", "response": None}, "different"),
        ({"status": "different", "response": "positive"}, "different"),
        ({"status": "different", "response": "declined"}, "done_declined"),
        ({"status": "other", "response": "neutral"}, "other"),
        ({"response": "positive", "unsafe": True}, "unsafe"),
        ({"status": "other", "response": "declined", "unsafe": True}, "unsafe"),
    ],
)
def test_the_situation_follows_from_what_happened(values: dict[str, Any], situation: str) -> None:
    assert situation_of(moment(**values)) == situation


@pytest.mark.django_db
def test_lines_come_in_turn_and_begin_again() -> None:
    for position, line in enumerate(["Een.", "Twee.", "Drie."], start=1):
        WarmLine.objects.create(situation="other", position=position, line=line)
    assert [found.line for turn in range(4) if (found := warm_line("other", turn=turn))] == [
        "Een.",
        "Twee.",
        "Drie.",
        "Een.",
    ]
    assert warm_line("other", turn=5) == warm_line("other", turn=5)


@pytest.mark.django_db
def test_no_lines_is_no_line() -> None:
    assert warm_line("other", turn=1) is None
    assert fitting_fact(moment(response="positive")) is None


@pytest.mark.django_db
def test_after_a_no_a_fact_about_that_and_else_one_that_fits_anything() -> None:
    for position, (key, fits) in enumerate([("altijd", ["any"]), ("na-een-nee", ["declined"])], start=1):
        Fact.objects.create(key=key, text=key, source="Iemand, 2021, Blad", fits=fits, position=position)
    facts = {
        response: fact.key
        for response in ("positive", "neutral", "declined", "unknown", None)
        if (fact := fitting_fact(moment(response=response)))
    }
    assert facts == {
        "positive": "altijd",
        "neutral": "altijd",
        "declined": "na-een-nee",
        "unknown": "altijd",
        None: "altijd",
    }


@pytest.mark.django_db
def test_the_real_library_has_words_for_every_outcome() -> None:
    load_library(now=AT_NOON)
    for status in Interaction.ATTEMPTS:
        for response in (*Interaction.Response, None):
            for unsafe in (False, True):
                tried = moment(status=status, response=response, unsafe=unsafe)
                assert warm_line(situation_of(tried), turn=7) is not None
                assert fitting_fact(tried) is not None
