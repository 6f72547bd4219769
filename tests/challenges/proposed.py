"""What tests of proposals share: things to propose, and the words of a library idea."""

from typing import Any

from accounts.models import Organisation
from challenges.models import Contribution, Proposal
from challenges.services.proposals import propose_contribution, propose_idea
from interactions.models import Idea, IdeaVersion
from interactions.models.library import Act, Counterpart, Form, Step
from tests.factories import AT_NOON, TODAY, make_campaign, make_domain, make_idea, make_organisation

TEXTS = {
    "title": "Vraag naar het brood",
    "do": "Vraag bij de bakker of het brood zo lekker is als het ruikt.",
    "say": "Is dit brood net zo lekker als het ruikt?",
    "why": "Wie bakt, praat graag over brood.",
    "safety": "",
}


def place() -> dict[str, Any]:
    return {
        "domain": make_domain(key="winkel"),
        "form": Form.GROETSMOESJE,
        "act": Act.ASK,
        "step": Step.ZIN,
        "counterpart": Counterpart.SERVICE,
        "seconds": 10,
    }


def typed(**other: str) -> dict[str, str]:
    """What an editor sends."""
    kinds = {name: str(value) for name, value in place().items() if name != "domain"}
    return {**TEXTS, **kinds, "domain": "winkel", **other}


def approved(
    organisation: Organisation | None = None,
    text: str = "Is dit brood net zo lekker als het ruikt?",
    kind: str = Contribution.Kind.OPENER,
    status: str = Contribution.Status.APPROVED,
) -> Contribution:
    return Contribution.objects.create(
        campaign=make_campaign(organisation=organisation or make_organisation(), length=1),
        kind=kind,
        text=text,
        status=status,
        decided_at=None if status == Contribution.Status.OFFERED else AT_NOON,
        offered_on=TODAY,
    )


def own_idea(organisation: Organisation | None = None, **other: Any) -> IdeaVersion:
    version = make_idea(**other)
    Idea.objects.filter(pk=version.idea_id).update(organisation=organisation or make_organisation())
    version.idea.refresh_from_db()
    return version


def proposed(organisation: Organisation | None = None, text: str = "Lekker weer, hè?") -> Proposal:
    """A participant's text that waits."""
    one = approved(organisation, text)
    return propose_contribution(organisation=one.campaign.organisation, pk=one.pk, now=AT_NOON)


def proposed_idea(organisation: Organisation | None = None, **other: Any) -> Proposal:
    """An own idea that waits."""
    idea = own_idea(organisation, **other).idea
    assert idea.organisation is not None
    return propose_idea(organisation=idea.organisation, key=idea.key, now=AT_NOON)
