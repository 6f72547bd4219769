from django.urls import path

from accounts.views import duties, own

app_name = "accounts"
urlpatterns = [
    path("van-mij/", own.mine, name="mine"),
    path("van-mij/wissen/", own.erase, name="erase"),
    path("startlink/<str:secret>/", own.start, name="start"),
    path("privacy/", duties.privacy, name="privacy"),
]
