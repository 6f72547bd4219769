"""The outbox: every message that somebody is to get, from planned until it is certain what came of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.participants import Participant


class MessageQuerySet(models.QuerySet["Message"]):
    """The three ways a message moves on; each is one UPDATE, so that the rows filtered are the rows moved."""

    def held_by(self, worker: str, state: "Message.State") -> "MessageQuerySet":
        """What is this worker's and in this state, still. The fence: after its lease a worker holds nothing."""
        return self.filter(worker=worker, state=state)

    def back_to_pending(self, **values: object) -> int:
        """Nobody's any more, to be claimed again."""
        return self.update(state=Message.State.PENDING, worker=None, lease_until=None, **values)

    def end(self, state: "Message.State", **values: object) -> int:
        """A final state: nobody's any more, and without secrets."""
        return self.update(state=state, worker=None, lease_until=None, sealed=None, **values)


class Message(models.Model):
    """One message to one person. It holds no words and no address: those are looked up when it is sent.

    `pending` waits for its time; `claimed` is in the hands of one worker that has not begun; `sending` may be with
    the mail server already. The other states are final. Only `accounts/services/outbox.py` moves a message on.
    """

    class Kind(models.TextChoices):
        TODAY = "today", _("vandaag")
        LOG_REMINDER = "log_reminder", _("log-herinnering")
        NOTICE = "notice", _("bericht van de gemeente")
        CODE = "code", _("code")
        INVITATION = "invitation", _("uitnodiging")
        CHECK_IN = "check_in", _("nacheck")

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")

    class State(models.TextChoices):
        PENDING = "pending", _("wacht op zijn tijd")
        CLAIMED = "claimed", _("aan de beurt")
        SENDING = "sending", _("onderweg naar de mailserver")
        SENT = "sent", _("verstuurd")
        FAILED = "failed", _("mislukt")
        EXPIRED = "expired", _("te laat")
        CANCELLED = "cancelled", _("niet meer nodig")

    IN_HAND = (State.CLAIMED, State.SENDING)
    WITH_A_REASON = (State.FAILED, State.CANCELLED)
    FINAL = (State.SENT, State.FAILED, State.EXPIRED, State.CANCELLED)
    TO_AN_ADDRESS = (Kind.CODE, Kind.INVITATION)

    kind = models.CharField(max_length=12, choices=Kind)
    participant = models.ForeignKey(
        Participant,
        on_delete=models.CASCADE,
        null=True,
        related_name="messages",
        help_text="null: an address",
    )
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.EMAIL)
    dedupe_key = models.CharField(max_length=100, unique=True, help_text="what there is to be one message of")
    local_date = models.DateField(null=True, help_text="the local day it is about")
    about_id = models.BigIntegerField(null=True, help_text="a row that the kind knows")
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="from then on it would come too late to be of use")
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    reason = models.CharField(
        max_length=40, blank=True, help_text="why it failed or was not needed, as a slug"
    )
    attempts = models.PositiveSmallIntegerField(default=0, help_text="times it was tried")
    ambiguous = models.PositiveSmallIntegerField(
        default=0, help_text="times nobody could tell whether the mail server took it"
    )
    lease_until = models.DateTimeField(null=True, help_text="until when it is its worker's alone")
    worker = models.CharField(max_length=100, null=True)
    number = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="makes the Message-ID, of every try the same"
    )
    sealed = models.BinaryField(null=True, help_text="secrets it needs until it is final")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="pending"), name="message_due"),
            # A code is waited for on the spot: it is found without reading past fifty thousand morning messages.
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state="pending", kind="code"),
                name="message_code_due",
            ),
            # What the last day came to: how late messages went, and whether delivery goes well.
            models.Index(
                fields=["not_before"],
                condition=Q(state__in=["sent", "failed", "expired"]),
                name="message_ended",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["claimed", "sending"]), name="message_lease"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["today", "log_reminder", "notice", "code", "invitation", "check_in"]),
                name="message_kind_known",
            ),
            models.CheckConstraint(condition=Q(channel__in=["email"]), name="message_channel_known"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["pending", "claimed", "sending", "sent", "failed", "expired", "cancelled"]
                ),
                name="message_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["code", "invitation"], participant__isnull=True)
                | (~Q(kind__in=["code", "invitation"]) & Q(participant__isnull=False)),
                name="message_to_a_participant_or_an_address",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["failed", "cancelled"]) & ~Q(reason=""))
                | (~Q(state__in=["failed", "cancelled"]) & Q(reason="")),
                name="message_end_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "sending"], lease_until__isnull=False, worker__isnull=False)
                | (~Q(state__in=["claimed", "sending"]) & Q(lease_until__isnull=True, worker__isnull=True)),
                name="message_lease_while_in_hand",
            ),
            models.CheckConstraint(
                condition=Q(sealed__isnull=True) | Q(state__in=["pending", "claimed", "sending"]),
                name="message_secrets_go_when_final",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
