"""Makers of releases as a worker leaves them behind, with the numbers that a test asks for instead of noise."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import User
from challenges.models import Campaign
from insights.models import (
    BudgetEntry,
    Draw,
    Outcome,
    Release,
    ReleaseKind,
    ReleaseTable,
    Signature,
    TableKind,
)
from insights.queries import policy
from insights.services.drawing import canonical
from tests.factories import AT_NOON, TODAY

Cells = Sequence[Mapping[str, Any]]
COURSE = ({"key": "finished", "people": 80}, {"key": "stopped", "people": 60})
MIRROR = ({"key": "better", "people": 90}, {"key": "same", "people": 25}, {"key": "less", "people": 4})
INTERIM: Mapping[TableKind, Cells] = {TableKind.ACTIVE: ({"key": "active", "people": 40},)}
FINAL: Mapping[TableKind, Cells] = {TableKind.COURSE: COURSE, TableKind.MIRROR: MIRROR}
NATIONAL: Mapping[TableKind, Cells] = {
    TableKind.TRIED: (
        {
            "key": "vraag-de-weg",
            "domain": "buurt",
            "form": "groetsmoesje",
            "act": "ask",
            "step": "zin",
            **dict(zip(map(str, Outcome), (300, 800, 60, 5), strict=True)),
        },
    ),
    TableKind.SUMS: ({"key": "buurt", "people": 400, "enjoyed": 8000, "expected": -4000, "positive": 14000},),
    TableKind.MOOD: (
        {"key": "better", "people": 120},
        {"key": "same", "people": 90},
        {"key": "less", "people": 40},
    ),
}


def make_draw(
    *,
    campaign: Campaign | None = None,
    kind: ReleaseKind = ReleaseKind.FINAL,
    cohort: str = "",
    due_on: dt.date = TODAY,
    state: str = Draw.State.ANNOUNCED,
    step: int = 0,
) -> Draw:
    return Draw.objects.create(
        campaign=campaign, kind=kind, cohort=cohort, due_on=due_on, state=state, step=step
    )


def make_release(
    *,
    campaign: Campaign | None = None,
    kind: ReleaseKind = ReleaseKind.FINAL,
    cohort: str = "",
    due_on: dt.date = TODAY,
    tables: Mapping[TableKind, Cells] = FINAL,
    now: dt.datetime = AT_NOON,
) -> Release:
    """A release that nobody signed yet."""
    draw = make_draw(campaign=campaign, kind=kind, cohort=cohort, due_on=due_on, state=Draw.State.DONE)
    large = sum(cell["people"] for cell in tables.get(TableKind.COURSE, ())) >= policy.LARGE_FROM
    body = canonical(
        {
            "campaign": campaign.slug if campaign else None,
            "kind": kind,
            "cohort": cohort,
            "before": due_on.isoformat(),
            "policy": policy.VERSION,
            "large": None if kind not in (ReleaseKind.FINAL, ReleaseKind.QUARTER) else large,
            "tables": {str(table): list(cells) for table, cells in tables.items()},
        }
    )
    digest = hashlib.sha256(body.encode()).hexdigest()
    release = Release.objects.create(draw=draw, policy=policy.VERSION, drawn_at=now, body=body, digest=digest)
    for table, cells in tables.items():
        ReleaseTable.objects.create(release=release, kind=table, cells=list(cells))
        if campaign:
            BudgetEntry.objects.create(
                release=release,
                campaign=campaign,
                cohort=cohort,
                kind=kind,
                table=table,
                epsilon_hundredths=policy.rule_of(kind, table, large=large).epsilon,
            )
    return release


def make_national(*, cohort: str = "2026-Q3", now: dt.datetime = AT_NOON) -> Release:
    """A national release that nobody signed yet."""
    year, quarter = int(cohort[:4]), int(cohort[-1])
    due_on = dt.date(year + quarter // 4, quarter % 4 * 3 + 1, 8)
    return make_release(kind=ReleaseKind.NATIONAL, cohort=cohort, due_on=due_on, tables=NATIONAL, now=now)


def sign(release: Release, *users: User, now: dt.datetime = AT_NOON) -> Release:
    """Signed by these people."""
    for user in users:
        Signature.objects.create(release=release, user=user, signed_at=now)
    return release
