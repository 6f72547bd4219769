"""`manage.py remove_staff`: for who works for no organisation any more."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services.staff_leaving import StillMemberError, remove_staff


class Command(BaseCommand):
    help = (
        "Verwijdert een medewerker die nergens meer bij hoort. Zonder adres: toont wie dat zijn. Wie ooit cijfers "
        "vrijgaf, blijft als nummer staan, zonder naam en adres."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", default="")

    def handle(self, *, email: str, **options: object) -> None:
        if not email:
            self._show()
            return
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError(f"Er is geen medewerker met het adres {email}.")
        try:
            gone = remove_staff(user=user)
        except StillMemberError as organisation:
            raise CommandError(
                f"{user.name} hoort nog bij {organisation}. Haal die eerst daar weg, op het scherm Medewerkers."
            ) from organisation
        self.stdout.write(
            "Weg."
            if gone
            else "Naam en adres zijn weg. Het nummer blijft, want onder vrijgegeven cijfers staat een handtekening."
        )

    def _show(self) -> None:
        without = User.objects.filter(memberships=None, is_active=True).order_by("email")
        self.stdout.write("Hoort bij geen organisatie:" if without else "Iedereen hoort bij een organisatie.")
        for user in without:
            self.stdout.write(f"  {user.email}  {user.name}")
