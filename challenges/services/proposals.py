"""Putting something before the institute, and what the institute decides: into the library, back with a note, or not
now.

Twice is once, and two people decide one after the other, because the row is locked: the second hears what the first
decided. What was taken back meanwhile is gone.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Organisation, User
from challenges.models import Contribution, Proposal
from interactions.models import Idea
from interactions.services.library_ideas import make_library_idea

_NUMBERS = uuid.UUID("6c9f6b0a-3f0e-4d52-8d3c-5c8a2a0f7e11")  # so that one proposal is one library idea
_State = Proposal.State


class ProposalGoneError(Exception):
    """It was taken back, put away, or never there."""


class ProposalDecidedError(Exception):
    """Somebody decided before; `proposal` says what."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(proposal.state)
        self.proposal = proposal


class NotProposableError(Exception):
    """Only what the municipality approved, and an idea of its own that it did not put away."""


def propose_contribution(*, organisation: Organisation, pk: int, now: dt.datetime) -> Proposal:
    """Puts an approved text of a participant before the institute. Raises ProposalGoneError when its owner took it
    back, NotProposableError."""
    with transaction.atomic():
        found = Contribution.objects.select_for_update(of=("self",))
        contribution = found.filter(pk=pk, campaign__organisation=organisation).first()
        if contribution is None:
            raise ProposalGoneError
        if (
            contribution.status != Contribution.Status.APPROVED
            or contribution.kind not in Contribution.PROPOSABLE
        ):
            raise NotProposableError
        return _propose(organisation, now, contribution=contribution)


def propose_idea(*, organisation: Organisation, key: str, now: dt.datetime) -> Proposal:
    """Puts an idea of the organisation's own before the institute. Raises ProposalGoneError, NotProposableError."""
    with transaction.atomic():
        idea = Idea.objects.select_for_update(of=("self",)).filter(key=key, organisation=organisation).first()
        if idea is None:
            raise ProposalGoneError
        if idea.archived_at is not None:
            raise NotProposableError
        return _propose(organisation, now, idea=idea)


def _propose(organisation: Organisation, now: dt.datetime, **source: Any) -> Proposal:
    """Once per thing, under its lock; what was returned may be proposed again."""
    proposal, _made = Proposal.objects.select_for_update().get_or_create(
        **source, defaults={"organisation": organisation, "proposed_at": now}
    )
    if proposal.state == _State.RETURNED:
        proposal.proposed_at = now
        _set(proposal, _State.WAITING)
    return proposal


def take_back_proposal(*, organisation: Organisation, pk: int) -> None:
    """The municipality does not propose it any more; once is enough. Raises ProposalDecidedError when the institute
    was earlier."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().filter(pk=pk, organisation=organisation).first()
        if proposal is None:
            return
        if proposal.state != _State.WAITING:
            raise ProposalDecidedError(proposal)
        proposal.delete()


def promote_proposal(
    *,
    pk: int,
    by: User,
    place: Mapping[str, Any],
    texts: Mapping[str, str],
    english: Mapping[str, str],
    now: dt.datetime,
) -> Proposal:
    """Makes a library idea of it, in these words and with credit to the municipality. Raises ProposalGoneError,
    ProposalDecidedError."""
    with transaction.atomic():
        proposal = _locked(pk)
        if proposal.state == _State.PROMOTED:
            return proposal
        _refuse_what_is_decided(proposal)
        if proposal.idea is not None and proposal.idea.archived_at is not None:
            raise ProposalGoneError
        made = make_library_idea(
            client_id=uuid.uuid5(_NUMBERS, str(pk)),
            place=place,
            texts=texts,
            english=english,
            credit=f"Uit {proposal.organisation.name}"[: Idea._meta.get_field("credit").max_length],
            now=now,
        )
        return _set(proposal, _State.PROMOTED, made=made, by=by, at=now)


def return_proposal(*, pk: int, by: User, note: str, now: dt.datetime) -> Proposal:
    """Gives it back to the municipality with a note. Raises ValueError without a note that fits, ProposalGoneError,
    ProposalDecidedError."""
    note = note.strip()
    longest = Proposal._meta.get_field("note").max_length or 0
    if not 0 < len(note) <= longest:
        raise ValueError("a note, and not too long")
    with transaction.atomic():
        proposal = _locked(pk)
        if (proposal.state, proposal.note) == (_State.RETURNED, note):
            return proposal
        _refuse_what_is_decided(proposal)
        return _set(proposal, _State.RETURNED, note=note, by=by, at=now)


def archive_proposal(*, pk: int, by: User, now: dt.datetime) -> Proposal:
    """Not now: it is kept apart and can still be decided. Raises ProposalGoneError, ProposalDecidedError."""
    with transaction.atomic():
        proposal = _locked(pk)
        if proposal.state == _State.ARCHIVED:
            return proposal
        _refuse_what_is_decided(proposal)
        return _set(proposal, _State.ARCHIVED, by=by, at=now)


def reopen_proposal(*, pk: int) -> Proposal:
    """Undoes giving back or putting aside: it waits once more. What is in the library stays there. Raises
    ProposalGoneError, ProposalDecidedError."""
    with transaction.atomic():
        proposal = _locked(pk)
        if proposal.state == _State.PROMOTED:
            raise ProposalDecidedError(proposal)
        if proposal.state == _State.WAITING:
            return proposal
        return _set(proposal, _State.WAITING)


def _locked(pk: int) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).select_related("organisation", "idea")
    proposal = found.filter(pk=pk).first()
    if proposal is None:
        raise ProposalGoneError
    return proposal


def _refuse_what_is_decided(proposal: Proposal) -> None:
    if proposal.state not in Proposal.OPEN:
        raise ProposalDecidedError(proposal)


def _set(
    proposal: Proposal,
    state: Proposal.State,
    *,
    note: str = "",
    made: Idea | None = None,
    by: User | None = None,
    at: dt.datetime | None = None,
) -> Proposal:
    proposal.state, proposal.note, proposal.made = state, note, made
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save(update_fields=["state", "note", "made", "decided_by", "decided_at", "proposed_at"])
    return proposal
