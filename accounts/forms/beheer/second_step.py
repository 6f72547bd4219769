"""The code of the second step: of the app, or one of the recovery codes."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.events import WARNING, Event, note
from accounts.models import User

# A code of the app counts in its own half minute and the ones beside it, and only once in all that time.
COUNTS_FOR = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)


def code_field(label: Any, help_text: Any) -> forms.CharField:
    """Where a code is typed: in groups or not, on a phone with the keys for numbers."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={"required": _("Typ de code.")},
    )


def note_used(user: User, code: str) -> bool:
    """Notes that this code of the app was used; False when it was already."""
    digits = "".join(filter(str.isdigit, code))
    return bool(cache.add(f"gedag.second_step.{user.pk}.{digits}", 1, timeout=COUNTS_FOR))


class SecondStepForm(AuthenticateForm):
    """The second step of signing in, and of whatever asks for it once more. The views count each try before it is
    one, so that many at once do not slip through."""

    code = code_field(
        _("Code uit je app"),
        _("Zes cijfers. Heb je je telefoon niet? Typ dan een van je noodcodes, acht cijfers."),
    )

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
            if self.authenticator.type == Authenticator.Type.TOTP and not note_used(self.user, code):
                raise get_adapter().validation_error("incorrect_code")
        except forms.ValidationError:
            note(Event.SECOND_STEP_WRONG, level=WARNING, user=self.user.pk)
            raise
        note(Event.SECOND_STEP, user=self.user.pk, what=self.authenticator.type)
        return code


class SetUpForm(forms.Form):
    """Proves that the app holds the secret that the page shows."""

    code = code_field(_("Code uit je app"), _("Zes cijfers. Elke halve minuut komt er een nieuwe."))

    def __init__(self, *args: Any, user: User, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.secret = user, secret

    def clean_code(self) -> str:
        allow_again = check_rate_limit(self.user, error_key="rate_limited")
        code = str(self.cleaned_data["code"])
        if not validate_totp_code(self.secret, code) or not note_used(self.user, code):
            note(Event.SECOND_STEP_WRONG, level=WARNING, user=self.user.pk, what="set_up")
            raise get_adapter().validation_error("incorrect_code")
        allow_again()
        return code
