"""Deciding about what was offered: once, undone with one step, and never about what was taken back."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from challenges.models import Campaign, Contribution
from challenges.queries.contributions import approved_contributions, newest_openers
from challenges.services.contribution_decisions import (
    ContributionDecidedError,
    ContributionGoneError,
    approve_contribution,
    reopen_contribution,
    return_contribution,
)
from challenges.services.contributions import withdraw_contribution
from tests.faces import BEHEER, database_login
from tests.factories import AT_NOON, TODAY, make_campaign, make_organisation

KIND, STATUS = Contribution.Kind, Contribution.Status


def offered(campaign: Campaign, text: str = "Hoi.", kind: str = KIND.OPENER) -> Contribution:
    return Contribution.objects.create(campaign=campaign, kind=kind, text=text, offered_on=TODAY)


def approve(one: Contribution) -> Contribution:
    with database_login(BEHEER, organisation=one.campaign.organisation):
        return approve_contribution(organisation=one.campaign.organisation, pk=one.pk, now=AT_NOON)


def give_back(one: Contribution, note: str = "Haal de naam weg.") -> Contribution:
    with database_login(BEHEER, organisation=one.campaign.organisation):
        return return_contribution(organisation=one.campaign.organisation, pk=one.pk, note=note, now=AT_NOON)


def reopen(one: Contribution) -> Contribution:
    with database_login(BEHEER, organisation=one.campaign.organisation):
        return reopen_contribution(organisation=one.campaign.organisation, pk=one.pk)


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign(length=1)


@pytest.mark.django_db
def test_approved_stands_on_the_page_and_an_opener_in_the_library_too(campaign: Campaign) -> None:
    opener, quote = offered(campaign), offered(campaign, kind=KIND.QUOTE)
    approve(opener)
    approve(quote)
    assert set(approved_contributions(campaign)) == {opener, quote}
    assert list(newest_openers()) == [opener]


@pytest.mark.django_db
def test_given_back_its_owner_reads_why_and_nobody_else_reads_it(campaign: Campaign) -> None:
    one = offered(campaign)
    give_back(one, "  Haal de naam weg. ")
    one.refresh_from_db()
    assert (one.status, one.staff_note, one.decided_at) == (STATUS.RETURNED, "Haal de naam weg.", AT_NOON)
    assert list(approved_contributions(campaign)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["", "  ", "x" * 281])
def test_a_note_that_does_not_fit_decides_nothing(note: str, campaign: Campaign) -> None:
    one = offered(campaign)
    with pytest.raises(ValueError, match="note"):
        give_back(one, note)
    one.refresh_from_db()
    assert one.status == STATUS.OFFERED


@pytest.mark.django_db
@pytest.mark.parametrize("decide", [approve, give_back])
def test_undoing_takes_it_off_every_page_and_it_waits_again(
    decide: Callable[[Contribution], Contribution], campaign: Campaign
) -> None:
    one = offered(campaign)
    decide(one)
    reopen(one)
    reopen(one)
    one.refresh_from_db()
    assert (one.status, one.staff_note, one.decided_at) == (STATUS.OFFERED, "", None)
    assert list(approved_contributions(campaign)) == []


@pytest.mark.django_db
def test_the_second_officer_hears_what_the_first_decided(campaign: Campaign) -> None:
    one = offered(campaign)
    give_back(one)
    with pytest.raises(ContributionDecidedError) as heard:
        approve(one)
    assert heard.value.contribution.status == STATUS.RETURNED
    with pytest.raises(ContributionDecidedError):
        give_back(one, "Iets anders.")
    assert give_back(one).staff_note == "Haal de naam weg."


@pytest.mark.django_db
@pytest.mark.parametrize("decide", [approve, give_back, reopen])
def test_what_its_owner_took_back_is_gone(
    decide: Callable[[Contribution], Contribution], campaign: Campaign
) -> None:
    one = offered(campaign)
    gone = Contribution(pk=one.pk, campaign=campaign)
    withdraw_contribution(contribution=one)
    with pytest.raises(ContributionGoneError):
        decide(gone)
    assert Contribution.objects.count() == 0


@pytest.mark.django_db
def test_another_organisation_decides_nothing(campaign: Campaign) -> None:
    one, other = offered(campaign), make_organisation()
    with pytest.raises(ContributionGoneError):
        approve_contribution(organisation=other, pk=one.pk, now=AT_NOON)
    with pytest.raises(ContributionGoneError):
        reopen_contribution(organisation=other, pk=one.pk)
    one.refresh_from_db()
    assert one.status == STATUS.OFFERED


class TestAnyOrder(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.sampled_from(["approve", "return", "reopen"]), max_size=8))
    def test_the_first_decision_stands_until_it_is_undone(self, verbs: list[str]) -> None:
        one = offered(make_campaign(length=1))
        expected = STATUS.OFFERED
        for verb in verbs:
            wanted = {"approve": STATUS.APPROVED, "return": STATUS.RETURNED, "reopen": STATUS.OFFERED}[verb]
            decide = {"approve": approve, "return": give_back, "reopen": reopen}[verb]
            if verb == "reopen" or expected in {STATUS.OFFERED, wanted}:
                decide(one)
                expected = wanted
            else:
                with pytest.raises(ContributionDecidedError):
                    decide(one)
        one.refresh_from_db()
        assert (one.status, one.decided_at is None) == (expected, expected == STATUS.OFFERED)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_decides() -> None:
    one = offered(make_campaign(length=1))
    start, outcomes = threading.Barrier(2), []

    def officer(decide: Callable[[Contribution], Contribution]) -> None:
        try:
            start.wait()
            decide(one)
            outcomes.append("decided")
        except ContributionDecidedError:
            outcomes.append("heard")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=officer, args=(decide,)) for decide in (approve, give_back)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "heard"]
