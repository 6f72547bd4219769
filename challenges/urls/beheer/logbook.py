from django.urls import path

from challenges.views.beheer import logbook

of_campaign = [
    path("logboek/", logbook.logbook, name="logbook"),
    path("logboek/<slug:moment>/", logbook.write, name="logbook_write"),
]
