from django.urls import path

from challenges.views.beheer import campaigns, overview

urlpatterns = [path("beheer/", campaigns.organisations, name="organisations")]
of_organisation = [
    path("", overview.overview, name="overview"),
    path("campagnes/", campaigns.campaigns, name="campaigns"),
]
of_campaign = [path("", campaigns.campaign, name="campaign")]
