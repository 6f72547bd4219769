"""WHO: staff with their organisations, and participants with their ways back."""

from accounts.models.participants import (
    Consent,
    Contact,
    EmailCode,
    Language,
    Participant,
    ParticipantSession,
    WayBack,
)
from accounts.models.staff import Membership, Organisation, User

__all__ = [
    "Consent",
    "Contact",
    "EmailCode",
    "Language",
    "Membership",
    "Organisation",
    "Participant",
    "ParticipantSession",
    "User",
    "WayBack",
]
