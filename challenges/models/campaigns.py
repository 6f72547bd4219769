"""Campaigns of organisations: a row of days, each with an idea per step size, in a look of its own."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import InTwoLanguages, Organisation, keeps_history
from challenges.models.themes import Theme
from challenges.validators import validate_campaign_slug, validate_prompt_times
from interactions.models import Idea
from interactions.models.library import Step

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


def usual_prompt_times() -> list[dt.time]:
    """Before the day begins, at lunch, after dinner."""
    return [dt.time(8), dt.time(12, 30), dt.time(19)]


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def with_look(self) -> "CampaignQuerySet":
        """With the organisation and the look, for the frame of a page; of the logo everything but the picture."""
        return self.select_related("organisation", "theme__logo").defer("theme__logo__png")

    def published(self) -> "CampaignQuerySet":
        """Campaigns that the public may see: not drafts, not archived."""
        return self.filter(status__in=Campaign.PUBLIC)

    def running(self, on: dt.date) -> "CampaignQuerySet":
        """Published campaigns that have a challenge on local day `on`."""
        return self.filter(status=Campaign.Status.PUBLISHED).filter(
            models.Q(calendar=Campaign.Calendar.ROLLING) | models.Q(starts_on__lte=on, ends_on__gte=on)
        )


@keeps_history(but=["revision"])
class Campaign(InTwoLanguages):
    """A challenge of an organisation. `fixed`: everybody has day 1 on the same date. `rolling`: everybody has
    day 1 when they join."""

    TEXTS = ("name", "headline", "reply", "intro", "help_line")

    class Calendar(models.TextChoices):
        FIXED = "fixed", _("vaste data")
        ROLLING = "rolling", _("doorlopend")

    class Status(models.TextChoices):
        DRAFT = "draft", _("concept")
        PUBLISHED = "published", _("gepubliceerd")
        PAUSED = "paused", _("gepauzeerd")
        CLOSED = "closed", _("gesloten")
        ARCHIVED = "archived", _("gearchiveerd")

    PUBLIC = (Status.PUBLISHED, Status.PAUSED, Status.CLOSED)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="campaigns")
    slug = models.SlugField(unique=True, max_length=40, validators=[validate_campaign_slug])
    name = models.CharField(max_length=80)
    headline = models.CharField(max_length=40)
    reply = models.CharField(max_length=40)
    intro = models.CharField(max_length=300)
    people = models.JSONField(default=list, help_text="the two drawn people on the landing page")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    calendar = models.CharField(max_length=7, choices=Calendar)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    national = models.BooleanField(
        default=False, help_text="the permanent one, for people without a campaign"
    )
    contact_email = models.EmailField()
    help_line = models.CharField(max_length=300)
    prompt_times = ArrayField(
        models.TimeField(),
        default=usual_prompt_times,
        validators=[validate_prompt_times],
        help_text="proposed to who wants a message, the first one beforehand",
    )
    adoptable = models.BooleanField(default=False, help_text="municipalities may make it their own")
    adopted_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="adoptions"
    )
    revision = models.PositiveIntegerField(
        default=0, help_text="goes up with every change by staff, so that two do not overwrite each other"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    group_until = models.DateTimeField(
        null=True, blank=True, help_text="until when many may join from one network: staff are with a group"
    )

    objects = CampaignQuerySet.as_manager()

    if TYPE_CHECKING:
        days: RelatedManager["CampaignDay"]

    class Meta:
        ordering = ["starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    calendar="fixed",
                    starts_on__isnull=False,
                    ends_on__isnull=False,  # a comparison with NULL alone would pass
                    ends_on__gte=models.F("starts_on"),
                )
                | models.Q(calendar="rolling", starts_on__isnull=True, ends_on__isnull=True),
                name="campaign_dates_fit_calendar",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "published", "paused", "closed", "archived"]),
                name="campaign_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(prompt_times__len__gte=1, prompt_times__len__lte=4),
                name="campaign_one_to_four_prompt_times",
            ),
            models.UniqueConstraint(
                fields=["national"], condition=models.Q(national=True), name="campaign_one_national"
            ),
        ]

    def __str__(self) -> str:
        return self.words.name

    @cached_property
    def length(self) -> int:
        """How many days it has."""
        return self.days.count()

    @property
    def is_fixed(self) -> bool:
        return self.calendar == self.Calendar.FIXED


@keeps_history()
class CampaignDay(models.Model):
    """Day `number` (from 1) of a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="days")
    number = models.PositiveSmallIntegerField()

    if TYPE_CHECKING:
        slots: RelatedManager["CampaignSlot"]

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="campaign_day_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="campaign_day_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} dag {self.number}"


@keeps_history()
class CampaignSlot(models.Model):
    """The idea of a day for one step size. One slot a day is filled at least; three are wished."""

    day = models.ForeignKey(CampaignDay, on_delete=models.CASCADE, related_name="slots")
    step = models.CharField(max_length=8, choices=Step)
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "step"], name="campaign_slot_once_per_step"),
            models.CheckConstraint(condition=models.Q(step__in=Step.values), name="campaign_slot_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day_id} {self.step}"
