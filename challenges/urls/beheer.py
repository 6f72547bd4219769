from django.urls import path

from challenges.views import beheer

app_name = "beheer"
urlpatterns = [
    path("beheer/", beheer.organisations, name="organisations"),
    path("beheer/<slug:org>/", beheer.campaigns, name="campaigns"),
    path("beheer/<slug:org>/<slug:slug>/", beheer.campaign, name="campaign"),
]
