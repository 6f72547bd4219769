"""E-mail addresses of participants: proven to be theirs, or on the way to that."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models.participants import Participant
from accounts.models.private_fields import AddressIndexField, PrivateAddressField, Unreadable


class Contact(models.Model):
    """An e-mail address that a participant proved to be theirs, to come back with."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="contact")
    address = PrivateAddressField(max_length=254, help_text="in lower case, sealed")
    address_index = AddressIndexField(of="address", unique=True)
    confirmed_at = models.DateTimeField()
    undeliverable_at = models.DateTimeField(
        null=True, help_text="when a mail server said it cannot be reached"
    )
    undeliverable_reason = models.CharField(max_length=40, blank=True, help_text="what it said, as a slug")
    refused_kinds = ArrayField(
        models.CharField(max_length=12), default=list, help_text="kinds of messages that somebody stopped"
    )

    def __str__(self) -> str:
        return f"contact of participant {self.participant_id}"

    @property
    def masked(self) -> str:
        """The address so that its owner knows which one it is, and nobody else learns it: n•••@domein.nl."""
        if not self.is_readable:
            return self.address
        name, _at, domain = self.address.partition("@")
        return f"{name[:1]}•••@{domain}"

    @property
    def is_readable(self) -> bool:
        """Whether the address opens; else it is only known whether one that is typed is this one."""
        return not isinstance(self.address, Unreadable)


class EmailCode(models.Model):
    """A code that was mailed to an address, good for ten minutes in the one browser that asked for it."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, related_name="email_codes", help_text="who asked"
    )
    sealed_address = models.BinaryField(
        help_text="opens with the secret of the browser that asked, and nothing else"
    )
    address_index = models.BinaryField(max_length=32)
    # Made from the code, the address and the browser's own secret: a row alone cannot be guessed back.
    code_hash = models.BinaryField(max_length=32)
    browser_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["browser_hash", "-created_at"], name="email_code_of_browser"),
            models.Index(fields=["address_index", "-created_at"], name="email_code_of_address"),
        ]

    def __str__(self) -> str:
        return f"e-mail code {self.pk}"
