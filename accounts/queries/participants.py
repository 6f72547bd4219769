"""Whether somebody takes part."""

from accounts.models import Participant


def is_there(pk: int) -> bool:
    """Whether there is a participant with this number."""
    return Participant.objects.filter(pk=pk).exists()


def with_contact(pk: int) -> Participant | None:
    """The participant with this number and their address, or None."""
    return Participant.objects.select_related("contact").filter(pk=pk).first()
