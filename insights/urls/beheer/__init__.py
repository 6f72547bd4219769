"""Insights' addresses on the staff face, a file per kind of page. An organisation is always in the path."""

from django.urls import include, path

from insights.urls.beheer import infographics, national, results

app_name = "insights"
_OF_ORGANISATION = [*results.of_organisation, *infographics.of_organisation, *national.of_organisation]
_OF_CAMPAIGN = [*results.of_campaign, *infographics.of_campaign]
urlpatterns = [
    path("beheer/<slug:org>/", include(_OF_ORGANISATION)),
    path("beheer/<slug:org>/campagnes/<slug:slug>/", include(_OF_CAMPAIGN)),
]
