"""The addresses of the staff face, a file per kind of page. An organisation is always in the path."""

from django.urls import include, path

from accounts.urls import members
from challenges.urls.beheer import (
    broadcasts,
    campaigns,
    contributions,
    days,
    group,
    history,
    ideas,
    library,
    logbook,
    looks,
    manual,
    outside,
    proposals,
    reach,
    studio,
)

app_name = "beheer"
_OF_ORGANISATION = [
    *campaigns.of_organisation,
    *studio.of_organisation,
    *contributions.of_organisation,
    *looks.of_organisation,
    *proposals.of_organisation,
    *outside.of_organisation,
    *ideas.of_organisation,
    *library.of_organisation,
    *members.of_organisation,
    *history.of_organisation,
]
_OF_CAMPAIGN = [
    *campaigns.of_campaign,
    *studio.of_campaign,
    *looks.of_campaign,
    *days.of_campaign,
    *group.of_campaign,
    *reach.of_campaign,
    *broadcasts.of_campaign,
    *contributions.of_campaign,
    *logbook.of_campaign,
]
# What belongs to the organisation comes first: `campagnes/nieuw/` is no campaign.
urlpatterns = [
    *campaigns.urlpatterns,
    *looks.urlpatterns,
    *manual.urlpatterns,
    *members.urlpatterns,
    path("beheer/<slug:org>/", include(_OF_ORGANISATION)),
    path("beheer/<slug:org>/campagnes/<slug:slug>/", include(_OF_CAMPAIGN)),
]
