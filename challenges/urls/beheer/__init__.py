"""The addresses of the staff face, a file per kind of page. An organisation is always in the path."""

from django.urls import include, path

from challenges.urls.beheer import campaigns, looks, manual

app_name = "beheer"
_OF_ORGANISATION = [*campaigns.of_organisation, *looks.of_organisation]
_OF_CAMPAIGN = [*campaigns.of_campaign, *looks.of_campaign]
urlpatterns = [
    *campaigns.urlpatterns,
    *looks.urlpatterns,
    *manual.urlpatterns,
    path("beheer/<slug:org>/campagnes/<slug:slug>/", include(_OF_CAMPAIGN)),
    path("beheer/<slug:org>/", include(_OF_ORGANISATION)),
]
