from django.urls import path

from challenges.views import public
from challenges.views.beheer import look_choice, look_sources, looks

# The same addresses as on the participant face: staff see what participants get.
urlpatterns = [
    path("thema/<slug:key>-<int:version>.css", public.theme_css, name="theme"),
    path("thema/<slug:key>-<str:digest>.png", public.theme_logo, name="logo"),
]
of_organisation = [
    path("uitstraling/", looks.looks, name="looks"),
    path("uitstraling/proef.css", looks.specimen_css, name="look_specimen"),
    path("uitstraling/<slug:key>/", looks.edit, name="look_edit"),
    path("uitstraling/<slug:key>/terug/<int:number>/", looks.revert, name="look_revert"),
    path("uitstraling/<slug:key>/overnemen/", look_sources.take_over, name="look_import"),
    path("uitstraling/<slug:key>/logo/", look_sources.logo, name="look_logo"),
    path("uitstraling/<slug:key>/logo/weg/", look_sources.logo_off, name="look_logo_off"),
]
of_campaign = [path("uitstraling/", look_choice.choose, name="look")]
