"""What staff see of messages: whether delivery goes well, and messages of their own."""

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, keeps_history
from challenges.models.campaigns import Campaign


class DeliverySummary(models.Model):
    """Whether the messages of a campaign arrive, in one word and its cause. The worker writes it, staff read it.

    It counts nobody, and one participant's one message never decides it
    (`challenges/services/delivery_summaries.py` says how).
    """

    class State(models.TextChoices):
        FINE = "fine", _("in orde")
        FALTERING = "faltering", _("hapert")
        STALLED = "stalled", _("ligt stil")

    class Cause(models.TextChoices):
        NONE = "", ""
        WORKER = "worker", _("de taken lopen niet")
        MAIL_SERVER = "mail_server", _("de mailserver is niet bereikbaar")
        QUEUE = "queue", _("berichten wachten te lang")
        REFUSED = "refused", _("mail wordt geweigerd")
        LATE = "late", _("berichten komen te laat")
        UNCLEAR = "unclear", _("onzeker of mail aankomt")
        BROKEN = "broken", _("berichten kunnen niet gemaakt worden")

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="delivery")
    state = models.CharField(max_length=9, choices=State)
    cause = models.CharField(max_length=11, choices=Cause, blank=True)
    began_at = models.DateTimeField(help_text="since when it is this")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="fine", cause="")
                | models.Q(state="faltering", cause__in=["refused", "late", "unclear", "broken"])
                | models.Q(state="stalled", cause__in=["worker", "mail_server", "queue"]),
                name="delivery_summary_state_has_its_cause",
            )
        ]

    def __str__(self) -> str:
        return f"delivery of {self.campaign_id}: {self.state}"


@keeps_history(pghistory.InsertEvent(), but=["client_id", "created_by"])
class Broadcast(models.Model):
    """A message that a member of staff sends to the participants of a campaign. Confirmed, it is carried out once and
    never changes; who got it staff cannot see."""

    TITLE_LENGTH, TEXT_LENGTH = 80, 1000

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="broadcasts")
    client_id = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="of the form; a second tap is the same"
    )
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.CharField(max_length=TEXT_LENGTH)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="null: not to be sent")

    def __str__(self) -> str:
        return f"broadcast {self.pk}"
