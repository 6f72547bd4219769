from django.urls import path

from insights.views.beheer import infographics

# The country's is made at the institute, a campaign's by its own people.
of_organisation = [
    path("infographic/<slug:digest>/", infographics.national_infographic, name="national_infographic"),
    path(
        "infographic/<slug:digest>/voorbeeld.png",
        infographics.national_infographic_preview,
        name="national_infographic_preview",
    ),
    path(
        "infographic/<slug:digest>/versie-<int:number>.<slug:sort>",
        infographics.national_infographic_file,
        name="national_infographic_file",
    ),
    path(
        "infographic/<slug:digest>/terug/",
        infographics.national_infographic_restore,
        name="national_infographic_restore",
    ),
]
of_campaign = [
    path("infographic/<slug:digest>/", infographics.infographic, name="infographic"),
    path(
        "infographic/<slug:digest>/voorbeeld.png",
        infographics.infographic_preview,
        name="infographic_preview",
    ),
    path(
        "infographic/<slug:digest>/versie-<int:number>.<slug:sort>",
        infographics.infographic_file,
        name="infographic_file",
    ),
    path("infographic/<slug:digest>/terug/", infographics.infographic_restore, name="infographic_restore"),
]
