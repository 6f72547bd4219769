from django.urls import path

from challenges.views.beheer import ideas

of_organisation = [
    path("ideeen/", ideas.ideas, name="own_ideas"),
    path("ideeen/nieuw/", ideas.new_idea, name="new_idea"),
    path("ideeen/<slug:key>/", ideas.idea, name="own_idea"),
    path("ideeen/<slug:key>/opbergen/", ideas.archive, name="archive_idea"),
]
