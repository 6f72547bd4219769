"""Who works for an organisation, and as what. Every change waits for its turn on the organisation's row, so that two
people who leave at the same moment cannot leave nobody behind who may invite."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.events import Event, note
from accounts.models import Membership, Organisation
from accounts.permissions import Role
from accounts.queries.staff_members import works_somewhere
from accounts.services.staff_sessions import end_sessions


class LastManagerError(Exception):
    """Without this one nobody could invite any more."""


class MemberGoneError(Exception):
    """Somebody else was first: this member is not here any more."""


class UnknownRoleError(Exception):
    """No role of this kind of organisation."""


def change_role(*, organisation: Organisation, membership_id: int, role: str) -> Membership:
    """Makes a member something else here. Raises LastManagerError, MemberGoneError and UnknownRoleError."""
    if role not in organisation.roles:
        raise UnknownRoleError(role)
    with _turn(organisation):
        membership = _member(organisation, membership_id)
        if role != Role.MANAGER:
            _refuse_last_manager(membership)
        membership.role = role
        membership.save(update_fields=["role"])
    note(Event.ROLE_CHANGED, membership=membership.pk, role=role)
    return membership


def remove_member(*, organisation: Organisation, membership_id: int) -> None:
    """Takes somebody off the list, at once; who is left without any organisation is signed out everywhere too.
    Raises LastManagerError and MemberGoneError."""
    with _turn(organisation):
        membership = _member(organisation, membership_id)
        _refuse_last_manager(membership)
        user = membership.user
        membership.delete()
        if not works_somewhere(user):
            end_sessions(user=user)
    note(Event.MEMBER_REMOVED, membership=membership_id, user=user.pk)


@contextmanager
def _turn(organisation: Organisation) -> Iterator[None]:
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        yield


def _member(organisation: Organisation, membership_id: int) -> Membership:
    found = organisation.memberships.filter(pk=membership_id).select_related("user").first()
    if found is None:
        raise MemberGoneError
    return found


def _refuse_last_manager(membership: Membership) -> None:
    if membership.role != Role.MANAGER:
        return
    managers = Membership.objects.filter(
        organisation=membership.organisation_id, role=Role.MANAGER, user__is_active=True
    )
    if not managers.exclude(pk=membership.pk).exists():
        raise LastManagerError
