from django.urls import path

from challenges.views.beheer import group

of_campaign = [path("groep/", group.group, name="group")]
