"""Who works for an organisation and who was asked, and what somebody works for."""

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Invitation, Membership, Organisation, User
from accounts.queries import row_security


def membership_of(user: User, org: str) -> Membership | None:
    """What `user` is in the organisation of this slug, with `has_others`: whether there are more to choose from."""
    others = Membership.objects.filter(user=OuterRef("user")).exclude(pk=OuterRef("pk"))
    return (
        Membership.objects.select_related("organisation")
        .annotate(has_others=Exists(others))
        .filter(user=user, organisation__slug=org)
        .first()
    )


def memberships_of(user: User) -> QuerySet[Membership]:
    """Everything that somebody works for."""
    return user.memberships.select_related("organisation").order_by("organisation__name")


def members(organisation: Organisation) -> QuerySet[Membership]:
    """Everybody who works here, by name."""
    return organisation.memberships.select_related("user").order_by("user__name", "pk")


def member(organisation: Organisation, membership_id: int) -> Membership | None:
    """One of them."""
    return members(organisation).filter(pk=membership_id).first()


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations that were not accepted and not withdrawn; they may have run out of time."""
    return organisation.invitations.filter(accepted_at=None, withdrawn_at=None).order_by("name", "pk")


def invitation_with(secret_hash: bytes) -> Invitation | None:
    """The invitation that a link belongs to."""
    with row_security.holding(row_security.of_invitation(secret_hash)):
        return (
            Invitation.objects.select_related("organisation", "invited_by")
            .filter(secret_hash=secret_hash)
            .first()
        )


def works_somewhere(user: User) -> bool:
    """Whether somebody works for any organisation at all; for which ones is theirs to know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gedag_works_somewhere(%s)", [user.pk])
        (somewhere,) = cursor.fetchone()
    return bool(somewhere)
