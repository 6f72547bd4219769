"""The participant face's pages of campaigns and of the day. The campaign's own address comes last."""

from django.urls import path

from challenges.views import contributions, joining, mine, moments, offers, public, questions, today

app_name = "challenges"
urlpatterns = [
    path("", public.front, name="front"),
    path("voor-gemeenten/", public.for_municipalities, name="for_municipalities"),
    path("toegankelijkheid/", public.accessibility, name="accessibility"),
    path("thema/<slug:key>-<int:version>.css", public.theme_css, name="theme"),
    path("vandaag/", today.today, name="today"),
    path("vandaag/niet/", today.not_today, name="not_today"),
    path("vandaag/in-je-vel/", questions.today_mood, name="today_mood"),
    path("vandaag/gisteren/", offers.yesterday, name="yesterday"),
    path("vandaag/idee/<slug:key>/", offers.choose, name="choose"),
    path("vandaag/in/<slug:slug>/", today.today, name="today_in"),
    path("vandaag/in/<slug:slug>/ander/", offers.swap, name="swap"),
    path("vandaag/in/<slug:slug>/probeer/", today.try_it, name="try_it"),
    path("vandaag/in/<slug:slug>/stap/", today.step, name="step"),
    path("vandaag/in/<slug:slug>/uitkomst/", today.outcome, name="outcome"),
    path("van-mij/", mine.mine, name="mine"),
    path("van-mij/gedeeld/", contributions.contributions, name="contributions"),
    path("van-mij/gedeeld/<int:pk>/terug/", contributions.withdraw, name="withdraw"),
    path("van-mij/in/<slug:slug>/", mine.settings, name="participation"),
    path("van-mij/in/<slug:slug>/pauze/", mine.pause, name="pause"),
    path("van-mij/in/<slug:slug>/weer/", mine.back, name="back"),
    path("van-mij/in/<slug:slug>/stop/", mine.leave, name="leave"),
    path("van-mij/in/<slug:slug>/vanzelf/", mine.graduate, name="graduate"),
    path("delen/", contributions.contribute, name="contribute"),
    path("moment/<uuid:client_id>/", moments.moment, name="moment"),
    path("moment/<uuid:client_id>/uitkomst/", offers.loose_outcome, name="loose_outcome"),
    path("moment/<uuid:client_id>/plan/", moments.plan, name="plan"),
    path("moment/<uuid:client_id>/notitie/", moments.note, name="note"),
    path("moment/<uuid:client_id>/niet-prettig/", moments.unsafe, name="unsafe"),
    path("moment/<uuid:client_id>/voorspelling/", questions.expect, {"name": "predict"}, name="predict"),
    path(
        "moment/<uuid:client_id>/verwacht-ongemak/",
        questions.expect,
        {"name": "predict_awkward"},
        name="predict_awkward",
    ),
    path("moment/<uuid:client_id>/plek/", questions.ask, {"name": "place"}, name="place"),
    path("moment/<uuid:client_id>/reactie/", questions.ask, {"name": "response"}, name="response"),
    path("moment/<uuid:client_id>/ongemak/", questions.ask, {"name": "awkward"}, name="awkward"),
    path("moment/<uuid:client_id>/leuk/", questions.ask, {"name": "enjoyed"}, name="enjoyed"),
    path("moment/<uuid:client_id>/in-je-vel/", questions.ask, {"name": "mood"}, name="mood"),
    path("<slug:slug>/", public.landing, name="landing"),
    path("<slug:slug>/rondkijken/", public.guest_today, name="guest_today"),
    path("<slug:slug>/meedoen/", joining.join, name="join"),
    path("<slug:slug>/smoesjes/", contributions.wall, name="wall"),
]
