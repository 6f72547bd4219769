"""WHAT IS OFFERED: campaigns with their days, who takes part, and what each got on each day."""

from challenges.models.assignments import Assignment, Offer
from challenges.models.campaigns import Campaign, CampaignDay, CampaignSlot
from challenges.models.contributions import Contribution, ContributionOwner
from challenges.models.participations import Participation, Pause
from challenges.models.proposals import OutsideCampaign, Proposal
from challenges.models.staff_messages import Broadcast, DeliverySummary
from challenges.models.staff_records import LogbookEntry, PageTotal
from challenges.models.themes import Theme, ThemeLogo, ThemeVersion

__all__ = [
    "Assignment",
    "Broadcast",
    "Campaign",
    "CampaignDay",
    "CampaignSlot",
    "Contribution",
    "ContributionOwner",
    "DeliverySummary",
    "LogbookEntry",
    "Offer",
    "OutsideCampaign",
    "PageTotal",
    "Participation",
    "Pause",
    "Proposal",
    "Theme",
    "ThemeLogo",
    "ThemeVersion",
]
