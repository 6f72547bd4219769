"""Deciding about what participants offered: on the page, back to its owner with a note, or once more into the queue.

The words are their owner's and never change here. Two officers decide one after the other, because the row is locked:
the second hears what the first decided. What its owner took back meanwhile is gone.
"""

import datetime as dt

from django.db import transaction

from accounts.models import Organisation
from challenges.models import Contribution, Proposal

Status = Contribution.Status


class ContributionGoneError(Exception):
    """Its owner took it back, or it was never there."""


class ContributionDecidedError(Exception):
    """Somebody else decided otherwise just before."""

    def __init__(self, contribution: Contribution) -> None:
        super().__init__(contribution.status)
        self.contribution = contribution


def approve_contribution(*, organisation: Organisation, pk: int, now: dt.datetime) -> Contribution:
    """Shows it: on the campaign's page, and an opener in the library too. Approving again changes nothing. Raises
    ContributionGoneError, ContributionDecidedError."""
    return _decide(organisation, pk, Status.APPROVED, "", now)


def return_contribution(*, organisation: Organisation, pk: int, note: str, now: dt.datetime) -> Contribution:
    """Gives it back with a note that its owner reads. The same again changes nothing. Raises ValueError without a note
    that fits, ContributionGoneError, ContributionDecidedError."""
    note = note.strip()
    longest = Contribution._meta.get_field("staff_note").max_length or 0
    if not 0 < len(note) <= longest:
        raise ValueError("a note, and not too long")
    return _decide(organisation, pk, Status.RETURNED, note, now)


def reopen_contribution(*, organisation: Organisation, pk: int) -> Contribution:
    """Undoes a decision: it is on no page and waits once more, and nobody proposes it for the library any more. Raises
    ContributionGoneError."""
    with transaction.atomic():
        contribution = _locked(organisation, pk)
        if contribution.status != Status.OFFERED:
            contribution.status, contribution.staff_note, contribution.decided_at = Status.OFFERED, "", None
            contribution.save(update_fields=["status", "staff_note", "decided_at"])
            in_library = Proposal.State.PROMOTED
            Proposal.objects.filter(contribution=contribution).exclude(state=in_library).delete()
    return contribution


def _decide(organisation: Organisation, pk: int, status: Status, note: str, now: dt.datetime) -> Contribution:
    with transaction.atomic():
        contribution = _locked(organisation, pk)
        if (contribution.status, contribution.staff_note) == (status, note):
            return contribution
        if contribution.status != Status.OFFERED:
            raise ContributionDecidedError(contribution)
        contribution.status, contribution.staff_note, contribution.decided_at = status, note, now
        contribution.save(update_fields=["status", "staff_note", "decided_at"])
    return contribution


def _locked(organisation: Organisation, pk: int) -> Contribution:
    found = Contribution.objects.select_for_update(of=("self",)).select_related("campaign")
    try:
        return found.get(pk=pk, campaign__organisation=organisation)
    except Contribution.DoesNotExist as error:
        raise ContributionGoneError from error
