"""A draft campaign with its board of days, and what staff send to it."""

import datetime as dt
from typing import Any

from accounts.models import Organisation
from challenges.models import Campaign
from challenges.queries.staff_board import planned_days
from challenges.queries.staff_days import stamp_of
from interactions.models import IdeaVersion
from interactions.models.library import Step
from tests.factories import TODAY, make_campaign, make_idea

MONDAY = TODAY + dt.timedelta(days=5)


def make_draft(organisation: Organisation) -> Campaign:
    """Ten days from next Monday; the last two are empty."""
    return make_campaign(
        organisation=organisation,
        starts_on=MONDAY,
        status=Campaign.Status.DRAFT,
        length=10,
        days=[*({Step.ZIN.value: make_idea()} for _ in range(8)), {}, {}],
    )


def path(campaign: Campaign, rest: str = "") -> str:
    return f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/dagen/{rest}"


def stamp(campaign: Campaign) -> str:
    return stamp_of(planned_days(campaign))


def ideas_on(campaign: Campaign) -> dict[int, set[int]]:
    return {plan.number: set(plan.ideas) for plan in planned_days(campaign)}


def whole_library() -> list[IdeaVersion]:
    return [
        make_idea(domain=domain, step=step)
        for domain in ("buurt", "winkel", "school", "werk")
        for step in Step
        for _ in range(3)
    ]


def posts(campaign: Campaign) -> list[tuple[str, dict[str, Any]]]:
    (seen,) = ideas_on(campaign)[1]
    return [
        ("9/kies/", {"idee": make_idea().idea_id}),
        ("1/haal-weg/", {"stap": "zin", "gezien": seen}),
        ("verplaats/", {"van": 1, "naar": 2, "stand": stamp(campaign)}),
        ("kopieer/", {"week": 1, "naar": 2, "stand": stamp(campaign)}),
        ("vullen/", {"zaad": 1, "stand": stamp(campaign)}),
        ("aantal/", {"aantal": 2, "stand": stamp(campaign)}),
    ]
