"""Proposing and deciding: once, by one person, undone where that can be, and never about what was taken back."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from accounts.services.participants import erase_participant
from challenges.models import Contribution, ContributionOwner, Proposal
from challenges.services.contribution_decisions import reopen_contribution
from challenges.services.contributions import withdraw_contribution
from challenges.services.proposals import (
    NotProposableError,
    ProposalDecidedError,
    ProposalGoneError,
    archive_proposal,
    promote_proposal,
    propose_contribution,
    propose_idea,
    reopen_proposal,
    return_proposal,
    take_back_proposal,
)
from interactions.models import Idea
from interactions.queries.library import library_version
from interactions.services.own_ideas import archive_own_idea
from tests.challenges.proposed import TEXTS, approved, own_idea, place, proposed, proposed_idea
from tests.faces import BEHEER, DEELNEMER, WORKER, database_login
from tests.factories import AT_NOON, make_organisation, make_participant, make_staff

STATE, KIND, STATUS = Proposal.State, Contribution.Kind, Contribution.Status
LATER = AT_NOON + dt.timedelta(days=1)


def propose(one: Contribution, now: dt.datetime = AT_NOON) -> Proposal:
    with database_login(BEHEER, organisation=one.campaign.organisation):
        return propose_contribution(organisation=one.campaign.organisation, pk=one.pk, now=now)


def promote(one: Proposal, by: User | None = None, **texts: str) -> Proposal:
    by, where = by or make_staff(), place()
    with database_login(BEHEER, everywhere=True):
        return promote_proposal(
            pk=one.pk,
            by=by,
            place=where,
            texts={**TEXTS, **texts},
            english={"title": "Ask about bread"},
            now=LATER,
        )


def give_back(one: Proposal, note: str = "Kan dit ook buiten de markt?") -> Proposal:
    by = make_staff()
    with database_login(BEHEER, everywhere=True):
        return return_proposal(pk=one.pk, by=by, note=note, now=LATER)


def put_aside(one: Proposal) -> Proposal:
    by = make_staff()
    with database_login(BEHEER, everywhere=True):
        return archive_proposal(pk=one.pk, by=by, now=LATER)


def taken_back(one: Contribution) -> None:
    """By its owner, on the participant face."""
    owner = ContributionOwner.objects.create(participant=make_participant(), contribution=one)
    with database_login(DEELNEMER, participants=[owner.participant]):
        withdraw_contribution(contribution=one)


def reopen(one: Proposal) -> Proposal:
    with database_login(BEHEER, everywhere=True):
        return reopen_proposal(pk=one.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [KIND.OPENER, KIND.HELPED])
def test_an_approved_text_is_proposed_once(kind: str) -> None:
    one = approved(kind=kind)
    first, second = propose(one), propose(one, LATER)
    assert (first, first.organisation, first.state) == (second, one.campaign.organisation, STATE.WAITING)
    assert Proposal.objects.get().proposed_at == AT_NOON


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (KIND.QUOTE, STATUS.APPROVED),
        (KIND.OPENER, STATUS.OFFERED),
        (KIND.OPENER, STATUS.RETURNED),
    ],
)
def test_an_experience_and_what_was_not_approved_stay_where_they_are(kind: str, status: str) -> None:
    with pytest.raises(NotProposableError):
        propose(approved(kind=kind, status=status))
    assert Proposal.objects.count() == 0


@pytest.mark.django_db
def test_an_own_idea_is_proposed_once_and_not_while_it_is_put_away() -> None:
    idea = own_idea().idea
    organisation = idea.organisation
    assert organisation is not None
    archive_own_idea(idea=idea, organisation=organisation, archived=True, now=AT_NOON)
    with pytest.raises(NotProposableError), database_login(BEHEER, organisation=organisation):
        propose_idea(organisation=organisation, key=idea.key, now=AT_NOON)
    archive_own_idea(idea=idea, organisation=organisation, archived=False, now=AT_NOON)
    with database_login(BEHEER, organisation=organisation):
        first, second = (
            propose_idea(organisation=organisation, key=idea.key, now=at) for at in (AT_NOON, LATER)
        )
    assert (first, first.idea) == (second, idea)


@pytest.mark.django_db
def test_another_organisation_proposes_and_takes_back_nothing() -> None:
    one, idea, other = approved(), own_idea().idea, make_organisation()
    with pytest.raises(ProposalGoneError):
        propose_contribution(organisation=other, pk=one.pk, now=AT_NOON)
    with pytest.raises(ProposalGoneError):
        propose_idea(organisation=other, key=idea.key, now=AT_NOON)
    with pytest.raises(ProposalGoneError):
        propose_idea(organisation=other, key="bestaat-niet", now=AT_NOON)
    proposal = propose(one)
    take_back_proposal(organisation=other, pk=proposal.pk)
    assert list(Proposal.objects.all()) == [proposal]


@pytest.mark.django_db
def test_taken_back_while_it_waits_it_is_gone_and_later_it_stays() -> None:
    proposal = proposed()
    for _ in range(2):
        with database_login(BEHEER, organisation=proposal.organisation):
            take_back_proposal(organisation=proposal.organisation, pk=proposal.pk)
    assert Proposal.objects.count() == 0
    for decide in (promote, give_back, put_aside):
        decided = decide(proposed())
        with pytest.raises(ProposalDecidedError) as heard:
            take_back_proposal(organisation=decided.organisation, pk=decided.pk)
        assert heard.value.proposal == decided


@pytest.mark.django_db
def test_promoted_it_is_a_library_idea_in_words_of_its_own_with_credit() -> None:
    organisation, editor = make_organisation(), make_staff()
    decided = promote(proposed(organisation), editor)
    version = library_version(decided.made.key) if decided.made else None
    assert version is not None
    assert (version.title, version.say, version.english) == (
        TEXTS["title"],
        TEXTS["say"],
        {"title": "Ask about bread"},
    )
    assert (version.idea.organisation, version.idea.credit) == (None, f"Uit {organisation.name}")
    decided.refresh_from_db()
    assert (decided.state, decided.decided_by, decided.decided_at, decided.note) == (
        STATE.PROMOTED,
        editor,
        LATER,
        "",
    )


@pytest.mark.django_db
def test_promoting_twice_is_once_whatever_the_second_page_said() -> None:
    proposal = proposed()
    first, second = promote(proposal), promote(proposal, title="Iets anders")
    assert (first.made, Idea.objects.filter(credit__gt="").count()) == (second.made, 1)
    assert library_version(first.made.key).title == TEXTS["title"]  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_municipality_keeps_its_own_idea_as_it_was() -> None:
    proposal = proposed_idea()
    decided = promote(proposal)
    assert proposal.idea is not None
    own = Idea.objects.get(pk=proposal.idea.pk)
    assert (own.organisation, own.credit) == (proposal.organisation, "")
    assert own.versions.count() == 1
    assert decided.made != own


@pytest.mark.django_db
def test_what_was_returned_is_proposed_again_and_waits_anew() -> None:
    one = approved()
    give_back(propose(one))
    again = propose(one, LATER)
    again.refresh_from_db()
    assert (again.state, again.note, again.decided_at, again.decided_by, again.proposed_at) == (
        STATE.WAITING,
        "",
        None,
        None,
        LATER,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["", "  ", "x" * 281])
def test_a_note_that_does_not_fit_decides_nothing(note: str) -> None:
    proposal = proposed()
    with pytest.raises(ValueError, match="note"):
        give_back(proposal, note)
    proposal.refresh_from_db()
    assert proposal.state == STATE.WAITING


@pytest.mark.django_db
def test_the_second_editor_hears_what_the_first_decided() -> None:
    proposal = proposed()
    give_back(proposal)
    for decide in (promote, put_aside, lambda one: give_back(one, "Iets anders.")):
        with pytest.raises(ProposalDecidedError) as heard:
            decide(proposal)
        assert heard.value.proposal.state == STATE.RETURNED
    assert give_back(proposal).note == "Kan dit ook buiten de markt?"
    assert Idea.objects.filter(credit__gt="").count() == 0


@pytest.mark.django_db
def test_what_is_in_the_library_does_not_wait_again() -> None:
    proposal = promote(proposed())
    with pytest.raises(ProposalDecidedError):
        reopen(proposal)


@pytest.mark.django_db
@pytest.mark.parametrize("decide", [promote, give_back, put_aside, reopen])
def test_what_its_owner_took_back_is_gone(decide: Callable[[Proposal], Proposal]) -> None:
    proposal = proposed()
    assert proposal.contribution is not None
    taken_back(proposal.contribution)
    assert Proposal.objects.count() == 0
    with pytest.raises(ProposalGoneError):
        decide(proposal)


@pytest.mark.django_db
def test_what_came_in_the_library_stays_when_its_text_is_taken_back_and_nothing_leads_to_it() -> None:
    decided = promote(proposed())
    assert decided.contribution is not None
    assert decided.made is not None
    taken_back(decided.contribution)
    assert library_version(decided.made.key) is not None
    assert Proposal.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("login", [DEELNEMER, WORKER])
def test_who_is_erased_takes_a_proposal_along(login: str) -> None:
    participant, proposal, other = make_participant(), proposed(), proposed()
    assert proposal.contribution is not None
    ContributionOwner.objects.create(participant=participant, contribution=proposal.contribution)
    with database_login(login, participants=[participant] if login == DEELNEMER else []):
        erase_participant(participant=participant)
    assert list(Proposal.objects.all()) == [other]


@pytest.mark.django_db
def test_off_the_page_it_is_not_proposed_any_more_but_what_is_in_the_library_stays() -> None:
    waiting, decided = proposed(), promote(proposed())
    for one in (waiting, decided):
        assert one.contribution is not None
        with database_login(BEHEER, organisation=one.organisation):
            reopen_contribution(organisation=one.organisation, pk=one.contribution.pk)
    assert list(Proposal.objects.all()) == [decided]


@pytest.mark.django_db
def test_an_own_idea_that_was_put_away_meanwhile_does_not_come_in_the_library() -> None:
    proposal = proposed_idea()
    assert proposal.idea is not None
    archive_own_idea(idea=proposal.idea, organisation=proposal.organisation, archived=True, now=AT_NOON)
    with pytest.raises(ProposalGoneError):
        promote(proposal)
    archive_own_idea(idea=proposal.idea, organisation=proposal.organisation, archived=False, now=AT_NOON)
    assert promote(proposal).state == STATE.PROMOTED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"contribution": None},
        {"state": "weg"},
        {"state": "returned", "decided_at": AT_NOON},
        {"state": "promoted", "decided_at": AT_NOON},
        {"state": "archived"},
        {"note": "Waarom?"},
    ],
)
def test_the_database_refuses_what_does_not_belong_together(wrong: dict[str, object]) -> None:
    proposal = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(idea=own_idea().idea)


@pytest.mark.django_db
def test_of_what_its_owner_took_back_no_event_tells_and_of_staff_every_one() -> None:
    mine, theirs = proposed(), proposed()
    with connection.cursor() as cursor:
        told = "SELECT pgh_label, pgh_obj_id FROM challenges_proposalevent ORDER BY pgh_id"
        assert mine.contribution is not None
        taken_back(mine.contribution)
        with database_login(BEHEER, organisation=theirs.organisation):
            take_back_proposal(organisation=theirs.organisation, pk=theirs.pk)
        cursor.execute(told)
        assert cursor.fetchall() == [("insert", mine.pk), ("insert", theirs.pk), ("delete", theirs.pk)]


class TestAnyOrder(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.sampled_from(["promote", "return", "archive", "reopen", "propose"]), max_size=8))
    def test_the_first_decision_stands_until_it_is_undone(self, verbs: list[str]) -> None:
        one = approved()
        proposal, expected = propose(one), str(STATE.WAITING)
        wanted = {"promote": STATE.PROMOTED, "return": STATE.RETURNED, "archive": STATE.ARCHIVED}
        decide: dict[str, Callable[[Proposal], Proposal]] = {
            "promote": promote,
            "return": give_back,
            "archive": put_aside,
            "reopen": reopen,
        }
        for verb in verbs:
            if verb == "propose":
                propose(one)
                expected = STATE.WAITING if expected == STATE.RETURNED else expected
            elif verb == "reopen" and expected != STATE.PROMOTED:
                reopen(proposal)
                expected = STATE.WAITING
            elif verb != "reopen" and (expected in Proposal.OPEN or expected == wanted[verb]):
                decide[verb](proposal)
                expected = wanted[verb]
            else:
                with pytest.raises(ProposalDecidedError):
                    decide[verb](proposal)
        proposal.refresh_from_db()
        assert proposal.state == expected
        assert Idea.objects.filter(credit__gt="").count() == (expected == STATE.PROMOTED)
