"""What participants offered: their own list, and what others may see of it."""

from django.db.models import QuerySet

from accounts.models import Participant
from challenges.models import Campaign, Contribution

_ON_A_PAGE = 60


def own_contributions(participant: Participant) -> QuerySet[Contribution]:
    """What somebody offered, newest first."""
    return Contribution.objects.filter(owner__participant=participant).select_related(
        "campaign__organisation", "domain"
    )


def own_contribution(participant: Participant, pk: int) -> Contribution | None:
    """The participant's own contribution; somebody else's is None."""
    return own_contributions(participant).filter(pk=pk).first()


def approved_contributions(campaign: Campaign) -> QuerySet[Contribution]:
    """What the campaign's staff approved for its page, newest first."""
    return Contribution.objects.filter(campaign=campaign, status=Contribution.Status.APPROVED).select_related(
        "domain"
    )


def newest_openers() -> QuerySet[Contribution]:
    """Approved openers of every campaign that the public may see, newest first; as many as a page holds."""
    return Contribution.objects.filter(
        campaign__in=Campaign.objects.published(),
        status=Contribution.Status.APPROVED,
        kind=Contribution.Kind.OPENER,
    ).select_related("campaign", "domain")[:_ON_A_PAGE]


def joined_campaigns(participant: Participant) -> QuerySet[Campaign]:
    """Campaigns that somebody takes or took part in and that the public may see."""
    return Campaign.objects.published().filter(participations__participant=participant).order_by("name")
