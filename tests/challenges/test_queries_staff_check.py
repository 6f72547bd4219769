"""The check names each thing that is missing, and where to mend it."""

import datetime as dt
from typing import Any

import pytest

from challenges.models import Campaign
from challenges.queries.staff_check import Facts, Level, SlotFacts, facts_of, findings
from interactions.models import Idea
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea

TOMORROW = TODAY + dt.timedelta(days=1)
PLACES = ("buurt", "winkel", "ov")


def full_day(number: int) -> tuple[SlotFacts, ...]:
    return tuple(
        SlotFacts(step, f"{place}-{step}-{number}", place)
        for step, place in zip(("knik", "zin", "praatje"), PLACES, strict=True)
    )


def facts(*, days: dict[int, tuple[SlotFacts, ...]] | None = None, **fields: Any) -> Facts:
    """A campaign on which there is nothing to remark, but for what is asked."""
    campaign = Campaign(
        **{
            "name": "Vaartwijk zegt gedag",
            "headline": "Is lijn 3 al geweest?",
            "reply": "Bijna!",
            "intro": "Twee weken lang elke dag iets kleins.",
            "people": ["bun", "cap"],
            "calendar": "fixed",
            "starts_on": TOMORROW,
            "ends_on": TOMORROW,
            "contact_email": "gedag@vaartwijk.example",
            "help_line": "De Luisterlijn.",
            **fields,
        }
    )
    return Facts(campaign, {1: full_day(1), 2: full_day(2)} if days is None else days)


def missing(name: str, text: str) -> Facts:
    whole = facts()
    setattr(whole.campaign, name, text)
    return whole


def said(of: Facts) -> list[tuple[str, str, str]]:
    return [(one.step, one.level.value, one.code) for one in findings(of, TODAY)]


def test_there_is_nothing_to_say_of_a_campaign_that_is_ready() -> None:
    assert said(facts()) == []


@pytest.mark.parametrize("name", ["name", "headline", "reply", "intro"])
@pytest.mark.parametrize("text", ["", "  "])
def test_each_missing_text_is_named(name: str, text: str) -> None:
    assert said(missing(name, text)) == [("texts", "error", f"missing_{name}")]


@pytest.mark.parametrize("people", [[], ["bun"]])
def test_two_people_are_needed(people: list[str]) -> None:
    assert said(facts(people=people)) == [("texts", "error", "people")]


def test_half_the_english_is_a_remark_and_none_or_all_is_fine() -> None:
    words = {"name": "a", "headline": "b", "reply": "c", "intro": "d"}
    assert said(facts(english={"headline": "b"})) == [("texts", "warning", "english_partly")]
    assert said(facts(english=words)) == []
    assert said(facts(english={"help_line": "e"})) == []


@pytest.mark.parametrize(
    ("days_from_now", "expected"),
    [
        (-1, [("basics", "error", "past")]),
        (0, [("basics", "warning", "today")]),
        (1, []),
        (365, []),
        (366, [("basics", "warning", "far_away")]),
    ],
)
def test_the_first_day_lies_ahead(days_from_now: int, expected: list[tuple[str, str, str]]) -> None:
    starts_on = TODAY + dt.timedelta(days=days_from_now)
    assert said(facts(starts_on=starts_on, ends_on=starts_on)) == expected


def test_a_campaign_that_runs_began_in_the_past_and_that_is_fine() -> None:
    began = TODAY - dt.timedelta(days=3)
    assert said(facts(status="published", starts_on=began, ends_on=TOMORROW)) == []


def test_a_rolling_campaign_has_no_first_day() -> None:
    assert said(facts(calendar="rolling", starts_on=None, ends_on=None)) == []


def test_there_are_days() -> None:
    assert said(facts(days={})) == [("basics", "error", "no_days")]


def test_empty_days_are_named_together() -> None:
    (one,) = findings(facts(days={1: full_day(1), 2: (), 3: full_day(3), 4: ()}), TODAY)
    assert (one.step, one.level, one.text, one.short) == (
        "days",
        Level.ERROR,
        "Dag 2 en 4 hebben nog geen idee.",
        "2 van 4 gevuld",
    )


def test_one_empty_day_is_named_alone() -> None:
    (one,) = findings(facts(days={1: full_day(1), 2: ()}), TODAY)
    assert one.text == "Dag 2 heeft nog geen idee."


@pytest.mark.parametrize(("places", "expected"), [(1, ["few_domains"]), (2, ["few_domains"]), (3, [])])
def test_three_places_at_least(places: int, expected: list[str]) -> None:
    day = tuple(
        SlotFacts(step, f"idee-{step}", PLACES[min(number, places - 1)])
        for number, step in enumerate(("knik", "zin", "praatje"))
    )
    assert [code for _, level, code in said(facts(days={1: day})) if level == "error"] == expected


def test_the_same_idea_twice_is_a_remark() -> None:
    days = {1: full_day(1), 2: full_day(2), 3: (*full_day(3)[:2], SlotFacts("praatje", "ov-praatje-1", "ov"))}
    (one,) = findings(facts(days=days), TODAY)
    assert (one.level, one.code, one.text) == (
        Level.WARNING,
        "repeat",
        "Op dag 1 en 3 staat hetzelfde idee.",
    )


def test_a_day_without_all_three_steps_is_a_remark() -> None:
    (one,) = findings(facts(days={1: full_day(1), 2: full_day(2)[:1]}), TODAY)
    assert (one.step, one.level, one.code) == ("days", Level.WARNING, "partly")


def test_an_idea_that_left_the_library_is_a_remark() -> None:
    gone = SlotFacts("praatje", "ov-weg", "ov", archived=True)
    (one,) = findings(facts(days={1: (*full_day(1)[:2], gone)}), TODAY)
    assert (one.code, one.text) == (
        "archived",
        "Op dag 1 staat een idee dat niet meer in de bibliotheek is.",
    )


@pytest.mark.parametrize(
    ("name", "code"), [("contact_email", "missing_contact"), ("help_line", "missing_help_line")]
)
def test_contact_is_needed(name: str, code: str) -> None:
    assert said(missing(name, "")) == [("contact", "error", code)]


def test_findings_come_in_the_order_of_the_steps_with_errors_first() -> None:
    found = said(
        facts(
            contact_email="",
            headline="",
            english={"name": "x"},
            starts_on=TODAY,
            days={1: full_day(1), 2: (), 3: full_day(3)[:1]},
        )
    )
    assert found == [
        ("basics", "warning", "today"),
        ("texts", "error", "missing_headline"),
        ("texts", "warning", "english_partly"),
        ("days", "error", "empty"),
        ("days", "warning", "partly"),
        ("contact", "error", "missing_contact"),
    ]


@pytest.mark.django_db
def test_the_facts_are_read_in_one_query(django_assert_num_queries: Any) -> None:
    gone, stays = make_idea(domain="ov"), make_idea(domain="winkel")
    Idea.objects.filter(pk=gone.idea_id).update(archived_at=AT_NOON)
    campaign = make_campaign(days=[{"knik": gone, "zin": stays}, {}], length=2)
    with django_assert_num_queries(1):
        read = facts_of(campaign)
    assert read == Facts(
        campaign,
        {
            1: (
                SlotFacts("knik", gone.idea.key, "ov", archived=True),
                SlotFacts("zin", stays.idea.key, "winkel"),
            ),
            2: (),
        },
    )
