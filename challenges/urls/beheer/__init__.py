"""The addresses of the staff face, a file per kind of page. An organisation is always in the path."""

from django.urls import include, path

from accounts.urls import members
from challenges.urls.beheer import campaigns, manual

app_name = "beheer"
_OF_ORGANISATION = [*campaigns.of_organisation, *members.of_organisation]
_OF_CAMPAIGN = [*campaigns.of_campaign]
urlpatterns = [
    *campaigns.urlpatterns,
    *manual.urlpatterns,
    *members.urlpatterns,
    path("beheer/<slug:org>/campagnes/<slug:slug>/", include(_OF_CAMPAIGN)),
    path("beheer/<slug:org>/", include(_OF_ORGANISATION)),
]
