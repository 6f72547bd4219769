"""The words of a release: which moments there are, and which tables it may hold. Nothing else is ever counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseKind(models.TextChoices):
    """When figures come out. Fixed dates: two interim counts and a final release; rolling: every quarter, about who
    finished in it; national: every quarter, about everybody whose campaign or own days are over."""

    INTERIM_1 = "interim_1", _("eerste tussenstand")
    INTERIM_2 = "interim_2", _("tweede tussenstand")
    FINAL = "final", _("eindstand")
    QUARTER = "quarter", _("kwartaal")
    NATIONAL = "national", _("landelijk")


class TableKind(models.TextChoices):
    """A predeclared table: one-way, and one cell for a participant (`tried` and `sums` have bounds of their own)."""

    ACTIVE = "active", _("hoeveel mensen er meededen")
    COURSE = "course", _("tot het eind of eerder gestopt")
    MIRROR = "mirror", _("verwachting naast ervaring")
    BARRIER = "barrier", _("wat mensen tegenhield")
    DOMAIN = "domain", _("waar het gebeurde")
    TRIED = "tried", _("welke ideeën geprobeerd zijn, en hoe het ging")
    SUMS = "sums", _("hoe het was, per levensgebied")
    MOOD = "mood", _("in je vel")


class Outcome(models.TextChoices):
    """What came of one offered idea, in the national histogram. An attempt that felt unsafe is `not_positive`."""

    NOT_TRIED = "not_tried", _("niet geprobeerd")
    POSITIVE = "positive", _("positief")
    NOT_POSITIVE = "not_positive", _("neutraal of liever niet")
    UNKNOWN = "unknown", _("reactie onbekend")
