"""Ending everybody's sessions at once, for when what opens them may be in the wrong hands."""

from django.db import transaction

from accounts.models import ParticipantSession, User
from accounts.services.staff_sessions import end_sessions


def sign_out_all_staff() -> int:
    """Ends every session of staff, on every machine. Returns for how many people."""
    with transaction.atomic():
        everybody = list(User.objects.select_for_update().order_by("pk"))
        for user in everybody:
            end_sessions(user=user)
    return len(everybody)


def sign_out_all_participants() -> int:
    """Forgets every browser of every participant; their diaries stay, and their ways back go on working. Returns how
    many browsers."""
    return ParticipantSession.objects.all().delete()[0]
