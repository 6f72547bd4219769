"""What staff keep and read while a campaign runs: their own logbook, and how often its pages were opened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, keeps_history
from challenges.models.campaigns import Campaign


@keeps_history(but=["updated_by", "updated_at"])
class LogbookEntry(models.Model):
    """What the organisers did and saw, in their own words, at one of three moments. Experience, never a figure about
    participants."""

    LONGEST = 1000

    class Moment(models.TextChoices):
        START = "start", _("bij de start")
        HALFWAY = "halfway", _("halverwege")
        END = "end", _("aan het eind")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="logbook")
    moment = models.CharField(max_length=7, choices=Moment)
    did = models.CharField(max_length=LONGEST, blank=True, help_text="what we did")
    reach = models.CharField(max_length=LONGEST, blank=True, help_text="whom we reached, and where")
    hours = models.PositiveSmallIntegerField(null=True, help_text="of work that went into it so far")
    worked = models.CharField(max_length=LONGEST, blank=True)
    did_not = models.CharField(max_length=LONGEST, blank=True, help_text="what did not work")
    differently = models.CharField(max_length=LONGEST, blank=True, help_text="what we would do differently")
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "moment"], name="logbook_entry_once_per_moment"),
            models.CheckConstraint(
                condition=models.Q(moment__in=["start", "halfway", "end"]), name="logbook_entry_moment_known"
            ),
        ]

    def __str__(self) -> str:
        return f"logbook of {self.campaign_id}: {self.moment}"


class PageTotal(models.Model):
    """How often the page of a campaign was opened on a local day, and how often through the QR code. It counts times,
    not people: nothing says who, from where, or whether it was the same browser."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("bezoek")
        SCAN = "scan", _("QR-code")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="page_totals")
    local_date = models.DateField()
    kind = models.CharField(max_length=5, choices=Kind)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "local_date", "kind"], name="page_total_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["visit", "scan"]), name="page_total_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.local_date} {self.kind}"
