"""The country as an institute sees it: public campaigns with their days, and what runs without Gedag. No person is
counted anywhere."""

from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation
from challenges.models import Campaign, OutsideCampaign


def public_campaigns() -> QuerySet[Campaign]:
    """Every campaign that the public may see, with its organisation, after which one it was made, how many days it has
    and how many of those have an idea."""
    return (
        Campaign.objects.published()
        .select_related("organisation", "adopted_from__organisation")
        .annotate(
            day_count=Count("days", distinct=True),
            filled_days=Count("days", distinct=True, filter=Q(days__slots__isnull=False)),
        )
        .order_by("starts_on", "name", "pk")
    )


def adoptions_of(campaign: Campaign) -> list[Campaign]:
    """Campaigns of other organisations that were made after this one, by organisation; not what was put away before
    anybody saw it."""
    unseen = Q(status=Campaign.Status.ARCHIVED, published_at__isnull=True)
    return list(
        campaign.adoptions.exclude(unseen)
        .exclude(organisation=campaign.organisation_id)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def outside_campaigns(organisation: Organisation) -> list[OutsideCampaign]:
    """What an institute noted, the newest first."""
    return list(OutsideCampaign.objects.filter(organisation=organisation))


def outside_campaign(organisation: Organisation, pk: int) -> OutsideCampaign | None:
    """One of its entries; another institute's is None."""
    return OutsideCampaign.objects.filter(organisation=organisation, pk=pk).first()
