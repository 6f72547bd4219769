"""The diary: what a participant planned and tried, when it was not to be today, and what they wrote about it.

Only the participant reads these tables; the beheer login has no grants on them.
"""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Participant, PrivateTextField
from interactions.models.library import Barrier, Counterpart, IdeaVersion, LifeDomain

ITEM_VERSION = 1  # of the question wordings; raised when a wording changes, kept with every answer


class TenField(models.PositiveSmallIntegerField):
    """0 to 10; NULL means: not answered."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("validators", [MinValueValidator(0), MaxValueValidator(10)])
        super().__init__(**kwargs)  # type: ignore[arg-type]


class InteractionQuerySet(models.QuerySet["Interaction"]):
    def attempts(self) -> "InteractionQuerySet":
        """Moments that were tried, however they went: the only count that is shown anywhere."""
        return self.filter(status__in=Interaction.ATTEMPTS)


class Interaction(models.Model):
    """A moment: planned, or tried. The attempt is the success, whatever the other person did."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("voorgenomen")
        DONE = "done", _("gelukt")
        DIFFERENT = "different", _("anders gelopen")
        OTHER = "other", _("iets anders gedaan")
        LAPSED = "lapsed", _("voorbij")

    class Response(models.TextChoices):
        POSITIVE = "positive", _("positief")
        NEUTRAL = "neutral", _("neutraal")
        DECLINED = "declined", _("liever niet")
        UNKNOWN = "unknown", _("weet ik niet")

    ATTEMPTS = (Status.DONE, Status.DIFFERENT, Status.OTHER)

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="interactions")
    client_id = models.UUIDField(
        default=uuid.uuid4, help_text="made by the page, so that the same post is one moment"
    )
    idea_version = models.ForeignKey(
        IdeaVersion, on_delete=models.PROTECT, null=True, related_name="interactions"
    )
    domain = models.ForeignKey(LifeDomain, on_delete=models.PROTECT, related_name="interactions")
    counterpart = models.CharField(max_length=12, choices=Counterpart, blank=True)
    local_date = models.DateField()
    late = models.BooleanField(default=False, help_text="written down the day after")
    plan_text = PrivateTextField(max_length=280, blank=True, row="client_id", help_text="sealed")
    predicted_yes = TenField(null=True)
    predicted_awkward = TenField(null=True)
    predicted_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    outcome_at = models.DateTimeField(null=True)
    response = models.CharField(max_length=10, choices=Response, null=True)
    awkward = TenField(null=True)
    enjoyed = TenField(null=True)
    unsafe = models.BooleanField(default=False)
    item_version = models.PositiveSmallIntegerField(default=ITEM_VERSION)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = InteractionQuerySet.as_manager()

    class Meta:
        ordering = ["-local_date", "-created_at"]
        indexes = [models.Index(fields=["participant", "-local_date"], name="interaction_diary")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "client_id"], name="interaction_once_per_client_id"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["planned", "lapsed"], outcome_at__isnull=True)
                | models.Q(status__in=["done", "different", "other"], outcome_at__isnull=False),
                name="interaction_outcome_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(predicted_at__isnull=False)
                | models.Q(predicted_yes__isnull=True, predicted_awkward__isnull=True),
                name="interaction_prediction_has_its_time",
            ),
            # A prediction made afterwards would not be one.
            models.CheckConstraint(
                condition=models.Q(predicted_at__isnull=True)
                | models.Q(outcome_at__isnull=True)
                | models.Q(predicted_at__lte=models.F("outcome_at")),
                name="interaction_prediction_before_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(late=False) | models.Q(predicted_at__isnull=True),
                name="interaction_late_has_no_prediction",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome_at__isnull=False)
                | models.Q(response__isnull=True, awkward__isnull=True, enjoyed__isnull=True, unsafe=False),
                name="interaction_answers_need_an_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(response__isnull=True)
                | models.Q(response__in=["positive", "neutral", "declined", "unknown"]),
                name="interaction_response_known",
            ),
            models.CheckConstraint(
                condition=models.Q(counterpart__in=["", *Counterpart.values]),
                name="interaction_counterpart_known",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__lte": 10}),
                    name=f"interaction_{field}_to_ten",
                )
                for field in ("predicted_yes", "predicted_awkward", "awkward", "enjoyed")
            ),
        ]

    def __str__(self) -> str:
        return f"moment {self.pk}"

    @property
    def is_attempt(self) -> bool:
        return self.status in self.ATTEMPTS


class DayAnswer(models.Model):
    """ "Vandaag niet" on one local day, with what held somebody back, if they wanted to say."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="day_answers")
    local_date = models.DateField()
    barriers = models.ManyToManyField(Barrier, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "local_date"], name="day_answer_once_a_day")
        ]

    def __str__(self) -> str:
        return f"day answer {self.pk}"


class Mood(models.Model):
    """How somebody feels (in je vel), 1 to 10, once a local day; the last answer of the day counts."""

    class AskedIn(models.TextChoices):
        AFTER_MOMENT = "after_moment", _("na een moment")
        NOT_TODAY = "not_today", _("bij vandaag niet")
        DIARY = "diary", _("in het dagboek")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="moods")
    local_date = models.DateField()
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(10)])
    asked_in = models.CharField(max_length=12, choices=AskedIn)
    item_version = models.PositiveSmallIntegerField(default=ITEM_VERSION)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["local_date"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "local_date"], name="mood_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=10), name="mood_from_one_to_ten"
            ),
            models.CheckConstraint(
                condition=models.Q(asked_in__in=["after_moment", "not_today", "diary"]),
                name="mood_asked_in_known",
            ),
        ]

    def __str__(self) -> str:
        return f"mood {self.pk}"


class Reflection(models.Model):
    """A private note with a moment."""

    MAX_LENGTH = 1000

    interaction = models.OneToOneField(Interaction, on_delete=models.CASCADE, related_name="reflection")
    text = PrivateTextField(
        max_length=MAX_LENGTH, of="interaction.participant", row="interaction.client_id", help_text="sealed"
    )
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reflection {self.pk}"
