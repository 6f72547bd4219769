"""How far this database got with sending; beside a file outside it, which a restored copy does not take along."""

from django.db import models
from django.db.models import Q


class SendingMark(models.Model):
    """One row. `accounts/services/sending_mark.py` says what it is for."""

    batches = models.BigIntegerField(default=0, help_text="batches taken up to send; only ever grows")
    seen = models.BigIntegerField(default=0, help_text="the most that a worker that refused had seen")
    refused_at = models.DateTimeField(null=True, help_text="since when nothing is sent")
    nothing_before_at = models.DateTimeField(
        null=True, help_text="what was due up to then may have been sent from a later database"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="sending_mark_one")]

    def __str__(self) -> str:
        return f"sending mark {self.batches}"
