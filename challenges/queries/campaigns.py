"""Finding campaigns."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import Organisation
from challenges.models import Campaign, Participation, Theme, ThemeLogo
from interactions.models import IdeaVersion, local_date


def public_campaign(slug: str) -> Campaign | None:
    """A campaign that the public may see, with its organisation and theme."""
    return Campaign.objects.published().with_look().filter(slug=slug).first()


def running_campaigns(on: dt.date) -> QuerySet[Campaign]:
    """What runs on local day `on` besides the national campaign, for the front page."""
    return Campaign.objects.running(on).filter(national=False).with_look().order_by("starts_on", "name")


def national_campaign(on: dt.date) -> Campaign | None:
    """The permanent one, for everybody without a campaign, while it runs."""
    return Campaign.objects.running(on).with_look().filter(national=True).first()


def public_contacts() -> QuerySet[Campaign]:
    """Campaigns that the public may see, for their contact address."""
    return Campaign.objects.published().order_by("-national", "name").only("name", "contact_email")


def campaigns_of(organisation: Organisation) -> QuerySet[Campaign]:
    """Every campaign of an organisation, for its own staff, with the number of days filled."""
    return (
        Campaign.objects.filter(organisation=organisation)
        .with_look()
        .annotate(day_count=Count("days"))
        .order_by("-starts_on", "name")
    )


def theme(key: str) -> Theme | None:
    """A look by its key."""
    return Theme.objects.filter(key=key).first()


def logo(key: str, digest: str) -> bytes | None:
    """The picture of a look's logo, by the key and the beginning of its digest that its address has."""
    found = ThemeLogo.objects.filter(theme__key=key).only("png", "digest").first()
    return bytes(found.png) if found and found.address_digest == digest else None


def waiting_participants(now: dt.datetime) -> QuerySet[Participation, tuple[int]]:
    """Ids of participants who are in a campaign with fixed dates that is not over: they have something to wait for."""
    return Participation.objects.filter(
        left_at__isnull=True, campaign__ends_on__gte=local_date(now)
    ).values_list("participant_id")


@dataclass(frozen=True)
class DayRow:
    """One day on the board: its number, its date where the dates are fixed, and the newest words per step size."""

    number: int
    date: dt.date | None
    versions: dict[str, IdeaVersion]


def days_with_ideas(campaign: Campaign) -> list[DayRow]:
    """Every day of a campaign with the words of its ideas, in three queries however many days."""
    days = list(campaign.days.prefetch_related("slots__idea"))
    keys = {slot.idea.key for day in days for slot in day.slots.all()}
    words = {
        version.idea.key: version
        for version in IdeaVersion.objects.filter(idea__key__in=keys)
        .select_related("idea__domain")
        .order_by("number")
    }  # the last one of an idea wins
    return [
        DayRow(
            number=day.number,
            date=campaign.starts_on + dt.timedelta(days=day.number - 1) if campaign.starts_on else None,
            versions={slot.step: words[slot.idea.key] for slot in day.slots.all()},
        )
        for day in days
    ]
