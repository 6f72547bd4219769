"""`manage.py forget_second_step`: for who lost phone and recovery codes both."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services.staff_second_step import forget_second_step


class Command(BaseCommand):
    help = "Ontkoppelt de telefoon van een medewerker en beëindigt alle sessies. Controleer eerst wie het vraagt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: object) -> None:
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError(f"Er is geen medewerker met het adres {email}.")
        forget_second_step(user=user)
        self.stdout.write(f"{user.name} koppelt bij het volgende inloggen opnieuw een telefoon.")
