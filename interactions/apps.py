from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "interactions"
    verbose_name = "wat mensen doen"

    def ready(self) -> None:
        from accounts.services import owndata
        from interactions.services import own_sheets

        owndata.register(
            "interactions",
            owndata.OwnData(
                export=own_sheets.export, merge=own_sheets.merge, keeps_alive=own_sheets.KEEPS_ALIVE
            ),
        )
