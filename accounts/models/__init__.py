"""WHO: staff with their organisations, and participants with their ways back."""

from accounts.models.participants import (
    Consent,
    Contact,
    EmailCode,
    Participant,
    ParticipantSession,
    WayBack,
)
from accounts.models.staff import Membership, Organisation, User

__all__ = [
    "Consent",
    "Contact",
    "EmailCode",
    "Membership",
    "Organisation",
    "Participant",
    "ParticipantSession",
    "User",
    "WayBack",
]
