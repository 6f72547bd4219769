from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "challenges"
    verbose_name = "wat wordt aangeboden"

    def ready(self) -> None:
        from accounts.models import Message
        from accounts.services import message_kinds as kinds
        from accounts.services import owndata, removers
        from challenges.services import history, message_kinds, notices, own_sheets

        kinds.register(Message.Kind.TODAY, message_kinds.TODAY)
        kinds.register(Message.Kind.LOG_REMINDER, message_kinds.LOG_REMINDER)
        kinds.register(Message.Kind.NOTICE, notices.NOTICE)
        kinds.register(Message.Kind.CHECK_IN, message_kinds.CHECK_IN)

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
        removers.register(name="oude-geschiedenis", remover=history.OLD_HISTORY)
