"""What a participant keeps from the library: favourite ideas, and openers in their own words."""

import uuid

from django.db import models

from accounts.models import Participant, PrivateTextField
from interactions.models.library import Character, Idea, LifeDomain, Opener


class Favourite(models.Model):
    """An idea that somebody wants to find back."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="favourites")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "idea"], name="favourite_once_per_idea")
        ]

    def __str__(self) -> str:
        return f"favourite {self.pk}"


class OwnOpener(models.Model):
    """A groetsmoesje that somebody kept, edited or wrote; only they read it."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="own_openers")
    client_id = models.UUIDField(
        default=uuid.uuid4, help_text="made by the page, so that the same post is one opener"
    )
    text = PrivateTextField(max_length=120, row="client_id", help_text="sealed")
    domain = models.ForeignKey(LifeDomain, on_delete=models.PROTECT, related_name="+")
    character = models.CharField(max_length=8, choices=Character, blank=True)
    from_opener = models.ForeignKey(Opener, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "client_id"], name="own_opener_once_per_client_id"
            ),
            models.CheckConstraint(
                condition=models.Q(character__in=["", *Character.values]), name="own_opener_character_known"
            ),
        ]

    def __str__(self) -> str:
        return f"own opener {self.pk}"
