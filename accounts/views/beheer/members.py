"""Who works for an organisation: the list, what somebody may do, and leaving."""

from typing import Any

from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, for_staff
from accounts.forms.beheer.members import RoleForm, role_name
from accounts.models import Membership
from accounts.permissions import Permission
from accounts.queries import staff_members as queries
from accounts.services import staff_members as services
from accounts.services.staff_invitations import MOST_ROUNDS
from accounts.views.rendering import render_page


@for_staff(Permission.MANAGE_MEMBERS)
@require_safe
def members(request: StaffRequest) -> HttpResponse:
    """Everybody who works here, and who was asked."""
    now = timezone.now()
    organisation = request.membership.organisation
    context = {
        "members": [
            {"membership": one, "role": role_name(one.role), "own": one.user_id == request.user.pk}
            for one in queries.members(organisation)
        ],
        "invitations": [
            {
                "invitation": one,
                "role": role_name(one.role),
                "expired": one.expires_at <= now,
                "may_again": one.round < MOST_ROUNDS,
            }
            for one in queries.open_invitations(organisation)
        ],
        "said": request.GET.get("gedaan", ""),
    }
    return render_page(request, "accounts/beheer/members.html", context, page_title=_("Medewerkers"))


@for_staff(Permission.MANAGE_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: StaffRequest, number: int) -> HttpResponse:
    """One of them: what they may do."""
    membership = _member(request, number)
    organisation = request.membership.organisation
    form = RoleForm(request.POST or None, organisation=organisation, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(
                organisation=organisation, membership_id=number, role=form.cleaned_data["role"]
            )
        except services.LastManagerError:
            form.add_error("role", _last_manager())
        except services.MemberGoneError:
            raise Http404("member not found") from None
        else:
            return back_to_members(request, "rol")
    context = {"membership": membership, "form": form, "own": membership.user_id == request.user.pk}
    return _page(request, "accounts/beheer/member.html", context, membership.user.name, form)


@for_staff(Permission.MANAGE_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: StaffRequest, number: int) -> HttpResponse:
    """Asks whether somebody must go, and does it."""
    membership = _member(request, number)
    if membership.user_id == request.user.pk:
        return redirect("beheer:stop_here", request.membership.organisation.slug)
    return _let_go(request, membership, "accounts/beheer/member_remove.html", _("Collega weghalen"))


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_here(request: StaffRequest) -> HttpResponse:
    """Leaving an organisation oneself."""
    return _let_go(request, request.membership, "accounts/beheer/stop_here.html", _("Ik stop hier"))


def back_to_members(request: StaffRequest, said: str) -> HttpResponse:
    """To the list, which says what was done."""
    response = redirect("beheer:members", request.membership.organisation.slug)
    response["Location"] += f"?gedaan={said}"
    return response


def _let_go(request: StaffRequest, membership: Membership, template: str, title: str) -> HttpResponse:
    organisation = request.membership.organisation
    context: dict[str, Any] = {"membership": membership}
    if request.method == "POST":
        try:
            services.remove_member(organisation=organisation, membership_id=membership.pk)
        except services.LastManagerError:
            context["problem"] = _last_manager()
            return render_page(request, template, context, page_title=title, status=422)
        except services.MemberGoneError:
            raise Http404("member not found") from None
        if membership.user_id != request.user.pk:
            return back_to_members(request, "weg")
        if not getattr(membership, "has_others", False):
            logout(request)
            return redirect("account_login")
        return redirect("beheer:organisations")
    return render_page(request, template, context, page_title=title)


def _last_manager() -> str:
    return _("Er moet altijd een beheerder zijn. Maak eerst een collega beheerder.")


def _member(request: StaffRequest, number: int) -> Membership:
    found = queries.member(request.membership.organisation, number)
    if found is None:
        raise Http404("member not found")
    return found


def _page(
    request: StaffRequest, template: str, context: dict[str, Any], title: str, form: RoleForm
) -> HttpResponse:
    return render_page(request, template, context, page_title=title, status=422 if form.errors else 200)
