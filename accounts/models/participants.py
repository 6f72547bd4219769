"""Participants: no name, no account; a browser that holds a secret, and ways back for when it loses it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Participant(models.Model):
    """Somebody who said yes. Everything a participant owns hangs on this row and goes with it."""

    # Made by the joining page, so that the same tap sent twice makes one participant.
    join_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Consent(models.Model):
    """That a participant agreed, at 16 or older, with this version of what is kept."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="consents")
    version = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "version"], name="consent_once_per_version")
        ]

    def __str__(self) -> str:
        return f"consent {self.version} of participant {self.participant_id}"


class ParticipantSession(models.Model):
    """One browser of a participant. Only the hash of its cookie is kept."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sessions")
    secret_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"session {self.pk} of participant {self.participant_id}"


class WayBack(models.Model):
    """A secret that brings a participant back on another device. Opening it never uses it up."""

    class Kind(models.TextChoices):
        START_LINK = "start_link", _("startlink")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ways_back")
    kind = models.CharField(max_length=12, choices=Kind)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind"],
                condition=models.Q(replaced_at__isnull=True),
                name="way_back_one_current_per_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of participant {self.participant_id}"
