"""What participants offered: their own list, and what others may see of it."""

from django.db.models import QuerySet

from accounts.models import Participant
from challenges.models import Campaign, Contribution


def own_contributions(participant: Participant) -> QuerySet[Contribution]:
    """What somebody offered, newest first."""
    return Contribution.objects.filter(owner__participant=participant).select_related("campaign", "domain")


def own_contribution(participant: Participant, pk: int) -> Contribution | None:
    """The participant's own contribution; somebody else's is None."""
    return own_contributions(participant).filter(pk=pk).first()


def approved_contributions(campaign: Campaign) -> QuerySet[Contribution]:
    """What the campaign's staff approved for its page: openers and experiences."""
    return Contribution.objects.filter(
        campaign=campaign,
        status=Contribution.Status.APPROVED,
        kind__in=[Contribution.Kind.OPENER, Contribution.Kind.QUOTE],
    ).select_related("domain")


def joined_campaigns(participant: Participant) -> QuerySet[Campaign]:
    """Campaigns that somebody takes or took part in and that the public may see."""
    return Campaign.objects.published().filter(participations__participant=participant).order_by("name")
