"""Whether somebody takes part."""

import uuid

from accounts.models import Participant


def is_there(pk: int) -> bool:
    """Whether there is a participant with this number."""
    return Participant.objects.filter(pk=pk).exists()


def has_joined_with(join_key: uuid.UUID) -> bool:
    """Whether somebody joined with this key of a page."""
    return Participant.objects.filter(join_key=join_key).exists()


def of_contact(pk: int) -> Participant | None:
    """Whose address the contact with this number is, with it; None when it is nobody's any more."""
    return Participant.objects.select_related("contact").filter(contact=pk).first()
