from django.urls import path

from interactions.views import diary, library

app_name = "interactions"
urlpatterns = [
    path("ideeen/", library.ideas, name="ideas"),
    path("ideeen/<slug:key>/", library.idea, name="idea"),
    path("hoe-het-werkt/", library.how_it_works, name="how"),
    path("dagboek/", diary.diary, name="diary"),
]
