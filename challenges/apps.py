from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "challenges"
    verbose_name = "wat wordt aangeboden"

    def ready(self) -> None:
        from accounts.services import owndata
        from challenges.services import own_sheets

        owndata.register(
            "challenges",
            owndata.OwnData(
                export=own_sheets.export,
                merge=own_sheets.merge,
                keeps_alive=own_sheets.KEEPS_ALIVE,
                erase=own_sheets.erase,
                address_gone=own_sheets.address_gone,
            ),
        )
