"""Staff sign-in: a code by e-mail. The names without namespace are the ones that allauth itself looks for."""

from allauth.account import views as allauth_views
from django.urls import path

from accounts.access import for_everyone

_request_code = for_everyone(allauth_views.request_login_code)

urlpatterns = [
    path("inloggen/", _request_code, name="account_login"),
    path("inloggen/", _request_code, name="account_request_login_code"),
    path("inloggen/", _request_code, name="account_signup"),  # nobody signs up; mails to strangers lead here
    path("inloggen/code/", for_everyone(allauth_views.confirm_login_code), name="account_confirm_login_code"),
    path("uitloggen/", for_everyone(allauth_views.logout), name="account_logout"),
    path("inloggen/gesloten/", for_everyone(allauth_views.account_inactive), name="account_inactive"),
]
