from django.urls import path

from challenges.views.beheer import broadcasts

of_campaign = [
    path("bericht/", broadcasts.broadcast, name="broadcast"),
    path("bericht/voorbeeld/", broadcasts.mail, name="broadcast_mail"),
]
