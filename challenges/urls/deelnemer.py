"""The participant face's pages of campaigns and of the day. The campaign's own address comes last."""

from django.urls import path

from challenges.views import moments, public, today

app_name = "challenges"
urlpatterns = [
    path("", public.front, name="front"),
    path("toegankelijkheid/", public.accessibility, name="accessibility"),
    path("thema/<slug:key>-<int:version>.css", public.theme_css, name="theme"),
    path("vandaag/", today.today, name="today"),
    path("vandaag/niet/", today.not_today, name="not_today"),
    path("vandaag/in/<slug:slug>/", today.today, name="today_in"),
    path("vandaag/in/<slug:slug>/probeer/", today.try_it, name="try_it"),
    path("vandaag/in/<slug:slug>/stap/", today.step, name="step"),
    path("vandaag/in/<slug:slug>/uitkomst/", today.outcome, name="outcome"),
    path("moment/<uuid:client_id>/", moments.moment, name="moment"),
    path("moment/<uuid:client_id>/voorspelling/", moments.predict, name="predict"),
    path("moment/<uuid:client_id>/reactie/", moments.response, name="response"),
    path("moment/<uuid:client_id>/notitie/", moments.note, name="note"),
    path("<slug:slug>/", public.landing, name="landing"),
    path("<slug:slug>/rondkijken/", public.guest_today, name="guest_today"),
    path("<slug:slug>/meedoen/", public.join, name="join"),
]
