"""The one door to what only an institute has: its own pages, about everybody."""

from django.http import Http404

from accounts.access import StaffRequest
from accounts.models import Organisation
from accounts.queries import row_security


def institute_of(request: StaffRequest) -> Organisation:
    """The institute in the address, from here on with what every organisation has. For a municipality these pages do
    not exist."""
    organisation = request.membership.organisation
    if organisation.kind != Organisation.Kind.INSTITUTE:
        raise Http404("not an institute")
    row_security.act_everywhere()
    return organisation
