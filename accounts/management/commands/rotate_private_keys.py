"""`manage.py rotate_private_keys`: wraps the participants' keys with the newest key of GEDAG_PRIVATE_KEYS."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models.private_keys import newest_wrapping_key
from accounts.services.private_words import rewrap_keys


class Command(BaseCommand):
    help = (
        "Pakt de sleutels van deelnemers opnieuw in met de nieuwste uit GEDAG_PRIVATE_KEYS. Mag afgebroken en opnieuw "
        "gedraaid worden."
    )

    def handle(self, *args: object, **options: object) -> None:
        newest, _key = newest_wrapping_key()
        result = rewrap_keys()
        self.stdout.write(f"Opnieuw ingepakt met {newest}: {result.done}.")
        if result.closed:
            told = ", ".join(f"{count} met {name}" for name, count in sorted(result.closed.items()))
            raise CommandError(
                f"Niet te openen: {told}. Zet die sleutel weer in GEDAG_PRIVATE_KEYS en draai dit opnieuw. Er is niets "
                "gewist."
            )
        self.stdout.write(
            f"Alle sleutels zijn ingepakt met {newest}. De oudere mogen weg uit GEDAG_PRIVATE_KEYS, als elk proces "
            "opnieuw gestart is met de nieuwe en dit daarna nog een keer 0 zegt. De sleutel adressen blijft altijd."
        )
