"""WHO: staff with their organisations, participants with their ways back, and the messages on their way to them."""

from accounts.models.contacts import Contact, EmailCode
from accounts.models.erasures import Erasure
from accounts.models.heartbeat import Heartbeat
from accounts.models.history import keeps_history
from accounts.models.invitations import Invitation
from accounts.models.limits import LimitCount, StaffLimitCount
from accounts.models.messages import Message
from accounts.models.participants import (
    Consent,
    Participant,
    ParticipantSession,
    WayBack,
)
from accounts.models.private_fields import PrivateTextField, Unreadable, readable, to_edit
from accounts.models.private_keys import ParticipantKey, WordsLockedError, index_of_address
from accounts.models.retention import RetentionRun
from accounts.models.sending_marks import SendingMark
from accounts.models.staff import Membership, Organisation, User
from accounts.models.words import InTwoLanguages, Language

__all__ = [
    "Consent",
    "Contact",
    "EmailCode",
    "Erasure",
    "Heartbeat",
    "InTwoLanguages",
    "Invitation",
    "Language",
    "LimitCount",
    "Membership",
    "Message",
    "Organisation",
    "Participant",
    "ParticipantKey",
    "ParticipantSession",
    "PrivateTextField",
    "RetentionRun",
    "SendingMark",
    "StaffLimitCount",
    "Unreadable",
    "User",
    "WayBack",
    "WordsLockedError",
    "index_of_address",
    "keeps_history",
    "readable",
    "to_edit",
]
