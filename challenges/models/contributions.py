"""What participants offer to a campaign. Staff read the contribution and never whose it is: that is a table of its
own, which their login cannot touch."""

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Participant, keeps_history
from challenges.models.campaigns import Campaign
from interactions.models import LifeDomain


# Of a contribution only what staff decided: its text, and their note about it, go when its owner takes it back.
@keeps_history(pghistory.UpdateEvent(), only=["campaign", "status", "decided_at"])
class Contribution(models.Model):
    """A text that somebody offered: shown to others only after the campaign's staff approved it."""

    MAX_LENGTH = 280

    class Kind(models.TextChoices):
        OPENER = "opener", _("smoesje")
        QUOTE = "quote", _("ervaring")
        HELPED = "helped", _("wat hielp")

    class Status(models.TextChoices):
        OFFERED = "offered", _("wacht op de gemeente")
        APPROVED = "approved", _("staat op de pagina")
        RETURNED = "returned", _("teruggegeven")

    # What may become of use to everybody; an experience stays somebody's own.
    PROPOSABLE = (Kind.OPENER, Kind.HELPED)

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contributions")
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.CharField(max_length=MAX_LENGTH)
    domain = models.ForeignKey(LifeDomain, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.OFFERED)
    staff_note = models.CharField(
        max_length=280, blank=True, help_text="why it was returned; its owner reads it"
    )
    offered_on = models.DateField(help_text="a day and no time, so that it matches nobody's diary")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-offered_on", "pk"]
        indexes = [models.Index(fields=["campaign", "status"], name="contribution_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["opener", "quote", "helped"]), name="contribution_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status="offered", decided_at__isnull=True)
                | models.Q(status__in=["approved", "returned"], decided_at__isnull=False),
                name="contribution_decision_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"contribution {self.pk}"


class ContributionOwner(models.Model):
    """Whose contribution it is: only for its owner, to follow it and to take it back."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="contributions")
    # The constraint is in the migration: the database takes this along with the contribution, and not before it.
    # Whoever deletes the contribution must be its owner until then.
    contribution = models.OneToOneField(
        Contribution, on_delete=models.DO_NOTHING, db_constraint=False, related_name="owner"
    )
    client_id = models.UUIDField(
        default=uuid.uuid4, help_text="made by the page, so that the same post is one contribution"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "client_id"], name="contribution_owner_once_per_client_id"
            )
        ]

    def __str__(self) -> str:
        return f"owner of contribution {self.contribution_id}"
