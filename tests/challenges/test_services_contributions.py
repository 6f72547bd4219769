"""Offering and taking back, in any order: what is there is what was offered and not taken back."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.services.participants import erase_participant
from challenges.models import Campaign, Contribution, ContributionOwner
from challenges.services.contributions import offer_contribution, withdraw_contribution
from tests.factories import AT_NOON, TODAY, make_campaign, make_participant

NUMBERS = [uuid.UUID(int=number) for number in range(1, 4)]
STATES = st.sampled_from(Contribution.Status.values)


def offer(participant: object, campaign: Campaign, number: uuid.UUID, text: str = "Hoi.") -> Contribution:
    return offer_contribution(
        participant=participant,  # type: ignore[arg-type]
        client_id=number,
        campaign=campaign,
        kind=Contribution.Kind.OPENER,
        text=text,
        domain=None,
        now=AT_NOON,
    )


class TestInAnyOrder(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 1), st.sampled_from(NUMBERS), st.sampled_from(["offer", "withdraw"]), STATES
            ),
            max_size=14,
        )
    )
    def test_what_is_there_is_what_was_not_taken_back(
        self, taps: list[tuple[int, uuid.UUID, str, str]]
    ) -> None:
        people, campaign = [make_participant(), make_participant()], make_campaign(length=1)
        expected: set[tuple[int, uuid.UUID]] = set()
        seen: list[Contribution] = []
        for who, number, verb, state in taps:
            if verb == "offer":
                contribution = offer(people[who], campaign, number)
                decided = None if state == "offered" else AT_NOON
                Contribution.objects.filter(pk=contribution.pk).update(status=state, decided_at=decided)
                seen.append(contribution)
                expected.add((people[who].pk, number))
            else:
                found = Contribution.objects.filter(owner__participant=people[who], owner__client_id=number)
                for contribution in [*found, *found]:
                    withdraw_contribution(contribution=contribution)
                expected.discard((people[who].pk, number))
        owners = set(ContributionOwner.objects.values_list("participant_id", "client_id"))
        assert (owners, Contribution.objects.count()) == (expected, len(expected))


@pytest.mark.django_db
def test_other_words_under_a_number_are_another_contribution_and_the_same_are_not() -> None:
    participant, campaign = make_participant(), make_campaign(length=1)
    first, other = (offer(participant, campaign, NUMBERS[0], text) for text in ("Hoi.", "Anders."))
    assert offer(participant, campaign, NUMBERS[0]) == first
    assert offer(participant, campaign, NUMBERS[0], text="Anders.") == other
    assert list(Contribution.objects.order_by("pk").values_list("text", "status", "offered_on")) == [
        ("Hoi.", "offered", TODAY),
        ("Anders.", "offered", TODAY),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("state", Contribution.Status.values)
def test_who_erases_everything_takes_what_was_shared_along(state: str) -> None:
    participant, other, campaign = make_participant(), make_participant(), make_campaign(length=1)
    offer(participant, campaign, NUMBERS[0])
    theirs = offer(other, campaign, NUMBERS[0])
    Contribution.objects.update(status=state, decided_at=None if state == "offered" else AT_NOON)
    erase_participant(participant=participant)
    assert list(Contribution.objects.all()) == [theirs]
