"""WHO: staff with their organisations, participants with their ways back, and the messages on their way to them."""

from accounts.models.heartbeat import Heartbeat
from accounts.models.history import keeps_history
from accounts.models.invitations import Invitation
from accounts.models.limits import LimitCount, StaffLimitCount
from accounts.models.messages import Message
from accounts.models.participants import (
    Consent,
    Contact,
    EmailCode,
    Participant,
    ParticipantSession,
    WayBack,
)
from accounts.models.sending_marks import SendingMark
from accounts.models.staff import Membership, Organisation, User
from accounts.models.words import InTwoLanguages, Language

__all__ = [
    "Consent",
    "Contact",
    "EmailCode",
    "Heartbeat",
    "InTwoLanguages",
    "Invitation",
    "Language",
    "LimitCount",
    "Membership",
    "Message",
    "Organisation",
    "Participant",
    "ParticipantSession",
    "SendingMark",
    "StaffLimitCount",
    "User",
    "WayBack",
    "keeps_history",
]
