"""What staff can begin a campaign with, and under which address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count
from django.utils.text import slugify

from accounts.models import Organisation
from challenges.models import Campaign
from challenges.validators import validate_campaign_slug

TEMPLATES = Path(__file__).resolve().parent.parent / "campaign_templates"
LONGEST_SLUG = 40


@cache
def campaign_templates() -> dict[str, dict[str, Any]]:
    """The house's own examples, by their key: title, about, texts and days."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(TEMPLATES.glob("*.yaml"))
    }


@dataclass(frozen=True)
class Source:
    """A campaign that one may begin with, and how many days it has."""

    campaign: Campaign
    length: int


def own_sources(organisation: Organisation) -> list[Source]:
    """The campaigns of an organisation, the newest first."""
    own = Campaign.objects.filter(organisation=organisation).select_related("theme")
    return [Source(one, one.day_count) for one in own.annotate(day_count=Count("days")).order_by("-pk")]


def adoptable_sources(organisation: Organisation) -> list[Source]:
    """What other organisations offer to everybody."""
    offered = Campaign.objects.published().filter(adoptable=True).exclude(organisation=organisation)
    offered = offered.select_related("theme", "organisation").order_by("-national", "name")
    return [Source(one, one.day_count) for one in offered.annotate(day_count=Count("days"))]


def is_taken(slug: str, *, but: Callable[[Campaign], bool]) -> bool:
    """Whether a campaign has this address, `but` for one that does not count. A draft of somebody else is not seen:
    the database says yes or no."""
    owner = Campaign.objects.filter(slug=slug).first()
    if owner:
        return not but(owner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gedag_address_is_taken(%s)", [slug])
        (taken,) = cursor.fetchone()
    return bool(taken)


def is_just_begun(campaign: Campaign, *, organisation: Organisation, name: str) -> bool:
    """Whether this is the draft that the same form made a moment ago: a second tap finds it instead of failing."""
    return (campaign.organisation_id, campaign.name, campaign.status, campaign.revision) == (
        organisation.pk,
        name,
        Campaign.Status.DRAFT,
        0,
    )


def free_slug(name: str, organisation: Organisation) -> str:
    """An address made of a name that nobody has yet; empty when the name has no letters for one. That of the draft
    which the same name made a moment ago counts as free."""
    word = slugify(name)[: LONGEST_SLUG - 3].strip("-")
    if not word:
        return ""
    for number in range(1, 100):
        slug = word if number == 1 else f"{word}-{number}"
        try:
            validate_campaign_slug(slug)
        except ValidationError:
            continue
        if not is_taken(slug, but=lambda one: is_just_begun(one, organisation=organisation, name=name)):
            return slug
    return ""
