from django.urls import path

from challenges.views.beheer import history

of_organisation = [path("geschiedenis/", history.history, name="history")]
