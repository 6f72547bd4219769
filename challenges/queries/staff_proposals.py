"""What municipalities propose for the library, as the institute reads it: words, place and municipality, never who."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from challenges.models import Contribution, Proposal
from challenges.queries.staff_flags import Flagged, segments
from interactions.models import IdeaVersion, LifeDomain
from interactions.models.library import Act, Counterpart, Form, Step
from interactions.queries.library import newest_words

A_PAGE = 20
_LABELS = {"title": "titel", "do": "wat je doet", "say": "wat je zegt", "why": "waarom", "safety": "let op"}
_State = Proposal.State


@dataclass(frozen=True)
class Words:
    """One text of a proposal, what it is called (nothing: it is the only one), with what may lead to somebody."""

    label: str
    text: str

    @cached_property
    def segments(self) -> list[tuple[str, Flagged | None]]:
        return segments(self.text)


@dataclass(frozen=True)
class Proposed:
    """One proposal with its words: of an idea the newest."""

    proposal: Proposal
    version: IdeaVersion | None

    @cached_property
    def words(self) -> list[Words]:
        if self.version is None:
            return [Words("", self._contribution.text)]
        texts = {name: getattr(self.version, name) for name in IdeaVersion.TEXTS}
        return [Words(_LABELS[name], text) for name, text in texts.items() if text]

    @cached_property
    def flags(self) -> list[Flagged]:
        return [flag for words in self.words for _piece, flag in words.segments if flag]

    @property
    def heading(self) -> str:
        """By which words it is known in a list."""
        return self.version.title if self.version else self._contribution.text

    @property
    def kind(self) -> str:
        return "eigen idee" if self.version else self._contribution.get_kind_display()

    @property
    def domain(self) -> LifeDomain | None:
        return self.version.idea.domain if self.version else self._contribution.domain

    @property
    def _contribution(self) -> Contribution:
        assert self.proposal.contribution is not None  # noqa: S101 (the database holds it: one of the two)
        return self.proposal.contribution

    @property
    def start(self) -> dict[str, Any]:
        """What the form of the library idea begins with. An own idea comes whole; of a text only what it shows."""
        if self.version:
            idea = self.version.idea
            place = {name: getattr(idea, name) for name in ("form", "act", "step", "counterpart", "seconds")}
            dutch = {name: getattr(self.version, name) for name in IdeaVersion.TEXTS}
            english = {f"english_{name}": text for name, text in self.version.english.items()}
            return {"domain": idea.domain_id, **place, **dutch, **english}
        one = self._contribution
        said = one.kind == Contribution.Kind.OPENER
        fits = len(one.text) <= (IdeaVersion._meta.get_field("say").max_length or 0)
        return {
            "domain": one.domain_id,
            "form": Form.GROETSMOESJE if said else Form.TIP,
            "act": Act.ASK if said and one.text.endswith("?") else "",
            "step": Step.ZIN if said else "",
            "counterpart": Counterpart.STRANGER if said else "",
            "seconds": 30,
            "say" if said and fits else "do": one.text,
        }


@dataclass(frozen=True)
class ProposedPage:
    """As many as a page holds, and whether there are more behind them."""

    rows: list[Proposed]
    number: int
    more: bool

    def __iter__(self) -> Iterator[Proposed]:
        return iter(self.rows)


def _there() -> QuerySet[Proposal]:
    """Everything but ideas that wait while their municipality put them away."""
    away = Q(idea__archived_at__isnull=False, state__in=Proposal.OPEN)
    return Proposal.objects.exclude(away).select_related(
        "organisation", "contribution__domain", "idea__domain", "made", "decided_by"
    )


def proposals_page(state: Proposal.State, number: int) -> ProposedPage:
    """Page `number` (from 1) of the proposals in a state: what waits longest first, what was decided last first."""
    order = ("proposed_at", "pk") if state == _State.WAITING else ("-decided_at", "-pk")
    start = (number - 1) * A_PAGE
    found = list(_there().filter(state=state).order_by(*order)[start : start + A_PAGE + 1])
    return ProposedPage(_with_words(found[:A_PAGE]), number, len(found) > A_PAGE)


def proposal_of(pk: int) -> Proposed | None:
    """One proposal; None when it is not there (any more)."""
    return next(iter(_with_words(list(_there().filter(pk=pk)))), None)


def waiting_proposals() -> int:
    """How many proposals wait. It counts texts, not people."""
    return _there().filter(state=_State.WAITING).count()


def _with_words(proposals: list[Proposal]) -> list[Proposed]:
    words = newest_words([one.idea_id for one in proposals if one.idea_id])
    found = []
    for proposal in proposals:
        version = words.get(proposal.idea_id) if proposal.idea_id else None
        if version and proposal.idea:
            version.idea = proposal.idea  # with its place
        found.append(Proposed(proposal, version))
    return found


def proposals_of_ideas(ideas: Collection[int]) -> dict[int, Proposal]:
    """What became of these ideas at the institute, by the id of the idea."""
    found = Proposal.objects.filter(idea__in=ideas).select_related("made")
    return {one.idea_id: one for one in found if one.idea_id}


def own_proposal(organisation: Organisation, **source: Any) -> Proposal | None:
    """The proposal of something of an organisation."""
    return Proposal.objects.filter(organisation=organisation, **source).first()
