"""The library: where (domains), what (ideas with versioned texts), what holds people back (barriers), what is true."""

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import InTwoLanguages, Organisation, keeps_history
from interactions.models.edited import BY_EDITORS, CHANGED, EDITED, edited_at_field, first_change

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


@keeps_history(*BY_EDITORS)
class LifeDomain(InTwoLanguages):
    """One of the seven places of daily life (levensgebied); `anders` exists for own moments only."""

    TEXTS = ("name", "short_name", "place", "description")

    key = models.SlugField(primary_key=True, max_length=20)
    name = models.CharField(max_length=40)
    short_name = models.CharField(max_length=20, help_text="for a narrow tile")
    place = models.CharField(max_length=40)
    description = models.CharField(max_length=200)
    for_ideas = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()
    edited_at = edited_at_field()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.words.name


class Form(models.TextChoices):
    """Something to do (tip), or something to say with a playful excuse (groetsmoesje)."""

    TIP = "tip", _("iets om te doen")
    GROETSMOESJE = "groetsmoesje", _("iets om te zeggen")


class Act(models.TextChoices):
    GREET = "greet", _("groeten")
    ASK = "ask", _("vragen")
    ASK_HELP = "ask_help", _("hulp vragen")
    SHARE = "share", _("delen")
    REMEMBER = "remember", _("onthouden")


class Step(models.TextChoices):
    """Three sizes, free every day; none of them is for beginners."""

    KNIK = "knik", _("knik")
    ZIN = "zin", _("zin")
    PRAATJE = "praatje", _("praatje")


class Counterpart(models.TextChoices):
    STRANGER = "stranger", _("een onbekende")
    ACQUAINTANCE = "acquaintance", _("een vage bekende")
    SERVICE = "service", _("iemand aan het werk")


# Own ideas of an organisation are kept always, those of the library once the editors changed them.
_KEPT = f"(NEW.organisation_id IS NOT NULL OR {EDITED})"
_WORDS_OF_STAFF = pgtrigger.Condition("NEW.author IN ('staff', 'editor')")


@keeps_history(
    pghistory.InsertEvent(condition=pgtrigger.Condition(_KEPT)),
    pghistory.UpdateEvent(condition=pgtrigger.Condition(f"{CHANGED} AND {_KEPT}")),
    first_change("NEW.organisation_id IS NULL"),
)
class Idea(models.Model):
    """A small interaction that can be offered. Its words are in its versions; it is archived, never deleted."""

    key = models.SlugField(unique=True, max_length=60)
    domain = models.ForeignKey(LifeDomain, on_delete=models.PROTECT, related_name="ideas")
    form = models.CharField(max_length=12, choices=Form)
    act = models.CharField(max_length=10, choices=Act)
    step = models.CharField(max_length=8, choices=Step)
    counterpart = models.CharField(max_length=12, choices=Counterpart)
    seconds = models.PositiveSmallIntegerField(help_text="how long it takes, about")
    from_article = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ideas",
        help_text="whose own idea it is, for its own campaigns; null: of the library",
    )
    credit = models.CharField(
        max_length=80, blank=True, help_text="where it came from, to be read with it: ‘Uit Enschede’"
    )
    archived_at = models.DateTimeField(null=True)
    edited_at = edited_at_field()

    if TYPE_CHECKING:
        versions: RelatedManager["IdeaVersion"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(form__in=Form.values), name="idea_form_known"),
            models.CheckConstraint(condition=models.Q(act__in=Act.values), name="idea_act_known"),
            models.CheckConstraint(condition=models.Q(step__in=Step.values), name="idea_step_known"),
            models.CheckConstraint(
                condition=models.Q(counterpart__in=Counterpart.values), name="idea_counterpart_known"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def credit_words(self) -> str:
        """The credit in the reader's language, where it has the usual form; other words stay as they were written."""
        place = self.credit.removeprefix("Uit ")
        return self.credit if place == self.credit else gettext("Uit %(place)s") % {"place": place}


@keeps_history(pghistory.InsertEvent(condition=_WORDS_OF_STAFF), but=["created_at"])
class IdeaVersion(InTwoLanguages):
    """The words of an idea at one time. A moment points at the version that was on the screen."""

    TEXTS = ("title", "do", "say", "why", "safety")

    class Author(models.TextChoices):
        LOADER = "loader", _("bibliotheekbestand")
        EDITOR = "editor", _("redactie")
        STAFF = "staff", "gemeente"  # only staff read who wrote it

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    do = models.CharField(max_length=300)
    say = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300)
    safety = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=6, choices=Author)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["idea_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="idea_version_number_once"),
            models.CheckConstraint(
                condition=models.Q(author__in=["loader", "editor", "staff"]), name="idea_version_author_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} v{self.number}"


class Character(models.TextChoices):
    """In which manner somebody likes to begin; people differ, and none is better."""

    OBSERVER = "observer", _("kijker")
    ASKER = "asker", _("vrager")
    GIVER = "giver", _("gever")
    JOKER = "joker", _("grapmaker")


class Opener(InTwoLanguages):
    """A first sentence (groetsmoesje) for a place and a character, to take over or to make one's own."""

    TEXTS = ("text",)

    key = models.SlugField(primary_key=True, max_length=60)
    domain = models.ForeignKey(LifeDomain, on_delete=models.PROTECT, related_name="openers")
    character = models.CharField(max_length=8, choices=Character)
    text = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["domain", "character", "position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(character__in=Character.values), name="opener_character_known"
            )
        ]

    def __str__(self) -> str:
        return self.key


@keeps_history(*BY_EDITORS)
class Barrier(InTwoLanguages):
    """What holds somebody back today (drempel), with the answer the app gives and what the next offer does."""

    TEXTS = ("label", "answer")

    class NextOffer(models.TextChoices):
        TEN_SECONDS = "ten_seconds", _("iets van tien tellen")
        SERVICE_ROLE = "service_role", _("iemand aan het werk")
        REST_DAY = "rest_day", _("eerst een rustdag")
        SMALLER_STEP = "smaller_step", _("een kleinere stap")
        OTHER_DOMAIN = "other_domain", _("een andere plek")
        NONE = "none", _("gewoon verder")

    key = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=80)
    answer = models.CharField(max_length=400)
    offers = models.CharField(max_length=12, choices=NextOffer)
    from_article = models.BooleanField(default=False)
    asks_safety = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    archived_at = models.DateTimeField(null=True)
    edited_at = edited_at_field()

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    offers__in=[
                        "ten_seconds",
                        "service_role",
                        "rest_day",
                        "smaller_step",
                        "other_domain",
                        "none",
                    ]
                ),
                name="barrier_offers_known",
            )
        ]

    def __str__(self) -> str:
        return self.words.label


class Principle(InTwoLanguages):
    """One of the five starting points (uitgangspunten) that everything here follows."""

    TEXTS = ("title", "text")

    key = models.SlugField(primary_key=True, max_length=40)
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.words.title


class Fact(InTwoLanguages):
    """One true thing with its source, shown after a log when it fits what happened."""

    TEXTS = ("text",)

    key = models.SlugField(primary_key=True, max_length=40)
    text = models.CharField(max_length=250)
    source = models.CharField(max_length=200)
    url_or_doi = models.CharField(max_length=200, blank=True)
    fits = models.JSONField(default=list, help_text="any | declined | neutral | not_done")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.key


class WarmLine(InTwoLanguages):
    """What the app says after a log; one of several per situation, so that it stays fresh."""

    TEXTS = ("line", "more")

    situation = models.SlugField(max_length=20)
    position = models.PositiveSmallIntegerField()
    line = models.CharField(max_length=80)
    more = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["situation", "position"]
        constraints = [models.UniqueConstraint(fields=["situation", "position"], name="warm_line_place_once")]

    def __str__(self) -> str:
        return f"{self.situation} {self.position}"
