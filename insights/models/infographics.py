"""The infographic of a release: words and choices around figures that nobody can type.

Every save is a new version and no version ever changes. What participants said is kept as a number only, never as
words: who takes a text back is gone from every version.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import InTwoLanguages, User
from insights.models.releases import NEVER_CHANGES, Release


class InfographicBlock(models.TextChoices):
    """The parts that somebody may choose and order. What each says comes from the release, the logbook or a
    contribution."""

    DID = "did", _("Wat we deden")
    PEOPLE = "people", _("Hoeveel mensen meededen")
    EXPECTATION = "expectation", _("Verwacht en ervaren")
    VERDICTS = "verdicts", _("Wat werkt, en wat nog niet")
    KINDS = "kinds", _("Wat voor ideeën werken")
    BARRIERS = "barriers", _("Wat mensen tegenhield")
    DOMAINS = "domains", _("Waar het gebeurde")
    PLEASANT = "pleasant", _("Hoe leuk het was, per plek")
    MOOD = "mood", _("In je vel")
    NEEDED = "needed", _("Wat er nodig is")
    QUOTES = "quotes", _("Mensen vertellen")


class Infographic(InTwoLanguages):
    """One version. `logbook`: what was taken over from the logbook, in its words of that moment, as objects with
    `entry`, `field` and `text`; `quotes` and `helped`: numbers of contributions, read anew each time."""

    TEXTS = ("headline", "introduction")
    MOST_QUOTES, MOST_HELPED, MOST_LOGBOOK = 3, 3, 4

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="infographics")
    number = models.PositiveSmallIntegerField()
    headline = models.CharField(max_length=60)
    introduction = models.CharField(max_length=220, blank=True)
    blocks = ArrayField(models.CharField(max_length=11, choices=InfographicBlock))
    quotes = ArrayField(models.PositiveBigIntegerField(), default=list)
    helped = ArrayField(models.PositiveBigIntegerField(), default=list)
    logbook = models.JSONField(default=list)
    public = models.BooleanField(
        default=False, help_text="the newest of these is on the page, once the release is public"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="infographic_version_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="infographic_version_from_one"),
            models.CheckConstraint(condition=~models.Q(headline=""), name="infographic_has_a_headline"),
            models.CheckConstraint(
                condition=models.Q(
                    blocks__len__gte=1, blocks__contained_by=[block.value for block in InfographicBlock]
                ),
                name="infographic_blocks_known",
            ),
            models.CheckConstraint(
                condition=models.Q(quotes__len__lte=3, helped__len__lte=3),
                name="infographic_three_contributions",
            ),
        ]
        triggers = [NEVER_CHANGES]

    def __str__(self) -> str:
        return f"infographic of {self.release_id} v{self.number}"
