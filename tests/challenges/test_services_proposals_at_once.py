"""Proposing, deciding and taking back at the same moment: one of two decides, and nobody meets an error."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connections

from challenges.models import Contribution, Proposal
from challenges.services.contributions import withdraw_contribution
from challenges.services.proposals import (
    ProposalDecidedError,
    ProposalGoneError,
    promote_proposal,
    propose_contribution,
    return_proposal,
)
from interactions.models import Idea
from tests.challenges.proposed import TEXTS, approved, place, proposed
from tests.factories import AT_NOON, make_staff

STATE, LATER = Proposal.State, AT_NOON + dt.timedelta(days=1)


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """What becomes of things done at the same moment, each in a connection of its own."""
    start, outcomes = threading.Barrier(len(verbs)), []

    def do(verb: Callable[[], object]) -> None:
        try:
            start.wait()
            verb()
            outcomes.append("done")
        except (ProposalDecidedError, ProposalGoneError) as error:
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_decides() -> None:
    proposal, where, editor = proposed(), place(), make_staff()

    def promotes() -> None:
        promote_proposal(pk=proposal.pk, by=editor, place=where, texts=TEXTS, english={}, now=LATER)

    def returns() -> None:
        return_proposal(pk=proposal.pk, by=editor, note="Nee, dank je.", now=LATER)

    assert at_once(promotes, returns) == ["ProposalDecidedError", "done"]
    proposal.refresh_from_db()
    assert Idea.objects.filter(credit__gt="").count() == (proposal.state == STATE.PROMOTED)


@pytest.mark.django_db(transaction=True)
def test_promoted_twice_at_once_it_is_one_idea_and_proposed_twice_at_once_one_proposal() -> None:
    one, where, editor = approved(), place(), make_staff()

    def proposes() -> None:
        propose_contribution(organisation=one.campaign.organisation, pk=one.pk, now=AT_NOON)

    assert at_once(proposes, proposes) == ["done", "done"]
    proposal = Proposal.objects.get()

    def promotes() -> None:
        promote_proposal(pk=proposal.pk, by=editor, place=where, texts=TEXTS, english={}, now=LATER)

    assert at_once(promotes, promotes) == ["done", "done"]
    assert Idea.objects.filter(credit__gt="").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", range(5))
def test_taken_back_while_it_is_proposed_nothing_is_left_and_nobody_sees_an_error(time: int) -> None:
    one = approved(text=f"Hoi {time}")

    def proposes() -> None:
        propose_contribution(organisation=one.campaign.organisation, pk=one.pk, now=AT_NOON)

    outcomes = at_once(proposes, lambda: withdraw_contribution(contribution=one))
    assert outcomes in (["done", "done"], ["ProposalGoneError", "done"])
    assert (Proposal.objects.count(), Contribution.objects.count()) == (0, 0)
