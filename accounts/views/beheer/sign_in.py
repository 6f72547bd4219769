"""The first step of signing in, as allauth does it."""

from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.stages import LoginStage
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.access import client_of, count, for_everyone
from accounts.events import WARNING, Event, note
from accounts.services.limit_table import Act, Who
from accounts.views.beheer.invitations import INVITED

# Why somebody finds themselves on the first page of signing in, in its address as `waarom`.
CODE_WRONG, CODE_OVER, OUT_EVERYWHERE = "code-fout", "code-voorbij", "overal-uit"


class _AskCode(RequestLoginCodeView):
    """With the address filled in for who just accepted an invitation. Who is half-way may begin again: allauth itself
    would send them back to the step they cannot take."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "email": self.request.session.get(INVITED, "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "why_here": self.request.GET.get("waarom", "")}

    def form_valid(self, form: Form) -> HttpResponse:
        note(Event.CODE_ASKED, what="staff")
        address = form.cleaned_data["email"].lower()
        here = f"{address} {client_of(self.request)}"
        count(self.request, Act.STAFF_ASK_CODE, {Who.ADDRESS: address, Who.ADDRESS_HERE: here})
        return super().form_valid(form)

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        return None


class _TypeCode(ConfirmLoginCodeView):
    """Where the code of the mail is typed."""

    def form_invalid(self, form: Form) -> HttpResponse:
        note(Event.CODE_WRONG, level=WARNING, what="staff")
        response = super().form_invalid(form)
        return self._begin_again(CODE_WRONG) if _begins_again(response) else response

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(*args, **kwargs)
        return self._begin_again(CODE_OVER) if _begins_again(response) else response

    def _begin_again(self, why: str) -> HttpResponse:
        return redirect(self.passthrough_next_url(f"{reverse('account_login')}?waarom={why}"))


def _begins_again(response: HttpResponseBase) -> bool:
    return response.headers.get("Location") == reverse("account_login")


ask_code = for_everyone(_AskCode.as_view())
_type_code = _TypeCode.as_view()


@for_everyone
def try_code(request: HttpRequest) -> HttpResponseBase:
    """The second half of the first step. allauth counts wrong codes in the session, which many requests at once all
    read before one of them writes; so each try is counted here before it is one."""
    if request.method == "POST" and (began := _began_at(request)):
        count(request, Act.STAFF_TRY_CODE, {Who.CODE: f"{request.session.session_key} {began}"})
    return _type_code(request)


def _began_at(request: HttpRequest) -> object:
    """When the code that this session waits for was made; nothing when it waits for none."""
    login = request.session.get(LOGIN_SESSION_KEY)
    return login.get("initiated_at") if isinstance(login, dict) else None
