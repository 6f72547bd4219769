"""Inviting a colleague, and being invited."""

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import StaffRequest, for_everyone, for_staff, took_second_step
from accounts.forms.beheer.members import InviteForm, role_name
from accounts.models import Invitation
from accounts.permissions import Permission
from accounts.queries import row_security
from accounts.queries.staff_members import invitation_with
from accounts.services import staff_invitations as services
from accounts.services.secrets import hash_secret
from accounts.tasks import start_inviting
from accounts.views.beheer.members import back_to_members
from accounts.views.rendering import render_page

INVITED = "invited"  # key in a session: the address that an invitation was accepted for


@for_staff(Permission.MANAGE_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: StaffRequest) -> HttpResponse:
    """Asks a colleague by mail."""
    organisation = request.membership.organisation
    form = InviteForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(
                organisation=organisation, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except services.AlreadyMemberError:
            form.add_error("email", _("Deze collega staat al op je lijst."))
        except services.AlreadyInvitedError:
            form.add_error(
                "email", _("Deze collega is al uitgenodigd. Stuur de uitnodiging opnieuw, of trek haar in.")
            )
        except services.TooManyInvitationsError:
            form.add_error(
                None,
                _(
                    "Er zijn heel veel uitnodigingen. Trek in wat je niet meer nodig hebt, of ga morgen verder."
                ),
            )
        else:
            start_inviting()
            return back_to_members(request, "uitgenodigd")
    return render_page(
        request,
        "accounts/beheer/invite.html",
        {"form": form},
        page_title=_("Nodig een collega uit"),
        status=422 if form.errors else 200,
    )


@for_staff(Permission.MANAGE_MEMBERS)
@require_POST
def invitation_again(request: StaffRequest, number: int) -> HttpResponse:
    """Mails an invitation once more."""
    try:
        services.send_again(
            organisation=request.membership.organisation,
            invitation_id=_known(request, number),
            now=timezone.now(),
        )
    except (services.InvitationOverError, services.TooManyInvitationsError):
        return back_to_members(request, "voorbij")
    start_inviting()
    return back_to_members(request, "opnieuw")


@for_staff(Permission.MANAGE_MEMBERS)
@require_POST
def invitation_withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Takes an invitation back."""
    try:
        services.withdraw(
            organisation=request.membership.organisation,
            invitation_id=_known(request, number),
            now=timezone.now(),
        )
    except services.InvitationOverError:
        return back_to_members(request, "voorbij")
    return back_to_members(request, "ingetrokken")


def _known(request: StaffRequest, number: int) -> int:
    """The number of an invitation of this organisation, or 404."""
    if not request.membership.organisation.invitations.filter(pk=number).exists():
        raise Http404("invitation not found")
    return number


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the link in the mail leads. Looking changes nothing, because mail scanners look too; the button says yes.

    An unknown link is 404, one that is over 410.
    """
    found = invitation_with(hash_secret(secret))
    if found is None:
        raise Http404("invitation not found")
    why = services.why_over(invitation=found, now=timezone.now())
    if not why and request.method == "POST":
        if _somebody_else(request, found):
            logout(request)
            return redirect(request.path)
        try:
            with row_security.acting_for_organisation(found.organisation_id):
                services.accept(invitation_id=found.pk, now=timezone.now())
        except services.InvitationOverError as over:
            why = over.why
        else:
            return _welcome(request, found)
    context = {
        "invitation": found,
        "why": why,
        "role": role_name(found.role),
        "somebody_else": _somebody_else(request, found),
        "days": services.VALID_FOR.days,
    }
    return render(request, "accounts/beheer/invited.html", context, status=410 if why else 200)


def _somebody_else(request: HttpRequest, invitation: Invitation) -> bool:
    return bool(request.user.is_authenticated and request.user.email != invitation.email)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    target = reverse("beheer:overview", args=[invitation.organisation.slug])
    if request.user.is_authenticated and took_second_step(request):
        return redirect(target)
    request.session[INVITED] = invitation.email
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target}, safe='/')}")
