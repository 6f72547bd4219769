from django.urls import path

from challenges.views.beheer import promoting, proposing

of_organisation = [
    # a municipality puts something forward
    path("bijdragen/<int:pk>/voorstellen/", proposing.propose, name="contribution_propose"),
    path("bijdragen/<int:pk>/voorstel-terugnemen/", proposing.take_back, name="contribution_unpropose"),
    path("ideeen/<slug:key>/voorstellen/", proposing.propose_own_idea, name="propose_idea"),
    path("ideeen/<slug:key>/voorstel-terugnemen/", proposing.take_back_own_idea, name="unpropose_idea"),
    # the institute decides
    path("voorstellen/", promoting.proposals, name="proposals"),
    path("voorstellen/<int:pk>/", promoting.proposal, name="proposal"),
    path("voorstellen/<int:pk>/teruggeven/", promoting.give_back, name="proposal_return"),
    path("voorstellen/<int:pk>/bewaren/", promoting.archive, name="proposal_archive"),
    path("voorstellen/<int:pk>/terugzetten/", promoting.reopen, name="proposal_reopen"),
]
