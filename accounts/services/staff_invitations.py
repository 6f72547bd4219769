"""Inviting staff. Whoever has the link can say yes once, and that is all it does: signing in still takes a code that
goes to the address that was invited.

The secret in the link follows from the invitation's number and SECRET_KEY. Of the secret the database keeps a hash, so
a copy of the database opens nothing, and a mail that goes again carries the same link.
"""

import base64
import datetime as dt
import uuid

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.events import Event, note
from accounts.models import Invitation, Membership, Organisation, User
from accounts.queries.staff_members import open_invitations
from accounts.services.secrets import hash_secret

VALID_FOR = dt.timedelta(days=7)
MOST_OPEN = 100  # of one organisation, and as many made in a day: a mistake or a nuisance, not a team
A_DAY = dt.timedelta(days=1)
MOST_ROUNDS = 5  # mails about one invitation


class AlreadyMemberError(Exception):
    """This address works here already."""


class AlreadyInvitedError(Exception):
    """There is an open invitation for this address."""


class TooManyInvitationsError(Exception):
    """More are open, or were made in a day, or more mails were asked for, than anybody needs."""


class InvitationOverError(Exception):
    """It cannot be used any more; `why` is accepted, withdrawn, expired or closed (the account)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def invite(
    *, organisation: Organisation, email: str, name: str, role: str, by: User | None, now: dt.datetime
) -> Invitation:
    """Writes an invitation down; a worker mails it. Raises AlreadyMemberError, AlreadyInvitedError and
    TooManyInvitationsError, and ValueError for a role that does not exist there."""
    if role not in organisation.roles:
        raise ValueError(f"{role} does not exist at {organisation.kind}")
    email = email.lower()
    number = uuid.uuid4()
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        if organisation.memberships.filter(user__email=email).exists():
            raise AlreadyMemberError
        _put_away_expired(organisation, now)
        still_open = open_invitations(organisation)
        if still_open.filter(email=email).exists():
            raise AlreadyInvitedError
        today = organisation.invitations.filter(
            created_at__gt=now - A_DAY
        )  # also what was withdrawn: it was mailed
        if max(still_open.count(), today.count()) >= MOST_OPEN:
            raise TooManyInvitationsError
        made = Invitation.objects.create(
            organisation=organisation,
            email=email,
            name=name,
            role=role,
            invited_by=by,
            number=number,
            secret_hash=hash_secret(_secret_of(number)),
            created_at=now,
            asked_at=now,
            expires_at=now + VALID_FOR,
        )
    note(Event.MEMBER_INVITED, invitation=made.pk, organisation=organisation.pk, role=role)
    return made


def send_again(*, organisation: Organisation, invitation_id: int, now: dt.datetime) -> Invitation:
    """Mails an invitation once more and lets it last another week. Raises InvitationOverError when it was accepted or
    withdrawn meanwhile, and TooManyInvitationsError."""
    with transaction.atomic():
        found = _still_open(organisation, invitation_id)
        if found.round >= MOST_ROUNDS:
            raise TooManyInvitationsError
        found.round += 1
        found.asked_at, found.expires_at = now, now + VALID_FOR
        found.secret_hash = hash_secret(_secret_of(found.number))  # SECRET_KEY may be another by now
        found.save(update_fields=["round", "asked_at", "expires_at", "secret_hash"])
    return found


def withdraw(*, organisation: Organisation, invitation_id: int, now: dt.datetime) -> None:
    """Takes an invitation back. Raises InvitationOverError when there was nothing to take back any more."""
    with transaction.atomic():
        found = _still_open(organisation, invitation_id)
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])


def accept(*, invitation_id: int, now: dt.datetime) -> Membership:
    """Says yes: the address is a member from now on, with the account that it had or with a new one. Raises
    InvitationOverError."""
    with transaction.atomic():
        found = Invitation.objects.select_for_update().select_related("organisation").get(pk=invitation_id)
        if why := why_over(invitation=found, now=now):
            raise InvitationOverError(why)
        user = User.objects.filter(email=found.email).first()
        if user is None:
            user = User.objects.create_user(email=found.email, name=found.name)
        if not user.is_active:
            raise InvitationOverError("closed")
        membership, _made = Membership.objects.get_or_create(
            user=user, organisation=found.organisation, defaults={"role": found.role}
        )
        found.accepted_at = now
        found.save(update_fields=["accepted_at"])
    note(
        Event.MEMBER_ADDED,
        invitation=found.pk,
        organisation=found.organisation_id,
        user=user.pk,
        role=found.role,
    )
    return membership


def why_over(*, invitation: Invitation, now: dt.datetime) -> str:
    """Why an invitation cannot be used any more: accepted, withdrawn or expired; empty while it can."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "expired" if invitation.expires_at <= now else ""


def secret_of(*, invitation: Invitation) -> str:
    """What stands in the link: 43 characters that fit in an address, the same every time."""
    return _secret_of(invitation.number)


def _secret_of(number: uuid.UUID) -> str:
    digest = salted_hmac("gedag.invitation", str(number), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _put_away_expired(organisation: Organisation, now: dt.datetime) -> None:
    """One that ran out makes room for another to the same address."""
    open_invitations(organisation).filter(expires_at__lte=now).update(withdrawn_at=now)


def _still_open(organisation: Organisation, invitation_id: int) -> Invitation:
    found = organisation.invitations.select_for_update().filter(pk=invitation_id).first()
    if found is None:
        raise InvitationOverError("withdrawn")
    if found.accepted_at or found.withdrawn_at:
        raise InvitationOverError("accepted" if found.accepted_at else "withdrawn")
    return found
