"""The first step of signing in, as allauth does it."""

from typing import Any

from allauth.account.stages import LoginStage
from allauth.account.views import RequestLoginCodeView
from django.http import HttpRequest

from accounts.access import for_everyone
from accounts.views.beheer.invitations import INVITED


class _AskCode(RequestLoginCodeView):
    """With the address filled in for who just accepted an invitation. Who is half-way may begin again: allauth itself
    would send them back to the step they cannot take."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "email": self.request.session.get(INVITED, "")}

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        return None


ask_code = for_everyone(_AskCode.as_view())
