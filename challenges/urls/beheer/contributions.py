from django.urls import path

from challenges.views.beheer import contributions

of_organisation = [
    path("bijdragen/", contributions.contributions, name="contributions"),
    path("bijdragen/<int:pk>/plaatsen/", contributions.approve, name="contribution_approve"),
    path("bijdragen/<int:pk>/teruggeven/", contributions.give_back, name="contribution_return"),
    path("bijdragen/<int:pk>/terugzetten/", contributions.reopen, name="contribution_reopen"),
]
of_campaign = [path("bijdragen/", contributions.of_campaign, name="campaign_contributions")]
