"""Whether somebody takes part."""

from accounts.models import Participant


def is_there(pk: int) -> bool:
    """Whether there is a participant with this number."""
    return Participant.objects.filter(pk=pk).exists()
