"""Which messages somebody wants, from the links in a mail: changed one by one, or stopped at once."""

from django.db import transaction

from accounts.models import Message, Participant
from accounts.services.contacts import choose_refused_kinds, refuse_kind
from challenges.models import Participation
from challenges.services.participations import change_settings

# Those that hang on a participation are set there; these two have no setting but the address.
OF_THE_ADDRESS = (Message.Kind.CHECK_IN, Message.Kind.NOTICE)


def stop_kind(*, participant: Participant, kind: Message.Kind) -> None:
    """No messages of this kind any more, of any campaign; again changes nothing. The times that somebody chose stay,
    for when they want them back."""
    with transaction.atomic():
        if kind in OF_THE_ADDRESS:
            refuse_kind(participant=participant, kind=kind)
            return
        for participation in _locked(participant):
            if participation.left_at:
                continue
            _settle(
                participation,
                channel=Participation.Channel.NONE if kind == Message.Kind.TODAY else participation.channel,
                reminds=kind != Message.Kind.LOG_REMINDER,
            )


def stop_all(*, participant: Participant) -> None:
    """No messages of any kind. A code to come back with is no such message: it comes when it is asked for."""
    with transaction.atomic():
        for participation in _locked(participant):
            _settle(participation, channel=Participation.Channel.NONE, reminds=False)
        choose_refused_kinds(participant=participant, kinds=OF_THE_ADDRESS)


def _locked(participant: Participant) -> list[Participation]:
    # The participant first, as sending does: in another order they would wait for each other.
    Participant.objects.select_for_update(no_key=True).filter(pk=participant.pk).first()
    return list(
        Participation.objects.select_for_update(no_key=True).filter(participant=participant).order_by("pk")
    )


def _settle(participation: Participation, *, channel: str, reminds: bool) -> None:
    change_settings(
        participation=participation,
        weekdays=participation.weekdays,
        prompt_time=participation.prompt_time,
        channel=channel,
        giver=participation.giver,
        log_time=participation.log_time if reminds else None,
    )
