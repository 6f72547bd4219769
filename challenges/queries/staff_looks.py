"""The looks that an organisation's staff may choose from and change."""

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from challenges.models import Campaign, Theme, ThemeVersion


def looks_of(organisation: Organisation) -> QuerySet[Theme]:
    """The organisation's own looks and then the house's. `worn`: how many of its campaigns have it; `worn_in_public`:
    how many of those the public may see."""
    own = Campaign.objects.filter(organisation=organisation, theme=OuterRef("pk"))
    return (
        Theme.objects.filter(Q(organisation=organisation) | Q(organisation=None))
        .select_related("logo")
        .defer("logo__png")
        .annotate(worn=_count(own), worn_in_public=_count(own.filter(status__in=Campaign.PUBLIC)))
        .order_by(F("organisation").asc(nulls_last=True), "name", "pk")
    )


def _count(campaigns: QuerySet[Campaign]) -> Coalesce:
    counted = campaigns.order_by().values("theme").annotate(times=Count("pk")).values("times")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def look_of(organisation: Organisation, key: str) -> Theme | None:
    """One look that the organisation may see: its own or the house's."""
    return looks_of(organisation).filter(key=key).first()


def versions_of(theme: Theme) -> QuerySet[ThemeVersion]:
    """What a look was, the newest first, with who made it so."""
    return ThemeVersion.objects.filter(theme=theme).select_related("created_by").order_by("-number")
