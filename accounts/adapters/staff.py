"""How allauth, which signs staff in, behaves here."""

import base64
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.events import Event, note
from accounts.services.sealing import BrokenSealError, seal, unseal
from accounts.services.secrets import EMAIL_LENGTH, in_fours, new_code


class StaffAccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account on their own; an organisation's manager invites."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("Deze code klopt niet. Kijk in de nieuwste mail, of vraag een nieuwe code."),
        "too_many_login_attempts": _("Dat was te vaak. Wacht vijf minuten en probeer het dan nog eens."),
        "rate_limited": _("Dat was te vaak. Wacht vijf minuten en probeer het dan nog eens."),
    }

    def generate_login_code(self) -> str:
        """Like a participant's: allauth's own has a fortieth of the possibilities."""
        return in_fours(new_code(EMAIL_LENGTH))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        note(Event.SIGN_IN, user=user.pk)

    def logout(self, request: HttpRequest) -> None:
        note(Event.SIGNED_OUT, user=request.user.pk)
        super().logout(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say themselves what happened, and nobody would ever see these."""


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step: its words, and its secrets unreadable in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Deze code klopt niet. Kijk of er al een nieuwe in je app staat, en typ die."),
    }

    def encrypt(self, text: str) -> str:
        return seal(secrets={"text": text}).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under another SECRET_KEY nothing can be read any more: then a secret that nobody has, so that no code fits.
        `manage.py forget_second_step` lets somebody begin anew."""
        try:
            return str(unseal(sealed=encrypted_text.encode())["text"])
        except BrokenSealError:
            return base64.b32encode(secrets.token_bytes(20)).decode()
