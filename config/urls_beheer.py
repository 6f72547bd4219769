"""The staff face."""

from django.urls import include, path
from django.views.generic import RedirectView

from accounts.access import for_everyone
from accounts.views.duties import security_txt
from config.health import alive, ready

urlpatterns = [
    path("gezond", alive),
    path("klaar", ready),
    path(".well-known/security.txt", security_txt),
    path("", for_everyone(RedirectView.as_view(pattern_name="beheer:organisations"))),
    path("", include("accounts.urls.beheer")),
    path("", include("challenges.urls.beheer")),
    path("", include("insights.urls.beheer")),
]
