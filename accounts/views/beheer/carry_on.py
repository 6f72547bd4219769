"""Going on after a session that ended in the middle of something."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LEFT_BEHIND, StaffRequest, for_staff
from accounts.forms.typed import written_in
from accounts.views.rendering import render_page


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def carry_on(request: StaffRequest) -> HttpResponse:
    """Gives back what somebody sent when their session was over, ready to be sent again; nobody else's. With POST
    it is put away."""
    left = request.session.get(LEFT_BEHIND)
    if request.method == "POST" or not left or left["whose"] != request.user.pk:
        request.session.pop(LEFT_BEHIND, None)
        return redirect("beheer:organisations")
    posted = [(name, value) for name, value in left["posted"]]
    context = {"path": left["path"], "posted": posted, "typed": written_in(posted)}
    return render_page(
        request, "accounts/beheer/carry_on.html", context, page_title=_("Hier was je gebleven")
    )
