"""What surrounds a moment on a page: the words that were on the screen, and the campaign it belongs to."""

from typing import Any

from challenges.models import Campaign
from interactions.models import Interaction


def frame(moment: Interaction) -> dict[str, Any]:
    """Context of every page about one moment; without an assignment the page has the participant's own sender."""
    context: dict[str, Any] = {
        "moment": moment,
        "version": moment.idea_version,
        "current_door": "vandaag",
    }
    assignment = getattr(moment, "assignment", None)
    if assignment:
        context["campaign"] = assignment.participation.campaign
    return context


def help_line_for(moment: Interaction) -> str:
    """Whom to call when something was not right: of the moment's campaign, else of the participant's first one."""
    campaigns = Campaign.objects.filter(participations__participant=moment.participant_id)
    own = campaigns.filter(participations__assignments__interaction=moment).first()
    campaign = own or campaigns.order_by("pk").first() or Campaign.objects.filter(national=True).first()
    return campaign.words.help_line if campaign else ""
