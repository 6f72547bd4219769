"""The participant face. Campaigns have the shortest addresses, so they come last."""

from django.urls import include, path

from accounts.views.duties import security_txt
from config.health import alive, ready

urlpatterns = [
    path("gezond", alive),
    path("klaar", ready),
    path(".well-known/security.txt", security_txt),
    path("", include("accounts.urls.deelnemer")),
    path("", include("interactions.urls")),
    path("", include("insights.urls.deelnemer")),
    path("", include("challenges.urls.deelnemer")),
]
