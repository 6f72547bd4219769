from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "wie"

    def ready(self) -> None:
        from accounts.services import own_sheets, owndata

        # Sessions and ways back are merged by the merge itself, and go with the participant.
        owndata.register(
            "accounts", owndata.OwnData(export=own_sheets.export, merge=lambda *, source, target, now: None)
        )
