"""`manage.py allow_sending`: after a restored copy or a move, let this database send from here again."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.services.sending_mark import allow_sending


class Command(BaseCommand):
    help = "Laat berichten weer gaan nadat er een reservekopie is teruggezet. Wat al verstuurd kan zijn, vervalt."

    def handle(self, *args: object, **options: object) -> None:
        given_up = allow_sending(now=timezone.now())
        if given_up is None:
            self.stdout.write("Er werd niets tegengehouden; er verandert niets.")
        else:
            self.stdout.write(
                f"Er mag weer verstuurd worden. Vervallen omdat ze al verstuurd kunnen zijn: {given_up}."
            )
