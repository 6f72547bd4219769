from django.urls import path

from challenges.views.beheer import manual

urlpatterns = [
    path("handleiding/", manual.manual, name="manual"),
    path("handleiding/<slug:slug>/", manual.chapter, name="chapter"),
]
