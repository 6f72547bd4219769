"""Beginning a campaign: what comes along, what never does, and twice is once."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts.models import Organisation
from challenges.models import Campaign, Contribution, LogbookEntry, Participation, Theme
from challenges.queries.staff_check import blocking, facts_of, findings
from challenges.queries.staff_start import adoptable_sources, campaign_templates, free_slug, own_sources
from challenges.services.campaigns import (
    CampaignStart,
    NotAdoptableError,
    SlugTakenError,
    adopt_campaign,
    create_campaign,
    duplicate_campaign,
)
from interactions.models import Idea
from tests.challenges.test_services_assignments import at_once
from tests.factories import AT_NOON, TODAY, make_campaign, make_idea, make_organisation, make_participation

pytestmark = pytest.mark.django_db
START = CampaignStart(
    name="Vaartwijk zegt gedag",
    slug="vaartwijk",
    calendar="fixed",
    starts_on=TODAY + dt.timedelta(days=5),
    length=3,
)


def board(campaign: Campaign) -> dict[int, dict[str, str]]:
    return {
        day.number: {slot.step: slot.idea.key for slot in day.slots.select_related("idea")}
        for day in campaign.days.all()
    }


def filled(**fields: Any) -> Campaign:
    """A campaign with two days, texts in two languages and times of its own."""
    first, second = make_idea(domain="ov"), make_idea(domain="winkel")
    campaign = make_campaign(days=[{"zin": first}, {"knik": second, "zin": make_idea()}], length=2)
    values = {
        "prompt_times": [dt.time(7, 30)],
        "english": {"name": "Old name", "headline": "Say hello."},
        "revision": 7,
        "published_at": AT_NOON,
        **fields,
    }
    Campaign.objects.filter(pk=campaign.pk).update(**values)
    campaign.refresh_from_db()
    return campaign


def test_a_blank_campaign_is_a_draft_with_empty_days(organisation: Organisation) -> None:
    made = create_campaign(organisation=organisation, start=START)
    assert (made.status, made.published_at, made.revision, made.national) == ("draft", None, 0, False)
    assert (made.starts_on, made.ends_on) == (START.starts_on, TODAY + dt.timedelta(days=7))
    assert (made.headline, made.contact_email, made.english, made.people) == ("", "", {}, [])
    assert board(made) == {1: {}, 2: {}, 3: {}}


def test_a_rolling_one_has_no_dates(organisation: Organisation) -> None:
    start = dataclasses.replace(START, calendar="rolling", starts_on=None)
    made = create_campaign(organisation=organisation, start=start)
    assert (made.starts_on, made.ends_on, made.days.count()) == (None, None, 3)


def test_the_same_again_gives_the_same_draft(organisation: Organisation) -> None:
    made = create_campaign(organisation=organisation, start=START)
    assert create_campaign(organisation=organisation, start=START) == made
    assert (Campaign.objects.count(), made.days.count()) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_taps_at_once_make_one_draft() -> None:
    organisation = make_organisation()
    results = at_once(lambda: create_campaign(organisation=organisation, start=START), times=4)
    made = Campaign.objects.get()
    assert (results, made.days.count()) == ([made] * 4, 3)


@pytest.mark.parametrize("change", [{"revision": 1}, {"status": "published"}, {"name": "Anders"}])
def test_an_address_in_use_is_refused(organisation: Organisation, change: dict[str, Any]) -> None:
    made = create_campaign(organisation=organisation, start=START)
    Campaign.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(SlugTakenError):
        create_campaign(organisation=organisation, start=START)


def test_so_is_one_of_another_organisation(organisation: Organisation) -> None:
    create_campaign(organisation=make_organisation(), start=START)
    with pytest.raises(SlugTakenError):
        create_campaign(organisation=organisation, start=START)


@pytest.mark.parametrize("slug", ["nieuw", "vandaag", "beheer"])
def test_an_address_of_the_app_itself_is_refused(organisation: Organisation, slug: str) -> None:
    with pytest.raises(ValidationError):
        create_campaign(organisation=organisation, start=dataclasses.replace(START, slug=slug))
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize("key", sorted(campaign_templates()))
def test_every_template_needs_only_an_address_to_write_to(organisation: Organisation, key: str) -> None:
    call_command("load_library")
    length = campaign_templates()[key]["length_days"]
    made = create_campaign(
        organisation=organisation, start=dataclasses.replace(START, length=length), template=key
    )
    # Its name in English is for who gives it its name.
    assert [one.code for one in findings(facts_of(made), TODAY)] == ["english_partly", "missing_contact"]
    assert [len(slots) for slots in board(made).values()] == [3] * length
    made.contact_email = "gedag@vaartwijk.example"
    made.full_clean(exclude=["theme"])
    assert blocking(findings(facts_of(made), TODAY)) == []


def test_a_template_is_cut_or_made_longer_to_the_days_asked(organisation: Organisation) -> None:
    call_command("load_library")
    for length, slug in ((2, "kort"), (9, "lang")):
        start = dataclasses.replace(START, length=length, slug=slug)
        made = create_campaign(organisation=organisation, start=start, template="week-tegen-eenzaamheid")
        assert [len(slots) for slots in board(made).values()] == ([3] * 7 + [0] * length)[:length]


def test_a_copy_takes_what_the_organisers_made(organisation: Organisation) -> None:
    house = Theme.objects.create(key="huis", name="Huis")
    source = filled(organisation=organisation, theme=house)
    made = duplicate_campaign(organisation=organisation, start=START, source=source)
    assert (made.headline, made.reply, made.intro) == (source.headline, source.reply, source.intro)
    assert (made.people, made.help_line) == (source.people, source.help_line)
    assert (made.contact_email, made.prompt_times) == (source.contact_email, [dt.time(7, 30)])
    assert (made.theme, made.english) == (house, {"headline": "Say hello."})
    assert (made.name, made.status, made.revision, made.published_at) == (START.name, "draft", 0, None)
    assert (made.adopted_from, made.adoptable) == (None, False)
    assert board(made) == {**board(source), 3: {}}


def test_a_copy_has_nobody_in_it_and_nothing_they_said(organisation: Organisation) -> None:
    source = filled(organisation=organisation)
    make_participation(campaign=source)
    Contribution.objects.create(campaign=source, kind="quote", text="Leuk!", offered_on=TODAY)
    LogbookEntry.objects.create(campaign=source, moment="start", updated_at=AT_NOON)
    made = duplicate_campaign(organisation=organisation, start=START, source=source)
    assert Participation.objects.filter(campaign=made).count() == 0
    assert (made.contributions.count(), made.logbook.count()) == (0, 0)


def test_somebody_elses_campaign_is_not_copied(organisation: Organisation) -> None:
    with pytest.raises(NotAdoptableError):
        duplicate_campaign(organisation=organisation, start=START, source=filled(adoptable=True))


def test_adopting_leaves_their_address_and_their_own_look(organisation: Organisation) -> None:
    owner = make_organisation()
    own_look = Theme.objects.create(key="eigen", name="Eigen", organisation=owner)
    source = filled(organisation=owner, theme=own_look, adoptable=True)
    made = adopt_campaign(organisation=organisation, start=START, source=source)
    assert (made.adopted_from, made.adoptable, made.national) == (source, False, False)
    assert (made.contact_email, made.theme) == ("", None)
    assert (made.headline, made.help_line) == (source.headline, source.help_line)
    assert board(made) == {**board(source), 3: {}}


def test_adopting_keeps_a_look_of_the_house(organisation: Organisation) -> None:
    house = Theme.objects.create(key="huis", name="Huis")
    source = filled(adoptable=True, theme=house)
    assert adopt_campaign(organisation=organisation, start=START, source=source).theme == house


def test_ideas_of_ones_own_stay_with_who_made_them(organisation: Organisation) -> None:
    source = filled(adoptable=True)
    Idea.objects.filter(key=board(source)[1]["zin"]).update(organisation=source.organisation)
    adopted = adopt_campaign(organisation=organisation, start=START, source=source)
    assert board(adopted) == {1: {}, 2: board(source)[2], 3: {}}
    start = dataclasses.replace(START, slug="kopie")
    copied = duplicate_campaign(organisation=source.organisation, start=start, source=source)
    assert board(copied)[1] == board(source)[1]


@pytest.mark.parametrize(
    "fields",
    [{"adoptable": False}, {"adoptable": True, "status": "draft"}, {"adoptable": True, "status": "archived"}],
)
def test_only_what_is_offered_is_adopted(organisation: Organisation, fields: dict[str, Any]) -> None:
    source = filled(**fields)
    assert adoptable_sources(organisation) == []
    with pytest.raises(NotAdoptableError):
        adopt_campaign(organisation=organisation, start=START, source=source)


def test_one_begins_with_ones_own_or_with_what_is_offered(organisation: Organisation) -> None:
    own, offered = filled(organisation=organisation, adoptable=True), filled(adoptable=True)
    assert [(one.campaign, one.length) for one in own_sources(organisation)] == [(own, 2)]
    assert [(one.campaign, one.length) for one in adoptable_sources(organisation)] == [(offered, 2)]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Vaartwijk zegt gedag!", "vaartwijk-zegt-gedag"),
        ("Café & Co", "cafe-co"),
        ("Vandaag", "vandaag-2"),
        ("Bezet", "bezet-2"),
        ("!!!", ""),
        ("a" * 60, "a" * 37),
    ],
)
def test_an_address_is_made_of_the_name(organisation: Organisation, name: str, slug: str) -> None:
    make_campaign(slug="bezet")
    assert free_slug(name, organisation) == slug


def test_the_draft_of_a_moment_ago_does_not_count_as_taken(organisation: Organisation) -> None:
    create_campaign(organisation=organisation, start=START)
    make_campaign(slug="vaartwijk-zegt-gedag")
    assert free_slug("Vaartwijk", organisation) == "vaartwijk-2"
    assert free_slug("Vaartwijk zegt gedag", organisation) == "vaartwijk-zegt-gedag-2"
    start = dataclasses.replace(START, slug="zomer", name="Zomer")
    create_campaign(organisation=organisation, start=start)
    assert free_slug("Zomer", organisation) == "zomer"
