"""An organisation's own ideas, and where they are used."""

from dataclasses import dataclass

from accounts.models import Organisation
from challenges.models import Campaign, CampaignSlot, Proposal
from challenges.queries.staff_board import words_with_places
from challenges.queries.staff_proposals import proposals_of_ideas
from interactions.models import Idea, IdeaVersion


@dataclass(frozen=True)
class Use:
    """The days of one campaign that have an idea, and in which step sizes."""

    campaign: Campaign
    days: tuple[int, ...]
    steps: frozenset[str]


@dataclass(frozen=True)
class OwnIdea:
    """An own idea with its newest words, where it is used in campaigns of its organisation, and in which step sizes
    anywhere (a campaign that was adopted by another organisation took it along). `proposal`: what became of it at the
    institute, where the list asks for that."""

    version: IdeaVersion
    uses: tuple[Use, ...]
    steps: frozenset[str]
    proposal: Proposal | None = None

    @property
    def is_archived(self) -> bool:
        return self.version.idea.archived_at is not None


def own_ideas(organisation: Organisation) -> list[OwnIdea]:
    """Everything an organisation made itself, by place, in four queries."""
    ideas = Idea.objects.filter(organisation=organisation).values_list("pk", flat=True)
    words = words_with_places(list(ideas))
    uses = _uses(list(words))
    versions = sorted(words.values(), key=lambda one: (one.idea.domain.position, one.title.casefold()))
    proposals = proposals_of_ideas(list(words))
    return [
        _own(version, uses.get(version.idea_id, ()), proposals.get(version.idea_id)) for version in versions
    ]


def own_idea(organisation: Organisation, key: str) -> OwnIdea | None:
    """One own idea; of the library or of another organisation is None."""
    version = (
        IdeaVersion.objects.filter(idea__key=key, idea__organisation=organisation)
        .select_related("idea__domain")
        .order_by("-number")
        .first()
    )
    return _own(version, _uses([version.idea_id]).get(version.idea_id, ())) if version else None


def _own(version: IdeaVersion, uses: tuple[Use, ...], proposal: Proposal | None = None) -> OwnIdea:
    organisation = version.idea.organisation_id
    return OwnIdea(
        version=version,
        uses=tuple(use for use in uses if use.campaign.organisation_id == organisation),
        steps=frozenset(step for use in uses for step in use.steps),
        proposal=proposal,
    )


def _uses(ideas: list[int]) -> dict[int, tuple[Use, ...]]:
    slots = (
        CampaignSlot.objects.filter(idea__in=ideas)
        .select_related("day__campaign")
        .order_by("day__campaign__name", "day__campaign", "day__number")
    )
    found: dict[int, dict[int, list[CampaignSlot]]] = {}
    for slot in slots:
        found.setdefault(slot.idea_id, {}).setdefault(slot.day.campaign_id, []).append(slot)
    return {
        idea: tuple(
            Use(
                campaign=of_one[0].day.campaign,
                days=tuple(dict.fromkeys(slot.day.number for slot in of_one)),
                steps=frozenset(slot.step for slot in of_one),
            )
            for of_one in campaigns.values()
        )
        for idea, campaigns in found.items()
    }
