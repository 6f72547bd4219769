"""Staff page: the look of one campaign, one of the house's or one of the organisation's own."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission, role_has
from accounts.views.rendering import render_page
from challenges.forms.beheer.looks import WearForm
from challenges.queries.staff_looks import looks_of
from challenges.services.looks import LookUnreadableError, copy_look, wear_look
from challenges.views.beheer.frame import campaign_frame, campaign_of
from challenges.views.beheer.look_frame import must_be_editor, row_of


@for_staff(Permission.VIEW_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: StaffRequest, slug: str) -> HttpResponse:
    """Picks a look for the campaign, or makes an own one of it at once (`do=eigen`)."""
    campaign = campaign_of(request, slug)
    organisation = request.membership.organisation
    found = looks_of(organisation)
    form, unreadable = WearForm(looks=found), False
    if request.method == "POST":
        must_be_editor(request)
        form = WearForm(request.POST, looks=found)
        if form.is_valid():
            look = form.cleaned_data["look"]
            own = request.POST.get("do") == "eigen"
            if own:
                look = copy_look(
                    organisation=organisation,
                    source=look,
                    name=campaign.name[:60],
                    by=request.user,
                    now=timezone.now(),
                )
            try:
                wear_look(campaign=campaign, theme=look)
            except LookUnreadableError:
                unreadable = True
            else:
                if own:
                    path = reverse("beheer:look_edit", args=[organisation.slug, look.key])
                    return redirect(f"{path}?klaar=gemaakt&campagne={campaign.slug}")
                path = reverse("beheer:look", args=[organisation.slug, campaign.slug])
                return redirect(f"{path}?klaar=gekozen")
    rows = [row_of(look) for look in found]
    worn = campaign.theme.key if campaign.theme else "gedag"  # without a look, the house's own shows
    context = {
        **campaign_frame(campaign),
        "rows": rows,
        "worn": worn,
        "form": form,
        "unreadable": unreadable,
        "may_edit": role_has(request.membership.role, Permission.EDIT_CAMPAIGNS),
        "done": request.GET.get("klaar", ""),
    }
    status = 422 if form.errors or unreadable else 200
    return render_page(
        request, "challenges/beheer/look_choice.html", context, page_title=_("Uitstraling"), status=status
    )
