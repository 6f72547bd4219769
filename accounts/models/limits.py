"""How often something was done lately, for the limits (accounts/services/limits.py)."""

from django.db import models


class _Count(models.Model):
    """How often one thing was counted in one stretch of time.

    `id` is a keyed hash of what was done, by whom and when: without the key a row says nothing about anybody, and
    two rows of the same client do not show that they are.
    """

    id = models.BinaryField(max_length=16, primary_key=True)
    times = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True, help_text="when it counts for no limit any more")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.times} until {self.ends_at:%H:%M}"


class LimitCount(_Count):
    """What the participant face counts. The staff face cannot read it: it counts who joins, too."""


class StaffLimitCount(_Count):
    """What the staff face counts."""
