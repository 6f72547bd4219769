"""How somebody wants to see their own pages."""

from accounts.models import Participant


def hide_count(*, participant: Participant, hidden: bool) -> None:
    """Hides the number of moments everywhere, or shows it again."""
    Participant.objects.filter(pk=participant.pk).update(hides_count=hidden)
