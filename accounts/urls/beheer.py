"""Staff sign-in: a code by e-mail, then one of the phone. The names without namespace are the ones that allauth itself
looks for."""

from allauth.account import views as allauth_views
from django.urls import path

from accounts.access import for_everyone
from accounts.views.beheer.second_step import second_step, second_step_set_up
from accounts.views.beheer.sign_in import ask_code, try_code

urlpatterns = [
    path("inloggen/", ask_code, name="account_login"),
    path("inloggen/", ask_code, name="account_request_login_code"),
    path("inloggen/", ask_code, name="account_signup"),  # nobody signs up; mails to strangers lead here
    path("inloggen/code/", try_code, name="account_confirm_login_code"),
    path("inloggen/tweede-stap/", second_step, name="mfa_authenticate"),
    path("inloggen/tweede-stap/instellen/", second_step_set_up, name="second_step_set_up"),
    path("uitloggen/", for_everyone(allauth_views.logout), name="account_logout"),
    path("inloggen/gesloten/", for_everyone(allauth_views.account_inactive), name="account_inactive"),
]
