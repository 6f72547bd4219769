from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "wie"

    def ready(self) -> None:
        from accounts import checks  # noqa: F401
        from accounts.models import Message
        from accounts.services import (
            code_messages,
            message_kinds,
            own_removers,
            own_sheets,
            owndata,
            removers,
            staff_invitation_mail,
        )

        message_kinds.register(Message.Kind.CODE, code_messages.CODE)
        message_kinds.register(Message.Kind.INVITATION, staff_invitation_mail.INVITATION)
        # Sessions and ways back are merged by the merge itself, and go with the participant.
        owndata.register(
            "accounts", owndata.OwnData(export=own_sheets.export, merge=lambda *, source, target, now: None)
        )
        for name, remover in own_removers.REMOVERS.items():
            removers.register(name=name, remover=remover)
