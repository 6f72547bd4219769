"""Removing who works for no organisation any more. Whether somebody still does, only their organisation knows: it takes
them off its list, and who runs Gedag does this afterwards."""

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import Invitation, User
from accounts.services.staff_sessions import end_sessions


class StillMemberError(Exception):
    """Works for an organisation still, whose name is the message."""


def remove_staff(*, user: User) -> bool:
    """Removes `user` with their phone, codes and sessions, and the invitations to their address. Who signed a release
    stays as a number, because a signature never goes: then name and address are wiped and nobody signs in as them.
    Returns whether the row is gone. Raises StillMemberError."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if membership := user.memberships.select_related("organisation").first():
            raise StillMemberError(membership.organisation.name)
        end_sessions(user=user)
        Invitation.objects.filter(email=user.email).delete()
        try:
            with transaction.atomic():
                user.delete()
        except ProtectedError:
            _wipe(user)
            return False
    return True


def _wipe(user: User) -> None:
    # What hangs on the row and says who it was: the app of the phone and the address that signs in.
    for relation in ("authenticator_set", "emailaddress_set"):
        getattr(user, relation).all().delete()
    user.name, user.email, user.is_active = "Oud-medewerker", f"weg-{user.pk}@gedag.invalid", False
    user.last_login = None
    user.save(update_fields=["name", "email", "is_active", "last_login"])
