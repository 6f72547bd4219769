from django.urls import path

from challenges.views.beheer import campaigns

urlpatterns = [path("beheer/", campaigns.organisations, name="organisations")]
of_organisation = [path("", campaigns.campaigns, name="campaigns")]
of_campaign = [path("", campaigns.campaign, name="campaign")]
