"""Invitations to work for an organisation. The mail with the link is the worker's; the link itself is not kept."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models.staff import Organisation, User
from accounts.permissions import Role


class Invitation(models.Model):
    """Somebody asked somebody else, by work address. It is open until it is accepted, withdrawn or out of time.

    The secret in the link follows from `number` and SECRET_KEY (`accounts/services/staff_invitations.py`).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(help_text="in lower case, as a user's")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=10, choices=[(role.value, role.value) for role in Role])
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", help_text="null: who runs Gedag"
    )
    number = models.UUIDField(default=uuid.uuid4, unique=True, help_text="what the secret follows from")
    secret_hash = models.BinaryField(max_length=32, unique=True)
    round = models.PositiveSmallIntegerField(default=1, help_text="times a mail was asked for")
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(help_text="when the last mail was asked for")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_end",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open_for_an_address",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="invitation_role_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_ends_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="invitation_ends_after_it_was_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
