"""Taking part: who is in which campaign, how, and when not."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Participant
from challenges.models.campaigns import Campaign
from challenges.validators import PROMPT_EARLIEST, PROMPT_LATEST
from interactions.models.library import Step

LONGEST_PAUSE_DAYS = 60


def every_day() -> list[int]:
    """ISO weekdays 1 (Monday) to 7."""
    return [1, 2, 3, 4, 5, 6, 7]


class Participation(models.Model):
    """One participant in one campaign."""

    class Channel(models.TextChoices):
        NONE = "none", _("geen bericht")
        EMAIL = "email", _("e-mail")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="participations")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="participations")
    step = models.CharField(max_length=8, choices=Step, default=Step.ZIN)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        default=every_day,
        help_text="on which days a message comes; the challenge itself is there every day",
    )
    prompt_time = models.TimeField(null=True)
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.NONE)
    log_time = models.TimeField(null=True, help_text="when to be reminded to write it down; null is never")
    log_weekdays = ArrayField(
        models.PositiveSmallIntegerField(), default=every_day, help_text="on which days that reminder comes"
    )
    joined_at = models.DateTimeField()
    first_day = models.DateField(help_text="local day on which day 1 of a rolling campaign falls")
    left_at = models.DateTimeField(null=True)
    graduated = models.BooleanField(
        default=False, help_text="left because it goes by itself now: a good end, not a drop-out"
    )
    giver = models.BooleanField(
        default=False, help_text="does this a lot already: gives openers and gets one message a week"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "campaign"], name="participation_once"),
            models.CheckConstraint(
                condition=models.Q(graduated=False) | models.Q(left_at__isnull=False),
                name="participation_graduate_has_left",
            ),
            models.CheckConstraint(condition=models.Q(step__in=Step.values), name="participation_step_known"),
            models.CheckConstraint(
                condition=models.Q(weekdays__contained_by=every_day()), name="participation_weekdays_known"
            ),
            models.CheckConstraint(
                condition=models.Q(prompt_time__isnull=True)
                | (
                    models.Q(prompt_time__gte=PROMPT_EARLIEST, prompt_time__lte=PROMPT_LATEST)
                    & models.Q(prompt_time__minute__in=[0, 15, 30, 45], prompt_time__second=0)
                ),
                name="participation_prompt_time_in_quarters",
            ),
            models.CheckConstraint(
                condition=models.Q(log_weekdays__contained_by=every_day()),
                name="participation_log_weekdays_known",
            ),
            models.CheckConstraint(
                condition=models.Q(log_time__isnull=True)
                | (
                    models.Q(log_time__gte=PROMPT_EARLIEST, log_time__lte=PROMPT_LATEST)
                    & models.Q(log_time__minute__in=[0, 15, 30, 45], log_time__second=0)
                ),
                name="participation_log_time_in_quarters",
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=["none", "email"]), name="participation_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(channel="none") | models.Q(prompt_time__isnull=False),
                name="participation_channel_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"participation {self.pk}"


class Pause(models.Model):
    """Days without a challenge, first and last included; ends by itself, costs nothing."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="pauses")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="pause_forwards"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__lt=models.F("starts_on") + dt.timedelta(days=LONGEST_PAUSE_DAYS)),
                name="pause_sixty_days_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.pk}"
