"""How the tasks are: one row that the worker writes each minute and both web faces may read."""

from django.db import models
from django.db.models import Q


class Heartbeat(models.Model):
    """The last time that a beat of the clock reached the database through broker and worker, and what the worker saw.

    It holds nothing about a person: whole minutes over everybody's messages together. There is one row, with `id` 1.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    beat_at = models.DateTimeField()
    queue_minutes = models.PositiveIntegerField(
        default=0, help_text="how long the oldest message that is due has waited then"
    )
    lag_minutes = models.PositiveIntegerField(
        default=0, help_text="how late the latest of the last messages was that were sent"
    )
    mail_lost_at = models.DateTimeField(
        null=True, help_text="since when the mail server cannot be reached; null is that it can"
    )

    tidied_at = models.DateTimeField(
        null=True, help_text="the last night in which all that was past its term went"
    )
    untidied_at = models.DateTimeField(
        null=True, help_text="since which night that did not work; null is that it does"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="heartbeat_only_one")]

    def __str__(self) -> str:
        return f"heartbeat {self.beat_at:%H:%M}"
