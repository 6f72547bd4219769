"""What municipalities put before the institute: good enough for everybody's library? And what runs without Gedag."""

import uuid

import pghistory
import pgtrigger
from django.core.validators import URLValidator
from django.db import models

from accounts.models import Organisation, User, keeps_history
from challenges.models.contributions import Contribution
from interactions.models import Idea

# What goes because its owner took it back is gone without a trace; the database does that itself, as its own owner.
_BY_STAFF = pgtrigger.Condition("current_user = 'gedag_beheer'")


@keeps_history(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(condition=_BY_STAFF),
    only=["organisation", "idea", "state", "made"],
)
class Proposal(models.Model):
    """One text that a municipality proposes for the library: of a participant, approved by it, or an idea of its own.

    The words stay where they are: a contribution never changes and an idea has its versions. So nothing is left of a
    contribution that its owner takes back, but a library idea that was made after it, in words of its own.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "wacht op Movisie"
        PROMOTED = "promoted", "staat in de bibliotheek"
        RETURNED = "returned", "teruggegeven"
        ARCHIVED = "archived", "bewaard voor later"

    OPEN = (State.WAITING, State.ARCHIVED)  # the institute can still decide

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals")
    # The constraint is in the migration: the database takes the proposal along, whoever deletes the contribution.
    contribution = models.OneToOneField(
        Contribution, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="proposal"
    )
    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, null=True, related_name="proposal")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    note = models.CharField(
        max_length=280, blank=True, help_text="why it was returned; the municipality reads it"
    )
    made = models.OneToOneField(
        Idea,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="the library idea that came of it",
    )
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["proposed_at", "pk"]
        indexes = [models.Index(fields=["state", "proposed_at"], name="proposal_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contribution__isnull=True, idea__isnull=False)
                | models.Q(contribution__isnull=False, idea__isnull=True),
                name="proposal_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at__isnull=True, made__isnull=True, note="")
                | models.Q(state="archived", decided_at__isnull=False, made__isnull=True, note="")
                | models.Q(state="promoted", decided_at__isnull=False, made__isnull=False, note="")
                | models.Q(state="returned", decided_at__isnull=False, made__isnull=True, note__gt=""),
                name="proposal_state_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


@keeps_history(but=["client_id"])
class OutsideCampaign(models.Model):
    """A plain entry in an institute's overview: something like it that a municipality ran without Gedag."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="outside_campaigns")
    client_id = models.UUIDField(
        default=uuid.uuid4, help_text="made by the page, so that the same post is one entry"
    )
    municipality = models.CharField(max_length=100)
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    about_how_many = models.CharField(max_length=60, blank=True, help_text="in words, as they told it")
    did = models.TextField(max_length=600, blank=True)
    address = models.URLField(max_length=200, blank=True, validators=[URLValidator(schemes=["https"])])

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client_id"], name="outside_campaign_once_per_client_id"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="outside_campaign_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(address="") | models.Q(address__startswith="https://"),
                name="outside_campaign_address_is_https",
            ),
        ]

    def __str__(self) -> str:
        return self.name
