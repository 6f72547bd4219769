"""Staff page: what was changed in an organisation, by whom and when."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, for_staff
from accounts.permissions import Permission
from accounts.views.rendering import render_page
from challenges.forms.beheer.history import HistoryFilter, people_by_name
from challenges.queries import staff_history as history_queries
from challenges.queries.staff_history_told import told
from challenges.queries.staff_history_words import Names


@for_staff(Permission.READ_AUDIT)
@require_safe
def history(request: StaffRequest) -> HttpResponse:
    """The history, newest first, of everything or of one campaign or person; older pages by `tot`."""
    organisation_id = request.membership.organisation_id
    campaigns = history_queries.campaigns_in_history(organisation_id)
    ids = history_queries.people_in_history(organisation_id)
    staff = history_queries.names_of_staff(ids, organisation_id)
    form = HistoryFilter(request.GET, campaigns=campaigns, people=people_by_name(ids, staff))
    asked = form.asked()
    moments, last = history_queries.moments_of(
        organisation_id=organisation_id,
        campaign_id=asked["campagne"],
        person=asked["wie"],
        until=asked["tot"],
    )
    names = Names(staff, campaigns, history_queries.names_of_things(moments))
    kept = {name: asked[name] for name in ("campagne", "wie") if asked[name] is not None}
    context = {
        "form": form,
        "moments": told(moments, names),
        "older": urlencode({**kept, "tot": last.isoformat()}) if last else "",
        "newest": f"?{urlencode(kept)}" if asked["tot"] else "",
        "filtered": bool(kept),
    }
    return render_page(request, "challenges/beheer/history.html", context, page_title="Geschiedenis")
