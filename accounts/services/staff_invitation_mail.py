"""The mail with an invitation. Staff write a row; a worker plans the mail and writes its words when it goes."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.emails import Letter, compose
from accounts.models import Invitation, Message
from accounts.services.message_kinds import MessageKind, NothingToSayError
from accounts.services.staff_invitations import secret_of, why_over


def plan_invitations(*, now: dt.datetime) -> int:
    """Puts a mail in the outbox for every invitation that is open and was not mailed in this round. Returns for how
    many; any number of workers may do this at once."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    keys = {f"invitation:{one.pk}:{one.round}": one for one in waiting}
    known = set(Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    planned = [
        Message(
            kind=Message.Kind.INVITATION,
            dedupe_key=key,
            about_id=one.pk,
            not_before=now,
            expires_at=one.expires_at,
            created_at=now,
        )
        for key, one in keys.items()
        if key not in known
    ]
    Message.objects.bulk_create(planned, ignore_conflicts=True)
    return len(planned)


def link_of(*, invitation: Invitation) -> str:
    """The address that says yes."""
    return f"{settings.URL_BEHEER}/inloggen/uitnodiging/{secret_of(invitation=invitation)}/"


def _of(message: Message) -> Invitation | None:
    about = Invitation.objects.select_related("organisation", "invited_by")
    return about.filter(pk=message.about_id or 0).first()


def _refusal(message: Message, now: dt.datetime) -> str:
    invitation = _of(message)
    if invitation is None:
        return "invitation_gone"
    why = why_over(invitation=invitation, now=now)
    return f"invitation_{why}" if why else ""


def _render(message: Message, now: dt.datetime) -> Letter:
    invitation = _of(message)
    if invitation is None:
        raise NothingToSayError("invitation_gone")
    organisation = invitation.organisation.name
    return compose(
        "accounts/email/staff_invitation.html",
        {
            "invitation": invitation,
            "sender": _("Gedag beheer"),
            "link": link_of(invitation=invitation),
            "answers_to": invitation.invited_by.email if invitation.invited_by else "",
        },
        to=invitation.email,
        subject=_("Doe je mee met Gedag bij %(organisation)s?") % {"organisation": organisation},
        tokens={},
    )


INVITATION = MessageKind(_refusal, _render)
