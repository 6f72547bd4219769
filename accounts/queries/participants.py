"""Whether somebody takes part."""

from accounts.models import Participant


def is_there(pk: int) -> bool:
    """Whether there is a participant with this number."""
    return Participant.objects.filter(pk=pk).exists()


def of_contact(pk: int) -> Participant | None:
    """Whose address the contact with this number is, with it; None when it is nobody's any more."""
    return Participant.objects.select_related("contact", "private_key").filter(contact=pk).first()
