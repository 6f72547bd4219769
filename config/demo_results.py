"""The demo's results: campaigns that are over, people who took part in them, and the releases about them.

Everybody is made up by the model (simulation/); the figures are drawn with real noise and real budget, as on a real
installation, so that no two demos show the same.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission, Role, role_has
from challenges.models import Campaign, Theme
from challenges.services.campaign_files import load_house_themes, make_campaign, read_campaign_file
from insights.models import Draw, Release, ReleaseKind, Signature
from insights.queries.release_calendar import Announced, national_release, releases_of
from insights.services.announcing import announce_releases
from insights.services.drawing import draw_release
from interactions.models import local_date
from simulation import by_copy
from simulation.behaviour import simulate
from simulation.staging import clock, stage

DAYS = 14
NATIONAL_PEOPLE = 1_200


@dataclass(frozen=True)
class Past:
    """A campaign that is over: whose days it had, its own name, and how many took part."""

    slug: str
    like: str
    name: str
    people: int


PAST = (
    Past("amsterdam-zomer", "amsterdam", "Amsterdam zegt gedag, in de zomer (demo)", 420),
    Past("enschede-zomer", "enschede", "Enschede zegt gedag, in de zomer (demo)", 64),
)


def fill_results(*, now: dt.datetime) -> list[str]:
    """Makes what is over and draws about it, once, in one transaction, after the rest of the demo is there. Returns
    the names of the campaigns that it made."""
    if Campaign.objects.filter(slug=PAST[0].slug).exists():
        return []
    themes = load_house_themes()
    national = _latest(local_date(now))
    with transaction.atomic():
        made = [_play(past, themes, ends_before=national.due_on - dt.timedelta(days=7)) for past in PAST]
        _play_national(before=national.due_on)
        for campaign in made:
            for one in releases_of(campaign, local_date(now)):
                _sign(_draw(campaign, one, now))
        _sign(_draw(None, national, now))
        announce_releases(now=now)
    return [campaign.name for campaign in made]


def _latest(today: dt.date) -> Announced:
    """The newest national release that is due."""
    return next(one for one in _back_from(today) if one.due_on <= today)


def _back_from(today: dt.date) -> Iterator[Announced]:
    day = today
    while True:
        yield national_release(day)
        day = day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1) - dt.timedelta(days=1)


def _play(past: Past, themes: dict[str, Theme], *, ends_before: dt.date) -> Campaign:
    row = {**read_campaign_file(name=f"demo/{past.like}.yaml"), "slug": past.slug, "name": past.name}
    row["english"] = {**row["english"], "name": past.name}
    starts_on = ends_before - dt.timedelta(days=DAYS)
    campaign = make_campaign(row=row, themes=themes, starts_on=starts_on)
    ready = stage(campaign, begins_on=starts_on)
    lives = simulate(plan=ready.plan, people=past.people, days=DAYS, seed=past.slug)
    by_copy.write(stage=ready, lives=lives, until=clock(ends_before, 0, 4 * 3600))
    return campaign


def _play_national(*, before: dt.date) -> None:
    campaign = Campaign.objects.get(national=True)
    days = 2 * campaign.length + 7
    ready = stage(campaign, begins_on=before - dt.timedelta(days=days))
    lives = simulate(plan=ready.plan, people=NATIONAL_PEOPLE, days=days, seed="landelijk|zomer")
    by_copy.write(stage=ready, lives=lives, until=clock(before, 0, 4 * 3600))


def _draw(campaign: Campaign | None, announced: Announced, now: dt.datetime) -> Release:
    draw, _created = Draw.objects.get_or_create(
        campaign=campaign,
        kind=announced.kind,
        cohort=announced.cohort,
        defaults={"due_on": announced.due_on},
    )
    release = draw_release(draw=draw, now=now)
    if release is None:
        raise RuntimeError("a demo draws each release once")
    return release


def _sign(release: Release) -> None:
    """By who may: one of the municipality, or two of the institute."""
    campaign = release.draw.campaign
    organisation = campaign.organisation if campaign else Campaign.objects.get(national=True).organisation
    needed = 2 if release.draw.kind == ReleaseKind.NATIONAL else 1
    may = [role for role in Role if role_has(role, Permission.PUBLISH_RESULTS)]
    members = User.objects.filter(memberships__organisation=organisation, memberships__role__in=may)
    signers = members.order_by("pk")[:needed]
    Signature.objects.bulk_create(
        Signature(release=release, user=user, signed_at=release.drawn_at) for user in signers
    )
