"""The one door to what only an institute has."""

from django.http import Http404

from accounts.access import StaffRequest
from accounts.models import Organisation


def institute_of(request: StaffRequest) -> Organisation:
    """The institute in the address; for a municipality these pages do not exist."""
    organisation = request.membership.organisation
    if organisation.kind != Organisation.Kind.INSTITUTE:
        raise Http404("not an institute")
    return organisation
