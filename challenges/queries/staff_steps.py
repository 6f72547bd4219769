"""The steps of the studio: which there are, what each holds of a campaign, and how far it is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from challenges.models import Campaign
from challenges.queries.staff_check import Finding

MOST_PROMPT_TIMES = 4
_ENGLISH = "english_"


@dataclass(frozen=True)
class Step:
    """One step: its key, its page (a name in `beheer:`) and what it is called."""

    key: str
    page: str
    label: str


# In the order of the step bar. A step of somebody else's page needs only its line here.
STEPS = (
    Step("basics", "basics", "Basis"),
    Step("texts", "texts", "Teksten"),
    Step("look", "look", "Uitstraling"),
    Step("days", "days", "Dagen"),
    Step("prompts", "prompts", "Berichten"),
    Step("contact", "contact", "Contact"),
    Step("check", "check", "Controle"),
)


@dataclass(frozen=True)
class StepState:
    """A step in the bar: done, or what is left in a few words."""

    step: Step
    number: int
    done: bool
    note: str


def step_states(found: Sequence[Finding], *, published: bool) -> list[StepState]:
    """The step bar, from what the check found."""
    return [_state(step, number, found, published) for number, step in enumerate(STEPS, start=1)]


def _state(step: Step, number: int, found: Sequence[Finding], published: bool) -> StepState:  # noqa: FBT001
    left = [one for one in found if one.blocks and step.key in (one.step, "check")]
    if step.key == "check":
        note = (
            f"nog {_points(len(left))}" if left else "Gepubliceerd" if published else "Klaar om te publiceren"
        )
    elif len(left) > 1:
        note = f"nog {_points(len(left))}"
    else:
        note = left[0].short if left else "Klaar"
    return StepState(step=step, number=number, done=not left, note=note)


def _points(count: int) -> str:
    return "1 punt" if count == 1 else f"{count} punten"


def next_step(key: str) -> Step:
    """The step after this one; after the last one the last one."""
    keys = [step.key for step in STEPS]
    return STEPS[min(keys.index(key) + 1, len(STEPS) - 1)]


def step_values(campaign: Campaign, key: str) -> dict[str, Any]:
    """What a step holds of a campaign, by the names of its fields."""
    return {"basics": _basics, "texts": _texts, "prompts": _prompts, "contact": _contact}[key](campaign)


def _basics(campaign: Campaign) -> dict[str, Any]:
    return {
        "slug": campaign.slug,
        "calendar": campaign.calendar,
        "starts_on": campaign.starts_on,
        "length": campaign.days.count(),
        "adoptable": campaign.adoptable,
    }


def _texts(campaign: Campaign) -> dict[str, Any]:
    names = ("name", "headline", "reply", "intro")
    people: list[str] = [*campaign.people, "", ""]
    return {
        **{name: getattr(campaign, name) for name in names},
        **{_ENGLISH + name: campaign.english.get(name, "") for name in names},
        "person_one": people[0],
        "person_two": people[1],
    }


def _prompts(campaign: Campaign) -> dict[str, Any]:
    times: list[dt.time | None] = [*campaign.prompt_times, *[None] * MOST_PROMPT_TIMES]
    return {f"time_{number}": times[number - 1] for number in range(1, MOST_PROMPT_TIMES + 1)}


def _contact(campaign: Campaign) -> dict[str, Any]:
    return {
        "contact_email": campaign.contact_email,
        "help_line": campaign.help_line,
        "english_help_line": campaign.english.get("help_line", ""),
    }


def changes_of(
    values: Mapping[str, Any], seen: Mapping[str, Any], current: Mapping[str, Any], *, stale: bool
) -> dict[str, Any]:
    """What a page asks to change. A `stale` page, made before a colleague saved, asks only for what was changed on it:
    `seen` is what it showed. What already is so, asks nothing."""
    return {
        name: value
        for name, value in values.items()
        if value != current[name] and not (stale and name in seen and value == seen[name])
    }


def clashes_of(
    wanted: Mapping[str, Any], seen: Mapping[str, Any], current: Mapping[str, Any], *, stale: bool
) -> dict[str, Any]:
    """What a colleague made of the fields that a stale page wants to change too."""
    if not stale:
        return {}
    return {name: current[name] for name in wanted if name not in seen or seen[name] != current[name]}
