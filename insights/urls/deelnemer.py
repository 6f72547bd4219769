"""Insights' addresses on the participant face: published figures and open data, for everybody."""

from django.urls import path

from insights.views import infographics, open_data, public

app_name = "insights"
urlpatterns = [
    path("resultaten/", public.published, name="published"),
    path("resultaten/van/<slug:slug>/", public.of_campaign, name="of_campaign"),
    path("resultaten/<slug:digest>/", public.release, name="published_release"),
    path("resultaten/<slug:digest>/cijfers.<slug:sort>", public.file, name="published_file"),
    path("resultaten/<slug:digest>/infographic/", infographics.page, name="public_infographic"),
    path(
        "resultaten/<slug:digest>/infographic.<slug:sort>",
        infographics.file,
        name="public_infographic_file",
    ),
    path("open-data/", open_data.open_data, name="open_data"),
    path("open-data/<slug:cohort>/<str:name>", open_data.file, name="open_data_file"),
]
