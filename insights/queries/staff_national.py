"""What runs in the country and when its next figures come. Of each campaign only what everybody may know."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from challenges.models import Campaign
from challenges.queries.calendar import CampaignState, campaign_state
from challenges.queries.staff_national import public_campaigns
from insights.models import Draw, ReleaseKind

# In the order of the overview.
_WORDS = {
    CampaignState.RUNNING: "loopt",
    CampaignState.PAUSED: "gepauzeerd",
    CampaignState.BEFORE: "begint nog",
    CampaignState.OVER: "voorbij",
}
_TO_COME = (Draw.State.ANNOUNCED, Draw.State.COUNTING)


@dataclass(frozen=True)
class NationalRow:
    """One public campaign of any organisation."""

    campaign: Campaign
    state: CampaignState
    next_release: dt.date | None

    @property
    def days(self) -> int:
        return self.campaign.day_count  # type: ignore[attr-defined]  # annotated below

    @property
    def filled(self) -> int:
        return self.campaign.filled_days  # type: ignore[attr-defined]  # annotated below

    @property
    def word(self) -> str:
        """The state in words."""
        return _WORDS[self.state]

    @property
    def is_over(self) -> bool:
        return self.state == CampaignState.OVER


def national_rows(today: dt.date) -> list[NationalRow]:
    """Every public campaign of every organisation, in one query: what runs, what is paused, what begins, what is
    over."""
    places = list(_WORDS)
    due = _announced().filter(campaign=OuterRef("pk")).values("due_on")[:1]
    rows = [
        NationalRow(campaign, campaign_state(campaign, today), campaign.next_release)
        for campaign in public_campaigns().annotate(next_release=Subquery(due))
    ]
    return sorted(rows, key=lambda row: places.index(row.state))  # keeps the order within a place


def next_national_release() -> dt.date | None:
    """When the next figures of the whole country come."""
    return _announced().filter(kind=ReleaseKind.NATIONAL).values_list("due_on", flat=True).first()


def _announced() -> QuerySet[Draw]:
    return Draw.objects.filter(state__in=_TO_COME).order_by("due_on", "pk")
