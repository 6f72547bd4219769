"""What the nights did that carry out the terms of the register."""

from django.db import models
from django.db.models import Q


class RetentionRun(models.Model):
    """What one remover did in one night. Only who runs Gedag reads it: how many participants went is a count of
    participants, and staff see none."""

    night_on = models.DateField(help_text="the day that the night ends in, in the Netherlands")
    remover = models.CharField(max_length=40, help_text="its name in config/retention.yaml")
    kept_from_at = models.DateTimeField(help_text="what is not from before this moment was kept")
    removed = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    failure = models.CharField(
        max_length=80, blank=True, help_text="kind of trouble, without its words; empty is that it went well"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["night_on", "remover"], name="retention_run_once_a_night"),
            models.CheckConstraint(
                condition=Q(began_at__gte=models.F("kept_from_at")), name="retention_run_looks_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.remover} on {self.night_on}"
