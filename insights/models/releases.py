"""Releases: the only place where figures about participants exist, and what they cost in privacy.

A release, its tables and its entries in the ledger are added together, once, and never change: the database refuses it
(docs/adr/0019). What a release is about is a campaign, or with `campaign` NULL the whole country.
"""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from challenges.models import Campaign, Participation
from insights.models.tables import ReleaseKind, TableKind

# In hundredths, for one participation: what all releases about it together may cost (docs/cijfers.md says why).
LOCAL_CAP = 160
NATIONAL_CAP = 130

NEVER_CHANGES = pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)

# What a release is about, and which signatures it needs, is in its draw.
_DONE_IS_DONE = pgtrigger.Protect(
    name="done_is_done",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state="done"),
)

# The sum of a campaign is looked at under a lock of that campaign, so that two draws at once cannot both fit. What was
# spent without a quarter was spent on everybody, so it counts in every quarter, and the other way round.
_WITHIN_THE_CAP = pgtrigger.Trigger(
    name="within_the_cap",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("spent", "integer")],
    func=f"""
        PERFORM pg_advisory_xact_lock(hashtext('gedag budget'), NEW.campaign_id::integer);
        SELECT coalesce(sum(epsilon_hundredths), 0) INTO spent FROM insights_budgetentry
          WHERE campaign_id = NEW.campaign_id AND (cohort = NEW.cohort OR '' IN (cohort, NEW.cohort))
            AND (kind = 'national') = (NEW.kind = 'national');
        IF spent + NEW.epsilon_hundredths >
           (CASE WHEN NEW.kind = 'national' THEN {NATIONAL_CAP} ELSE {LOCAL_CAP} END) THEN
          RAISE EXCEPTION 'privacy budget of campaign % is spent', NEW.campaign_id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608 (put together from constants)
)

# A row that this very transaction added has a number that is still in progress, also from inside a savepoint.
_ONLY_WITH_ITS_RELEASE = pgtrigger.Trigger(
    name="only_with_its_release",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("now_at", "bigint"), ("ahead", "bigint")],
    func="""
        now_at := pg_current_xact_id()::text::bigint;
        SELECT xmin::text::bigint - now_at % 4294967296 INTO ahead FROM insights_release WHERE id = NEW.release_id;
        ahead := ahead + CASE WHEN ahead > 2147483647 THEN -4294967296 WHEN ahead < -2147483648 THEN 4294967296
                         ELSE 0 END;
        IF pg_xact_status((now_at + ahead)::text::xid8) IS DISTINCT FROM 'in progress' THEN
          RAISE EXCEPTION 'release % is complete', NEW.release_id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class Draw(models.Model):
    """A moment on the announced calendar, and how far the worker is with it. Written by the worker only."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("aangekondigd")
        COUNTING = "counting", _("bezig")
        DONE = "done", _("klaar")
        CALLED_OFF = "called_off", _("vervalt")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="draws"
    )
    kind = models.CharField(max_length=10, choices=ReleaseKind)
    cohort = models.CharField(
        max_length=7,
        blank=True,
        help_text="the quarter (2026-Q4) of a rolling or national one; otherwise empty",
    )
    due_on = models.DateField(help_text="local day of the release; what happened before this day counts")
    state = models.CharField(max_length=10, choices=State, default=State.ANNOUNCED)
    step = models.PositiveSmallIntegerField(default=0, help_text="of STEPS, while the worker is busy")
    begun_at = models.DateTimeField(null=True)

    STEPS = 3  # the same for every draw: a step that depends on how many people there are tells how many

    class Meta:
        ordering = ["due_on", "pk"]
        triggers = [_DONE_IS_DONE]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "cohort"], name="draw_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=models.Q(kind__in=ReleaseKind.values), name="draw_kind_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=["announced", "counting", "done", "called_off"]),
                name="draw_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="national", campaign__isnull=True)
                | (~models.Q(kind="national") & models.Q(campaign__isnull=False)),
                name="draw_national_has_no_campaign",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["quarter", "national"], cohort__regex=r"^\d{4}-Q[1-4]$")
                | (~models.Q(kind__in=["quarter", "national"]) & models.Q(cohort="")),
                name="draw_cohort_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.pk}"


class Release(models.Model):
    """What was drawn, for good. `body` is the whole of it as canonical JSON, `digest` its SHA-256."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="release")
    policy = models.PositiveSmallIntegerField(help_text="version of the rules in insights/queries/policy.py")
    drawn_at = models.DateTimeField()
    body = models.TextField()
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        triggers = [NEVER_CHANGES]

    def __str__(self) -> str:
        return f"release {self.pk}"


class ReleaseTable(models.Model):
    """One table of a release. `cells`: a list of objects with a `key` and whole numbers that carry noise."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="tables")
    kind = models.CharField(max_length=8, choices=TableKind)
    cells = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "kind"], name="release_table_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=TableKind.values), name="release_table_kind_known"
            ),
        ]
        triggers = [NEVER_CHANGES, _ONLY_WITH_ITS_RELEASE]

    def __str__(self) -> str:
        return f"{self.release_id} {self.kind}"


class BudgetEntry(models.Model):
    """What one table cost the participations of one campaign (of one quarter, when it is rolling)."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="budget")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="budget")
    cohort = models.CharField(max_length=7, blank=True)
    kind = models.CharField(max_length=10, choices=ReleaseKind)
    table = models.CharField(max_length=8, choices=TableKind)
    epsilon_hundredths = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "cohort", "kind", "table"], name="budget_entry_spent_once"
            ),
            models.CheckConstraint(
                condition=models.Q(epsilon_hundredths__gt=0), name="budget_entry_costs_something"
            ),
        ]
        triggers = [NEVER_CHANGES, _WITHIN_THE_CAP]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.kind} {self.table}"


class CountedParticipation(models.Model):
    """That a participation was in a release once, so that none is counted twice in what comes each quarter. For the
    worker alone; goes with the participation."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    national = models.BooleanField()
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "national"], name="counted_participation_once")
        ]

    def __str__(self) -> str:
        return f"counted {self.participation_id}"


class Signature(models.Model):
    """That a member of staff read a release and lets it out: one for a campaign's own, two for a national one."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="signatures")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["release", "user"], name="signature_once_per_person")]
        triggers = [NEVER_CHANGES]

    def __str__(self) -> str:
        return f"signature {self.pk}"
