"""What somebody has for the second step. Only the staff face and the owner know these tables."""

from allauth.mfa.models import Authenticator

from accounts.models import User


def app_of(user: User) -> Authenticator | None:
    """The app on the phone of `user`, when it was set up."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()


def who_have_an_app() -> set[int]:
    """The ids of everybody who connected a phone."""
    apps = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    return set(apps.values_list("user_id", flat=True))


def recovery_codes_of(user: User) -> list[str]:
    """The codes for when the phone is gone, without those that were used."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(found.wrap().get_unused_codes()) if found else []
