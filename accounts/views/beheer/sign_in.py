"""The first step of signing in, as allauth does it."""

from typing import Any

from allauth.account.stages import LoginStage
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from accounts.access import for_everyone
from accounts.events import WARNING, Event, note
from accounts.views.beheer.invitations import INVITED


class _AskCode(RequestLoginCodeView):
    """With the address filled in for who just accepted an invitation. Who is half-way may begin again: allauth itself
    would send them back to the step they cannot take."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "email": self.request.session.get(INVITED, "")}

    def form_valid(self, form: Form) -> HttpResponse:
        note(Event.CODE_ASKED, what="staff")
        return super().form_valid(form)

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        return None


class _TypeCode(ConfirmLoginCodeView):
    """Where the code of the mail is typed."""

    def form_invalid(self, form: Form) -> HttpResponse:
        note(Event.CODE_WRONG, level=WARNING, what="staff")
        return super().form_invalid(form)


ask_code = for_everyone(_AskCode.as_view())
type_code = for_everyone(_TypeCode.as_view())
