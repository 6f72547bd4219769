"""Participants: no name, no account; a browser that holds a secret, and ways back for when it loses it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.words import Language


class Participant(models.Model):
    """Somebody who said yes. Everything a participant owns hangs on this row and goes with it."""

    # Made by the joining page, so that the same tap sent twice makes one participant.
    join_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    hides_count = models.BooleanField(default=False, help_text="rather no number of moments on the pages")
    language = models.CharField(
        max_length=2, choices=Language, default=Language.DUTCH, help_text="of the messages somebody gets"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="participant_language_known"
            )
        ]

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
        PAPER_CODE = "paper_code", _("papieren code")
        DAY_LINK = "day_link", _("daglink")

    # What somebody makes to come back with. A day link is in a mail: it opens one day, and nothing else.
    LASTING = (Kind.START_LINK, Kind.PAPER_CODE)

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ways_back")
    kind = models.CharField(max_length=12, choices=Kind)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    local_date = models.DateField(null=True, help_text="the local day that a day link opens")
    expires_at = models.DateTimeField(null=True, help_text="until when a day link works")

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"], condition=models.Q(kind="day_link"), name="way_back_day_link_end"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind"],
                condition=models.Q(replaced_at__isnull=True) & ~models.Q(kind="day_link"),
                name="way_back_one_current_per_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["start_link", "paper_code", "day_link"]),
                name="way_back_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="day_link", local_date__isnull=False, expires_at__isnull=False)
                | (~models.Q(kind="day_link") & models.Q(local_date__isnull=True, expires_at__isnull=True)),
                name="way_back_day_link_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of participant {self.participant_id}"
