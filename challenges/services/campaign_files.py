"""Making looks and campaigns from files: the house's own themes, the permanent national campaign, and the demo's.

The national campaign belongs to every installation, for people whose own place has no campaign.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import Organisation
from challenges.models import Campaign, CampaignDay, CampaignSlot, Theme
from interactions.models import Idea

FOLDER = Path(__file__).resolve().parent.parent
_AS_WRITTEN = (
    "slug",
    "name",
    "headline",
    "reply",
    "intro",
    "people",
    "calendar",
    "contact_email",
    "help_line",
)


class LibraryMissingError(Exception):
    """A campaign names ideas that are not in the database yet."""


def load_house_themes() -> dict[str, Theme]:
    """The house's own looks, by key. Changed values get a new version, because browsers keep the old one."""
    stored = {theme.key: theme for theme in Theme.objects.filter(organisation=None)}
    for key, row in read_campaign_file(name="themes.yaml").items():
        values = {"name": row["name"], "tokens": row["tokens"]}
        theme = stored.get(key)
        if theme is None:
            stored[key] = Theme.objects.create(key=key, **values)
        elif {"name": theme.name, "tokens": theme.tokens} != values:
            Theme.objects.filter(pk=theme.pk).update(version=theme.version + 1, **values)
    return stored


def load_national_campaign() -> bool:
    """Makes the permanent national campaign when there is none; what editors made of it is left alone.

    Returns whether it was made. Raises LibraryMissingError without the library.
    """
    with transaction.atomic():
        themes = load_house_themes()
        if Campaign.objects.filter(national=True).exists():
            return False
        make_campaign(row=read_campaign_file(name="national.yaml"), themes=themes, national=True)
    return True


def make_campaign(
    *,
    row: Mapping[str, Any],
    themes: Mapping[str, Theme],
    starts_on: dt.date | None = None,
    national: bool = False,
) -> Campaign:
    """A published campaign as a file describes it, with its organisation and days. Raises LibraryMissingError."""
    with transaction.atomic():
        organisation, _created = Organisation.objects.get_or_create(
            slug=row["organisation"]["slug"],
            defaults={"name": row["organisation"]["name"], "kind": row["organisation"]["kind"]},
        )
        campaign = Campaign(
            organisation=organisation,
            theme=themes[row["theme"]],
            status=Campaign.Status.PUBLISHED,
            national=national,
            adoptable=national,
            starts_on=starts_on,
            ends_on=starts_on + dt.timedelta(days=row["length_days"] - 1) if starts_on else None,
            english=row.get("english", {}),
            **{name: row[name] for name in _AS_WRITTEN},
        )
        campaign.clean_fields()
        campaign.save()
        _make_days(campaign, row["days"])
    return campaign


def _make_days(campaign: Campaign, rows: list[Mapping[str, Any]]) -> None:
    wanted = {key for row in rows for key in row["slots"].values()}
    ideas = {idea.key: idea for idea in Idea.objects.filter(key__in=wanted)}
    if missing := wanted - ideas.keys():
        raise LibraryMissingError(
            f"{campaign.slug}: {min(missing)} staat niet in de bibliotheek. Draai eerst: ./gedag manage load_library"
        )
    days = CampaignDay.objects.bulk_create(
        [CampaignDay(campaign=campaign, number=row["number"]) for row in rows]
    )
    CampaignSlot.objects.bulk_create(
        CampaignSlot(day=day, step=step, idea=ideas[key])
        for day, row in zip(days, rows, strict=True)
        for step, key in row["slots"].items()
    )


def read_campaign_file(*, name: str) -> Any:
    """A YAML file of challenges/, by its path in there."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
