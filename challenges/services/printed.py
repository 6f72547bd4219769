"""What a campaign hangs on walls and hands out: a poster, a flyer, a sheet of seven ideas, and the picture beside a
link to it. Each in the look of the campaign, in Dutch or in English."""

import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from challenges.models import Campaign
from challenges.queries.campaigns import DayRow
from challenges.services.drawings import drawing, is_drawing, qr_code
from challenges.services.sheet_looks import look_tokens, sheet_look
from challenges.services.typesetting import printable, template_mark, typeset
from interactions.models.library import Step

SHARE_WIDTH, SHARE_HEIGHT = 1200, 630
PREVIEW_PPI = 60
# The middle step first: a sentence is what reads well on a wall.
_STEPS = (Step.ZIN, Step.KNIK, Step.PRAATJE)


def poster(*, campaign: Campaign, language: str, as_picture: bool = False) -> bytes:
    """The poster, A4."""
    return _poster(campaign, language, "a4", as_picture=as_picture)


def flyer(*, campaign: Campaign, language: str, as_picture: bool = False) -> bytes:
    """The same at the size of a postcard, A6, with larger words."""
    return _poster(campaign, language, "a6", as_picture=as_picture)


def idea_sheet(*, campaign: Campaign, days: list[DayRow], language: str, as_picture: bool = False) -> bytes:
    """The ideas of up to seven days on an A4, to hang or to cut up, for who has no phone."""
    with override(language):
        data = _shared(campaign, language)
        ideas = [_idea(row, data["colours"]) for row in days if row.versions]
        heading = _("Een week lang elke dag iets kleins")
        data["title"] = f"{heading} · {data['title']}"
        data["ideas"] = ideas[:7]
        data["words"] |= {
            "title": heading,
            "more": _("Elke dag een nieuw idee?"),
            "foot": _("Knip ze los, of hang het vel op. Doe wat bij je past."),
        }
    return _sheet("ideas", data, as_picture=as_picture)


def share_image(
    *, campaign: Campaign, language: str, before_making: Callable[[], None] = lambda: None
) -> bytes:
    """The picture that a messenger or another site shows beside a link, a PNG of 1200 by 630. `before_making`: see
    `typeset`."""
    with override(language):
        data = _shared(campaign, language)
    return typeset(template="share", data=data, kind="png", ppi=72, before_making=before_making)


def share_version(*, campaign: Campaign, language: str) -> str:
    """A mark of everything that can be seen in the share image in this language, for its address."""
    with override(language):
        seen = [
            campaign.words.name, campaign.words.headline, campaign.words.reply, campaign.organisation.name,
            campaign.people, look_tokens(theme=campaign.theme),
            getattr(getattr(campaign.theme, "logo", None), "digest", ""), template_mark(),
        ]  # fmt: skip
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:12]


def scan_address(*, campaign: Campaign) -> str:
    """What the QR code says: short, so that the code is coarse and reads from afar."""
    return f"{settings.URL_DEELNEMER}/q/{campaign.slug}/"


def _poster(campaign: Campaign, language: str, paper: str, *, as_picture: bool) -> bytes:
    with override(language):
        data = _shared(campaign, language)
        data["paper"] = paper
        data["when"] = _when(campaign)
    return _sheet("poster", data, as_picture=as_picture)


def _sheet(template: str, data: dict[str, Any], *, as_picture: bool) -> bytes:
    if as_picture:
        return typeset(template=template, data=data, kind="png", ppi=PREVIEW_PPI)
    return typeset(template=template, data=data)


def _shared(campaign: Campaign, language: str) -> dict[str, Any]:
    look = sheet_look(theme=campaign.theme, sender=campaign.organisation.name, people=campaign.people)
    here = urlsplit(settings.URL_DEELNEMER)
    address = f"{here.netloc}{here.path}/{campaign.slug}"
    name = printable(text=campaign.words.name) or look["sender"]
    return {
        **look,
        "language": language,
        "title": name,
        "headline": printable(text=campaign.words.headline) or name,
        "reply": printable(text=campaign.words.reply),
        "intro": printable(text=campaign.words.intro),
        "qr": qr_code(text=scan_address(campaign=campaign)),
        "address": address,
        "words": {
            "scan": _("Scan en doe mee"),
            "qr": _("QR-code die naar %(address)s leidt") % {"address": address},
            "free": _("Gratis, zonder account."),
            "people": _("Twee getekende mensen kijken elkaar aan en lachen."),
        },
    }


def _when(campaign: Campaign) -> str:
    if not campaign.starts_on or not campaign.ends_on:
        return printable(text=_("Je begint wanneer je wilt."))
    same_month = (campaign.starts_on.year, campaign.starts_on.month) == (
        campaign.ends_on.year,
        campaign.ends_on.month,
    )
    values = {
        "from": date_format(campaign.starts_on, "j" if same_month else "j F"),
        "until": date_format(campaign.ends_on, "j F Y"),
    }
    return printable(text=_("Van %(from)s tot en met %(until)s.") % values)


def _idea(row: DayRow, colours: dict[str, str]) -> dict[str, Any]:
    version = next(row.versions[step] for step in _STEPS if step in row.versions)
    day = date_format(row.date, "l j F") if row.date else _("Dag %(number)s") % {"number": row.number}
    icon, drawn = f"d-{version.idea.domain.key}", {"ink": colours["brand-ink"], "spot": colours["brand-sun"]}
    say, place = printable(text=version.words.say), printable(text=version.idea.domain.words.short_name)
    return {
        "day": printable(text=day[:1].upper() + day[1:]),
        "place": place,
        "icon": drawing(name=icon if is_drawing(name=icon) else "d-anders", colours=drawn),
        "quoted": bool(say),
        "say": f"‘{say}’" if say else printable(text=version.words.title) or place,
        "do": printable(text=version.words.do),
    }
