from django.urls import path

from insights.views.beheer import all_results, results

# What the institute reads of everybody, and what a campaign reads of its own.
of_organisation = [
    path("resultaten/", all_results.all_results, name="all_results"),
    path("resultaten/wat-is-er-nodig/", all_results.all_needed, name="all_needed"),
    path("resultaten/<slug:digest>/", all_results.release, name="any_release"),
    path("resultaten/<slug:digest>/naar-buiten/", all_results.sign, name="any_release_sign"),
    path("resultaten/<slug:digest>/cijfers.<slug:sort>", all_results.file, name="any_release_file"),
]
of_campaign = [
    path("resultaten/", results.results, name="results"),
    path("resultaten/<slug:digest>/", results.release, name="release"),
    path("resultaten/<slug:digest>/naar-buiten/", results.sign, name="release_sign"),
    path("resultaten/<slug:digest>/cijfers.<slug:sort>", results.file, name="release_file"),
]
