"""The second step of signing in: typing a code of the phone, setting the phone up, and codes for when it is gone."""

from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import REDIRECT_FIELD_NAME, logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, count, for_staff, for_staff_signing_in, took_second_step
from accounts.forms.beheer.members import role_name
from accounts.forms.beheer.second_step import SecondStepForm, SetUpForm
from accounts.models import User
from accounts.queries.staff_members import memberships_of
from accounts.queries.staff_second_step import app_of, recovery_codes_of
from accounts.services.limit_table import Act, Who
from accounts.services.sealing import BrokenSealError, seal, unseal
from accounts.services.secrets import in_fours
from accounts.services.staff_second_step import AlreadySetUpError, renew_recovery_codes, set_up
from accounts.services.staff_sessions import end_sessions
from accounts.views.beheer.sign_in import OUT_EVERYWHERE
from accounts.views.rendering import render_page

_SET_UP = "second_step"  # key in a session: the secret that is being set up, sealed
_FRESH = "fresh_codes"  # key in a session: the recovery codes were just made and may be looked at


class _WhileSigningIn(AuthenticateView):
    """allauth's own page for who has only typed the code of the mail and is nobody yet."""

    form_class = SecondStepForm
    template_name = "accounts/beheer/second_step.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _count_try(request, self.stage.login.user)
        return super().post(request, *args, **kwargs)


_while_signing_in = _WhileSigningIn.as_view()


@for_staff_signing_in
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: Any) -> HttpResponseBase:
    """Asks for a code of the app, or leads to setting one up."""
    if not request.user.is_authenticated:
        return cast(HttpResponseBase, _while_signing_in(request))
    if took_second_step(request):
        return redirect(_next(request))
    if app_of(request.user) is None:
        return redirect(_with_next(request, "second_step_set_up"))
    if request.method == "POST":
        _count_try(request, request.user)
    form = SecondStepForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        _let_in(request, form.authenticator)
        return redirect(_next(request))
    return render(
        request,
        "accounts/beheer/second_step.html",
        {"form": form, "next": _next(request)},
        status=422 if form.errors else 200,
    )


@for_staff_signing_in
@require_http_methods(["GET", "HEAD", "POST"])
def second_step_set_up(request: Any) -> HttpResponseBase:
    """Connects an app: a picture to scan and the same in letters, and a code that proves it worked. Who has one
    already may only change it just after typing a code of the one they have."""
    user = request.user
    if not user.is_authenticated:
        return redirect(_with_next(request, "account_login"))
    if app_of(user) is not None:
        if not took_second_step(request):
            return redirect(_with_next(request, "mfa_authenticate"))
        if not did_recently_reauthenticate(request):
            return redirect("beheer:own_account")
    secret = _secret_being_set_up(request)
    form = SetUpForm(request.POST or None, user=user, secret=secret)
    if request.method == "POST" and form.is_valid():
        try:
            app = set_up(user=user, secret=secret, replace=took_second_step(request))
        except AlreadySetUpError:  # in another window, just now
            return redirect(_with_next(request, "mfa_authenticate"))
        update_session_auth_hash(request, user)  # this browser stays, also when all others were signed out
        del request.session[_SET_UP]
        _let_in(request, app)
        return _show_codes(request)
    context = {
        "form": form,
        "next": _next(request),
        "key": in_fours(secret).replace("-", " "),
        "address": get_adapter().build_totp_url(user, secret),
    }
    return render(
        request, "accounts/beheer/second_step_set_up.html", context, status=422 if form.errors else 200
    )


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """The recovery codes, once: until somebody says that they are safe."""
    if not request.session.get(_FRESH):
        return redirect(_next(request) if request.method == "POST" else "beheer:own_account")
    if request.method == "POST":
        del request.session[_FRESH]
        return redirect(_next(request))
    return render_page(
        request,
        "accounts/beheer/recovery_codes.html",
        {"codes": _shown(request.user), "next": _next(request)},
        page_title=_("Bewaar je noodcodes"),
    )


@for_staff()
@require_safe
def recovery_codes_file(request: StaffRequest) -> HttpResponse:
    """The same as a file to keep or print."""
    if not request.session.get(_FRESH):
        raise Http404("no fresh codes")
    words = _("Noodcodes van Gedag beheer voor %(email)s") % {"email": request.user.email}
    once = _("Elke code werkt één keer, in plaats van de code uit je app.")
    text = "\n".join([words, once, "", *_shown(request.user), ""])
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="noodcodes-gedag.txt"'
    return response


@for_staff()
@require_safe
def own_account(request: StaffRequest) -> HttpResponse:
    """Who somebody is here: organisations, and how they sign in."""
    return _account_page(request, SecondStepForm(user=request.user))


@for_staff()
@require_POST
def renew(request: StaffRequest) -> HttpResponse:
    """New recovery codes, or another phone; both ask for a code of now."""
    _count_try(request, request.user)
    form = SecondStepForm(request.POST, user=request.user)
    if not form.is_valid():
        return _account_page(request, form)
    post_authentication(request, form.authenticator, reauthenticated=True)
    if request.POST.get("what") == "telefoon":
        return redirect("second_step_set_up")
    renew_recovery_codes(user=request.user)
    return _show_codes(request)


@for_staff()
@require_POST
def sign_out_everywhere(request: StaffRequest) -> HttpResponse:
    """Ends every session of this person, also this one."""
    end_sessions(user=request.user)
    logout(request)
    return redirect(f"{reverse('account_login')}?waarom={OUT_EVERYWHERE}")


def _account_page(request: StaffRequest, form: SecondStepForm) -> HttpResponse:
    context = {
        "form": form,
        "memberships": [(one, role_name(one.role)) for one in memberships_of(request.user)],
        "codes_left": len(recovery_codes_of(request.user)),
    }
    return render_page(
        request,
        "accounts/beheer/own_account.html",
        context,
        page_title=_("Mijn account"),
        status=422 if form.errors else 200,
    )


def _count_try(request: HttpRequest, user: User) -> None:
    count(request, Act.STAFF_SECOND_STEP, {Who.MEMBER: user.pk})


def _let_in(request: HttpRequest, authenticator: Authenticator) -> None:
    """Writes down the second step, in a session that goes by another name than the half one did."""
    request.session.cycle_key()
    post_authentication(request, authenticator)


def _show_codes(request: HttpRequest) -> HttpResponse:
    request.session[_FRESH] = True
    return redirect(_with_next(request, "beheer:recovery_codes"))


def _shown(user: User) -> list[str]:
    return [in_fours(code) for code in recovery_codes_of(user)]


def _secret_being_set_up(request: HttpRequest) -> str:
    """The same for as long as the session lasts, so that a page that is opened again shows what was scanned."""
    try:
        return str(unseal(sealed=request.session[_SET_UP].encode())["secret"])
    except (KeyError, BrokenSealError):
        secret = str(generate_totp_secret())
        request.session[_SET_UP] = seal(secrets={"secret": secret}).decode()
        return secret


def _next(request: HttpRequest) -> str:
    """Where somebody was going, when that is an address here; a word alone is none."""
    target = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    here = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target.startswith("/") and here else reverse("beheer:organisations")


def _with_next(request: HttpRequest, name: str) -> str:
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: _next(request)}, safe='/')}"
