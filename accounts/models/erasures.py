"""Who is not here any more: numbers and moments only. `accounts/services/erasures.py` says what for."""

from django.db import models
from django.db.models import Q


class Erasure(models.Model):
    """That a participant was erased, or went on as another one.

    There is no participant to point at any more. The number says who it was, together with the moment that somebody
    began: a number that a restored database would give out again is then not taken for the one of before.
    """

    class Kind(models.TextChoices):
        ERASED = "erased"
        MERGED = "merged"

    kind = models.CharField(max_length=6, choices=Kind)
    number = models.BigIntegerField()
    began_at = models.DateTimeField()
    into_number = models.BigIntegerField(null=True)
    into_began_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number", "began_at"], name="erasure_once"),
            models.CheckConstraint(
                condition=Q(kind="erased", into_number__isnull=True, into_began_at__isnull=True)
                | Q(kind="merged", into_number__isnull=False, into_began_at__isnull=False),
                name="erasure_says_into_whom",
            ),
        ]
        indexes = [models.Index(fields=["noted_at"], name="erasure_noted")]

    def __str__(self) -> str:
        return f"participant {self.number} {self.kind}"
