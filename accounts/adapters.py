"""How allauth, which signs staff in, behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account on their own; an organisation's manager invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
