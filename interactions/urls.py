from django.urls import path

from interactions.views import diary, library, openers, own_moments

app_name = "interactions"
urlpatterns = [
    path("ideeen/", library.ideas, name="ideas"),
    path("ideeen/<slug:key>/", library.idea, name="idea"),
    path("ideeen/<slug:key>/bewaar/", library.favourite, name="favourite"),
    path("smoesje/", openers.builder, name="openers"),
    path("smoesje/jouw-zin/", openers.edit, name="opener_edit"),
    path("van-mij/smoesjes/", openers.own_openers, name="own_openers"),
    path("van-mij/smoesjes/<uuid:client_id>/probeer/", openers.try_opener, name="try_opener"),
    path("van-mij/smoesjes/<uuid:client_id>/weg/", openers.drop, name="drop_opener"),
    path("hoe-het-werkt/", library.how_it_works, name="how"),
    path("dagboek/", diary.diary, name="diary"),
    path("dagboek/nieuw/", own_moments.own_moment, name="own_moment"),
    path("dagboek/teller/", diary.count, name="hide_count"),
    path("dagboek/in-je-vel/<str:day>/weg/", diary.forget_mood, name="forget_mood"),
    path("dagboek/<str:day>/", diary.day, name="diary_day"),
    path("moment/<uuid:client_id>/wijzig/", own_moments.change, name="change_moment"),
    path("moment/<uuid:client_id>/weg/", own_moments.delete, name="delete_moment"),
]
