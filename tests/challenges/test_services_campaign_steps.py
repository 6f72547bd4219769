"""A step is kept without overwriting a colleague, and only where participants are not confused."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from challenges.models import Campaign
from challenges.queries.staff_steps import changes_of, clashes_of, step_values
from challenges.services.campaign_steps import ChangedMeanwhileError, LockedError, save_step
from challenges.services.campaigns import SlugTakenError
from tests.challenges.test_services_assignments import at_once
from tests.factories import TODAY, make_campaign

pytestmark = pytest.mark.django_db


def draft(**fields: Any) -> Campaign:
    return make_campaign(
        **{"status": "draft", "starts_on": TODAY + dt.timedelta(days=5), "length": 3, **fields}
    )


class Page:
    """What one officer has open: a step of the campaign as it was then."""

    def __init__(self, campaign: Campaign, step: str) -> None:
        campaign = Campaign.objects.get(pk=campaign.pk)
        self.campaign, self.step = campaign, step
        self.seen, self.revision = step_values(campaign, step), campaign.revision

    def keep(self, **typed: Any) -> Campaign:
        return save_step(
            campaign=self.campaign,
            step=self.step,
            values={**self.seen, **typed},
            seen=self.seen,
            revision=self.revision,
            today=TODAY,
        )


def test_what_is_typed_is_kept_and_the_revision_goes_up() -> None:
    page = Page(draft(), "texts")
    page.keep(headline="Hoi!", english_headline="Hi!", person_one="cap", person_two="long")
    kept = Campaign.objects.get()
    assert (kept.headline, kept.english, kept.people, kept.revision) == (
        "Hoi!",
        {"headline": "Hi!"},
        ["cap", "long"],
        1,
    )


def test_the_same_again_changes_nothing() -> None:
    page = Page(draft(), "texts")
    page.keep(headline="Hoi!")
    page.keep(headline="Hoi!")
    assert Campaign.objects.get().revision == 1


def test_english_that_is_taken_away_is_away() -> None:
    campaign = draft()
    Page(campaign, "texts").keep(english_reply="Hello!", english_intro="Small things.")
    Page(campaign, "texts").keep(english_reply="")
    assert Campaign.objects.get().english == {"intro": "Small things."}


def test_two_officers_at_different_fields_of_one_step_both_keep_theirs() -> None:
    campaign = draft()
    mine, theirs = Page(campaign, "texts"), Page(campaign, "texts")
    theirs.keep(headline="Van mijn collega")
    mine.keep(reply="Van mij")
    kept = Campaign.objects.get()
    assert (kept.headline, kept.reply, kept.revision) == ("Van mijn collega", "Van mij", 2)


def test_a_colleague_at_another_step_is_in_nobodys_way() -> None:
    campaign = draft()
    mine, theirs = Page(campaign, "texts"), Page(campaign, "contact")
    theirs.keep(help_line="Bel 112.")
    mine.keep(headline="Van mij")
    kept = Campaign.objects.get()
    assert (kept.headline, kept.help_line) == ("Van mij", "Bel 112.")


def test_two_officers_at_one_field_are_told_and_nothing_is_overwritten() -> None:
    campaign = draft()
    mine, theirs = Page(campaign, "texts"), Page(campaign, "texts")
    theirs.keep(headline="Van mijn collega")
    with pytest.raises(ChangedMeanwhileError) as told:
        mine.keep(headline="Van mij", reply="Ook van mij")
    assert (told.value.theirs, told.value.campaign.revision) == ({"headline": "Van mijn collega"}, 1)
    kept = Campaign.objects.get()
    assert (kept.headline, kept.reply) == ("Van mijn collega", "Goeiemorgen!")


@pytest.mark.django_db(transaction=True)
def test_of_four_who_save_at_once_one_is_kept_and_the_others_are_told() -> None:
    page, names = Page(draft(), "texts"), iter(["Een", "Twee", "Drie", "Vier"])
    results = at_once(lambda: page.keep(headline=next(names)), times=4)
    told = [one for one in results if isinstance(one, ChangedMeanwhileError)]
    kept = Campaign.objects.get()
    assert (len(told), kept.revision) == (3, 1)
    assert [one.theirs for one in told] == [{"headline": kept.headline}] * 3


NAMES = ("naam", "kop", "antwoord")
TEXT = st.sampled_from(["", "a", "b"])
STATES = st.fixed_dictionaries(dict.fromkeys(NAMES, TEXT))


@given(seen=STATES, mine=STATES, current=STATES)
def test_a_stale_page_never_overwrites_what_it_did_not_show(
    seen: dict[str, str], mine: dict[str, str], current: dict[str, str]
) -> None:
    wanted = changes_of(mine, seen, current, stale=True)
    theirs = clashes_of(wanted, seen, current, stale=True)
    for name in NAMES:
        changed_here, changed_there = mine[name] != seen[name], current[name] != seen[name]
        if name in wanted and name not in theirs:
            assert not changed_there
        if changed_here and mine[name] != current[name]:
            assert name in wanted
        if not changed_here:
            assert name not in wanted
        assert (name in theirs) == (changed_here and changed_there and mine[name] != current[name])


@given(seen=STATES, mine=STATES, current=STATES)
def test_a_page_of_now_is_kept_as_it_is(
    seen: dict[str, str], mine: dict[str, str], current: dict[str, str]
) -> None:
    wanted = changes_of(mine, seen, current, stale=False)
    assert {**current, **wanted} == mine
    assert clashes_of(wanted, seen, current, stale=False) == {}


def test_both_writing_the_same_is_no_quarrel() -> None:
    campaign = draft()
    mine, theirs = Page(campaign, "texts"), Page(campaign, "texts")
    theirs.keep(headline="Hetzelfde")
    assert mine.keep(headline="Hetzelfde").revision == 1


def test_a_page_that_does_not_say_what_it_showed_overwrites_nothing() -> None:
    campaign = draft()
    with pytest.raises(ChangedMeanwhileError):
        save_step(
            campaign=campaign, step="texts", values={"headline": "Hoi!"}, seen={}, revision=-1, today=TODAY
        )


def test_dates_and_days_follow_each_other() -> None:
    campaign = draft()
    Page(campaign, "basics").keep(starts_on=TODAY + dt.timedelta(days=10), length=5)
    kept = Campaign.objects.get()
    assert (kept.starts_on, kept.ends_on) == (TODAY + dt.timedelta(days=10), TODAY + dt.timedelta(days=14))
    assert [day.number for day in kept.days.all()] == [1, 2, 3, 4, 5]


def test_fewer_days_keeps_the_first_ones_with_their_ideas() -> None:
    campaign = draft()
    ideas = [day.slots.get().idea_id for day in campaign.days.all()]
    Page(campaign, "basics").keep(length=2)
    assert [day.slots.get().idea_id for day in Campaign.objects.get().days.all()] == ideas[:2]


def test_a_calendar_may_become_rolling_and_fixed_again() -> None:
    campaign = draft()
    Page(campaign, "basics").keep(calendar="rolling", starts_on=None)
    kept = Campaign.objects.get()
    assert (kept.calendar, kept.starts_on, kept.ends_on) == ("rolling", None, None)
    Page(campaign, "basics").keep(calendar="fixed", starts_on=TODAY)
    kept = Campaign.objects.get()
    assert (kept.calendar, kept.starts_on, kept.ends_on) == ("fixed", TODAY, TODAY + dt.timedelta(days=2))


def test_an_address_in_use_or_of_the_app_is_refused() -> None:
    make_campaign(slug="bezet")
    campaign = draft(slug="vrij")
    with pytest.raises(SlugTakenError):
        Page(campaign, "basics").keep(slug="bezet")
    with pytest.raises(ValidationError):
        Page(campaign, "basics").keep(slug="vandaag")
    assert Campaign.objects.get(pk=campaign.pk).slug == "vrij"


def test_prompt_times_are_kept_in_their_order_without_gaps() -> None:
    Page(draft(), "prompts").keep(time_1=dt.time(19), time_2=None, time_3=dt.time(7, 15))
    assert Campaign.objects.get().prompt_times == [dt.time(19), dt.time(7, 15)]


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"slug": "anders"}, ["slug"]),
        ({"calendar": "rolling", "starts_on": None}, ["calendar", "starts_on"]),
        ({"starts_on": TODAY + dt.timedelta(days=1)}, ["starts_on"]),
        ({"length": 2}, ["length"]),
    ],
)
def test_what_would_confuse_participants_is_refused(typed: dict[str, Any], refused: list[str]) -> None:
    page = Page(draft(status="published", starts_on=TODAY - dt.timedelta(days=1)), "basics")
    with pytest.raises(LockedError) as told:
        page.keep(**typed)
    assert sorted(told.value.reasons) == refused
    assert Campaign.objects.get().revision == 0


def test_a_campaign_that_runs_may_last_longer() -> None:
    page = Page(draft(status="published", starts_on=TODAY), "basics")
    kept = page.keep(length=5)
    assert (kept.ends_on, kept.days.count()) == (TODAY + dt.timedelta(days=4), 5)


def test_a_page_made_of_a_draft_cannot_undo_what_publishing_fixed() -> None:
    campaign = draft()
    page = Page(campaign, "basics")
    Campaign.objects.filter(pk=campaign.pk).update(status="published", revision=1)
    with pytest.raises(LockedError):
        page.keep(slug="anders")
