"""WHAT IS OFFERED: campaigns with their days, who takes part, and what each got on each day."""

from challenges.models.assignments import Assignment, Offer
from challenges.models.campaigns import Campaign, CampaignDay, CampaignSlot, Theme
from challenges.models.contributions import Contribution, ContributionOwner
from challenges.models.participations import Participation, Pause

__all__ = [
    "Assignment",
    "Campaign",
    "CampaignDay",
    "CampaignSlot",
    "Contribution",
    "ContributionOwner",
    "Offer",
    "Participation",
    "Pause",
    "Theme",
]
