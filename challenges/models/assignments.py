"""What a participant has on a local day, every offer that was made for it, and what came of it."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.models.participations import Participation
from interactions.models import IdeaVersion, Interaction

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Assignment(models.Model):
    """The challenge of one participation on one local day, made in `services/assignments.py` only."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="assignments")
    local_date = models.DateField()
    day_number = models.PositiveSmallIntegerField()
    interaction = models.OneToOneField(
        Interaction, on_delete=models.SET_NULL, null=True, related_name="assignment"
    )
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        offers: RelatedManager["Offer"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "local_date"], name="assignment_once_a_day"),
            models.CheckConstraint(condition=models.Q(day_number__gte=1), name="assignment_day_from_one"),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class Offer(models.Model):
    """One idea that was put on the screen for an assignment; the last one is the current one. Insert-only."""

    class Reason(models.TextChoices):
        CALENDAR = "calendar", _("van de kalender")
        SWAP = "swap", _("ander voorstel")
        BARRIER = "barrier", _("antwoord op een drempel")
        OWN_CHOICE = "own_choice", _("zelf gekozen")

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="offers")
    position = models.PositiveSmallIntegerField()
    idea_version = models.ForeignKey(IdeaVersion, on_delete=models.PROTECT, related_name="offers")
    reason = models.CharField(max_length=10, choices=Reason)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["assignment", "position"], name="offer_place_once")]

    def __str__(self) -> str:
        return f"offer {self.pk}"
