from django.urls import path

from challenges.views.beheer import library, library_rows

of_organisation = [
    path("bibliotheek/", library.ideas, name="library"),
    path("bibliotheek/nieuw/", library.new_idea, name="library_new"),
    path("bibliotheek/ideeen/<slug:key>/", library.idea, name="library_idea"),
    path("bibliotheek/ideeen/<slug:key>/versies/", library.versions, name="library_versions"),
    path(
        "bibliotheek/ideeen/<slug:key>/versies/<int:number>/terug/",
        library.take_over,
        name="library_take_over",
    ),
    path("bibliotheek/ideeen/<slug:key>/opbergen/", library.archive, name="library_archive"),
    path("bibliotheek/plekken/", library_rows.domains, name="library_domains"),
    path("bibliotheek/plekken/<slug:key>/", library_rows.domain, name="library_domain"),
    path("bibliotheek/drempels/", library_rows.barriers, name="library_barriers"),
    path("bibliotheek/drempels/nieuw/", library_rows.new_barrier, name="library_new_barrier"),
    path("bibliotheek/drempels/<slug:key>/", library_rows.barrier, name="library_barrier"),
    path("bibliotheek/drempels/<slug:key>/opbergen/", library_rows.archive, name="library_barrier_archive"),
    path("bibliotheek/drempels/<slug:key>/verplaats/", library_rows.move, name="library_barrier_move"),
]
