"""A whole infographic in the reader's language: the chosen parts in their order, each from the release, the logbook or
what a participant shared. Figures come from `blocks_of` and from nowhere else."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from challenges.models import Campaign, CampaignSlot, Contribution
from insights.models import Infographic, InfographicBlock, Release, ReleaseKind, TableKind
from insights.queries.blocks import Block, BlockKey
from insights.queries.infographics import figures
from insights.queries.infographics.parts import Content, Part, Said, Shape
from insights.queries.infographics.words import field_label
from insights.queries.publication import ADDRESS, published_releases
from insights.queries.reading import blocks_from, blocks_of
from insights.queries.readings.names import Names
from insights.queries.readings.tables import Tables
from insights.queries.readings.wording import whole
from interactions.models import LifeDomain, local_date

B = InfographicBlock
# What may be chosen for each kind of release, in the order in which it is proposed; what is not in `PROPOSED` is left
# out until somebody chooses it, so that the words stay large enough for a wall.
_INTERIM = (B.PEOPLE, B.DID, B.VERDICTS, B.NEEDED, B.QUOTES)
_LOCAL = (B.PEOPLE, B.DID, B.EXPECTATION, B.VERDICTS, B.BARRIERS, B.NEEDED, B.QUOTES, B.DOMAINS)
_NATIONAL = (B.PEOPLE, B.DID, B.EXPECTATION, B.VERDICTS, B.PLEASANT, B.NEEDED, B.QUOTES, B.MOOD, B.KINDS)
OF_KIND: Mapping[ReleaseKind, Sequence[InfographicBlock]] = {
    ReleaseKind.INTERIM_1: _INTERIM,
    ReleaseKind.INTERIM_2: _INTERIM,
    ReleaseKind.FINAL: _LOCAL,
    ReleaseKind.QUARTER: _LOCAL,
    ReleaseKind.NATIONAL: _NATIONAL,
}
PROPOSED = frozenset(_LOCAL + _NATIONAL) - {B.DOMAINS, B.MOOD, B.KINDS}


@dataclass(frozen=True)
class Sources:
    """Everything that an infographic may draw from, read once."""

    release: Release
    sender: (
        Campaign | None
    )  # whose look it is in: the campaign, or nationally the campaign of the whole country
    blocks: Sequence[Block]
    national: Sequence[Block] = ()  # of the newest published national release, beside a campaign's own
    said: Mapping[int, Contribution] = field(default_factory=dict)  # approved, by number
    domains: Sequence[tuple[str, str]] = ()  # key and name of the places of its days


def sources_of(infographic: Infographic) -> Sources:
    """What this version needs, in a fixed number of queries. Contributions as they are now: what was taken back, or is
    no longer approved, is not among them."""
    release = infographic.release
    is_national = release.draw.kind == ReleaseKind.NATIONAL
    newest = None if is_national else published_releases().filter(draw__kind=ReleaseKind.NATIONAL).first()
    approved = Contribution.objects.filter(
        pk__in=[*infographic.quotes, *infographic.helped], status=Contribution.Status.APPROVED
    ).select_related("campaign__organisation")
    if not is_national:
        approved = approved.filter(campaign=release.draw.campaign)
    domains = LifeDomain.objects.filter(for_ideas=True)
    if not is_national:
        places = CampaignSlot.objects.filter(day__campaign=release.draw.campaign).values("idea__domain")
        domains = domains.filter(pk__in=places)
    return Sources(
        release=release,
        sender=release.draw.campaign
        or Campaign.objects.filter(national=True).select_related("organisation", "theme__logo").first(),
        blocks=blocks_of(release),
        national=blocks_of(newest) if newest else (),
        said={contribution.pk: contribution for contribution in approved},
        domains=[(domain.key, domain.words.short_name) for domain in domains],
    )


def content_of(infographic: Infographic, sources: Sources) -> Content:
    """Every chosen part that has something to say, in the order that was chosen."""
    blocks = {block.key: block for block in sources.blocks}
    chosen = [InfographicBlock(block) for block in infographic.blocks]
    amount = figures.how_many(blocks)
    named = amount if B.PEOPLE in chosen else None
    people = blocks.get(BlockKey.PEOPLE)
    parts = [part for block in chosen if (part := _part(block, infographic, sources, blocks)) is not None]
    if amount is None:
        parts.insert(1 if parts and parts[0].key == B.DID else 0, _too_few())
    draw = sources.release.draw
    return Content(
        headline=infographic.words.headline,
        introduction=infographic.words.introduction,
        headline_language=infographic.words.language_of("headline"),
        introduction_language=infographic.words.language_of("introduction"),
        name=draw.campaign.words.name if draw.campaign else _("Gedag in heel Nederland"),
        period=period_of(sources.release),
        many=_many(sources.release, named.value) if named else "",
        people=people.sentence if people and named else "",
        parts=parts,
        method=_method(sources, parts),
        version=_version(infographic),
        quotes_gone=sum(pk not in sources.said for pk in [*infographic.quotes, *infographic.helped]),
        few=amount is None,
    )


def has_figures(release: Release) -> bool:
    """Whether enough people took part for a figure of its own to be shown; from the release alone, no query."""
    body = json.loads(release.body)
    cells = {TableKind(kind): rows for kind, rows in body["tables"].items()}
    tables = Tables(kind=ReleaseKind(body["kind"]), large=bool(body["large"]), cells=cells)
    return figures.how_many({block.key: block for block in blocks_from(tables, Names())}) is not None


def _part(
    block: InfographicBlock, infographic: Infographic, sources: Sources, blocks: Mapping[BlockKey, Block]
) -> Part | None:
    is_national = sources.release.draw.kind == ReleaseKind.NATIONAL
    match block:
        case B.DID:
            return _did(infographic, sources)
        case B.EXPECTATION:
            return figures.expectation(blocks)
        case B.VERDICTS:
            judged = blocks if is_national else {one.key: one for one in sources.national}
            tag = "" if is_national else _("landelijk")
            return figures.verdicts(judged, BlockKey.WORKS, block, _("Wat werkt?"), tag)
        case B.KINDS:
            return figures.verdicts(blocks, BlockKey.KINDS, block, _("Wat voor ideeën werken?"), "")
        case B.BARRIERS:
            return figures.counted(blocks, BlockKey.BARRIERS, block, _("Wat hield mensen tegen?"))
        case B.DOMAINS:
            return figures.counted(blocks, BlockKey.DOMAINS, block, _("Waar gebeurde het?"), icon=_icon)
        case B.PLEASANT:
            return figures.measured(
                blocks, BlockKey.PLEASANT, block, _("Hoe leuk was het? Van 0 tot 10"), icon=_icon
            )
        case B.MOOD:
            return figures.measured(blocks, BlockKey.MOOD, block, _("Hoe zaten mensen in hun vel?"))
        case B.NEEDED:
            return _needed(infographic, sources)
        case B.QUOTES:
            return _quotes(infographic, sources)
    return None  # how many people stands above everything


def _icon(key: str) -> str:
    return f"d-{key}"


def _did(infographic: Infographic, sources: Sources) -> Part:
    campaign = sources.release.draw.campaign
    if campaign is None:
        sentence = _("Alle campagnes waarvan de dagen voorbij zijn, en wie zonder campagne meedeed, samen.")
    elif campaign.starts_on and campaign.ends_on:
        days = (campaign.ends_on - campaign.starts_on).days + 1
        sentence = _("%(days)s dagen lang elke dag iets kleins: een knik, een zin of een praatje.") % {
            "days": days
        }
    else:
        sentence = _(
            "Elke dag iets kleins: een knik, een zin of een praatje. Iedereen begon wanneer het uitkwam."
        )
    said = [Said(row["text"]) for row in infographic.logbook if row["field"] == "did"]
    return Part(
        key=B.DID,
        title=_("Wat we deden"),
        shape=Shape.DID,
        sentence=sentence,
        said=said,
        places=[(_icon(key), name) for key, name in sources.domains],
    )


def _needed(infographic: Infographic, sources: Sources) -> Part | None:
    said = [
        Said(row["text"], _("Logboek: %(about)s") % {"about": field_label(row["field"])})
        for row in infographic.logbook
        if row["field"] != "did"
    ]
    said += [
        Said(sources.said[pk].text, _("Een deelnemer: wat hielp"))
        for pk in infographic.helped
        if pk in sources.said
    ]
    if not said:
        return None
    return Part(
        key=B.NEEDED,
        title=_("Wat is er nodig?"),
        shape=Shape.WORDS,
        said=said,
        tag=_("ervaring, geen cijfer"),
    )


def _quotes(infographic: Infographic, sources: Sources) -> Part | None:
    said = [Said(sources.said[pk].text) for pk in infographic.quotes if pk in sources.said]
    return Part(key=B.QUOTES, title=_("Mensen vertellen"), shape=Shape.QUOTES, said=said) if said else None


def _too_few() -> Part:
    return Part(
        key=B.PEOPLE,
        title=_("Nog te weinig mensen voor cijfers"),
        shape=Shape.NONE,
        sentence=_(
            "Met weinig mensen zou een cijfer te veel over een van hen kunnen zeggen. Daarom staan hier geen cijfers. "
            "Wat zij deden telt net zo goed: elke poging is er een."
        ),
    )


def _many(release: Release, people: int) -> str:
    if release.draw.kind == ReleaseKind.NATIONAL:
        return _("Ongeveer %(people)s mensen vertelden hoe het ging") % {"people": whole(people)}
    if release.draw.kind in (ReleaseKind.INTERIM_1, ReleaseKind.INTERIM_2):
        return _("Ongeveer %(people)s mensen doen mee") % {"people": whole(people)}
    return _("Ongeveer %(people)s mensen deden mee") % {"people": whole(people)}


def period_of(release: Release) -> str:
    """From when to when, or which quarter; of an interim one up to when."""
    draw = release.draw
    if draw.cohort:
        year, _dash, quarter = draw.cohort.partition("-Q")
        return _("Kwartaal %(quarter)s van %(year)s") % {"quarter": quarter, "year": year}
    first = draw.campaign.starts_on if draw.campaign else None
    last = draw.campaign.ends_on if draw.campaign else None
    if draw.kind != ReleaseKind.FINAL:
        last = draw.due_on - dt.timedelta(days=1)
    if first is None or last is None:
        return ""
    same = (first.year, first.month) == (last.year, last.month)
    values = {"from": date_format(first, "j" if same else "j F"), "until": date_format(last, "j F Y")}
    return _("%(from)s t/m %(until)s") % values


def _method(sources: Sources, parts: Sequence[Part]) -> list[str]:
    lines = [
        _("Meedoen is: op minstens twee dagen opschrijven hoe het ging."),
        _(
            "Alle cijfers zijn bij benadering, met een marge van 95%. Elk getal is een klein beetje geschud, "
            "zodat niemand te herkennen is."
        ),
    ]
    if any(part.key in (B.BARRIERS, B.DOMAINS) for part in parts):
        lines.append(
            _("Een balk is ongeveer zoveel mensen. Wat minder dan tien mensen noemden, staat er niet bij.")
        )
    if any(part.shape == Shape.CARDS for part in parts):
        lines.append(
            _(
                "Werkt: van minstens 100 reacties is minstens 7 van de 10 positief, ook aan de lage kant van de marge."
            )
        )
    lines.append(_("Wie meedeed, koos daar zelf voor. Bij anderen kan het anders gaan."))
    return lines


def _version(infographic: Infographic) -> list[str]:
    release = infographic.release
    on = date_format(local_date(release.drawn_at), "j F Y")
    return [
        _("Cijfers van %(date)s") % {"date": on},
        f"sha256 {release.digest[:ADDRESS]}",
        _("Versie %(number)s · cijfers CC BY 4.0") % {"number": infographic.number},
    ]
