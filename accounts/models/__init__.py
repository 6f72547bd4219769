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
from accounts.models.words import InTwoLanguages, Language

__all__ = [
    "Consent",
    "Contact",
    "EmailCode",
    "InTwoLanguages",
    "Language",
    "Membership",
    "Organisation",
    "Participant",
    "ParticipantSession",
    "User",
    "WayBack",
]
