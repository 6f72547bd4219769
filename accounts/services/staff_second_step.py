"""Setting up the second step of signing in: an app on the phone, and codes for when the phone is gone."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from accounts.events import WARNING, Event, note
from accounts.models import User
from accounts.services.staff_sessions import end_sessions


class AlreadySetUpError(Exception):
    """There is a phone, and who asks did not show it."""


def set_up(*, user: User, secret: str, replace: bool = False) -> Authenticator:
    """Makes the app that holds `secret` the second step of `user`, with new recovery codes. Returns the app. Only with
    `replace` it takes the place of an earlier one, and ends every session that began with that; otherwise that raises
    AlreadySetUpError."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        earlier = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
        if earlier.exists() and not replace:
            raise AlreadySetUpError
        earlier.delete()
        app = TOTP.activate(user, secret).instance
        _new_codes(user)
        if replace:
            end_sessions(user=user)
    note(Event.SECOND_STEP_SET_UP, user=user.pk)
    return app


def renew_recovery_codes(*, user: User) -> None:
    """New recovery codes; those from before do nothing any more."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        _new_codes(user)
    note(Event.RECOVERY_CODES_RENEWED, user=user.pk)


def forget_second_step(*, user: User) -> None:
    """For who lost phone and recovery codes both: whoever signs in next with the code by mail sets up a new phone."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user=user)
    note(Event.SECOND_STEP_FORGOTTEN, level=WARNING, user=user.pk)


def _new_codes(user: User) -> None:
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
