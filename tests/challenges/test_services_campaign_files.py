"""Campaigns and looks from files: made once, and left alone when somebody changed them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts.models import Organisation
from challenges.models import Campaign, CampaignDay, CampaignSlot, Theme
from challenges.services.campaign_files import (
    LibraryMissingError,
    load_house_themes,
    load_national_campaign,
    make_campaign,
    read_campaign_file,
)
from interactions.services.library import load_library
from tests.factories import AT_NOON, TODAY

pytestmark = pytest.mark.django_db


def test_the_looks_of_the_house_are_loaded_once() -> None:
    assert set(load_house_themes()) == set(read_campaign_file(name="themes.yaml"))
    before = list(Theme.objects.order_by("key").values())
    load_house_themes()
    assert list(Theme.objects.order_by("key").values()) == before
    assert {theme.version for theme in Theme.objects.all()} == {1}


def test_a_look_that_changed_gets_a_new_version() -> None:
    load_house_themes()
    Theme.objects.filter(key="gedag").update(tokens={"brand-paper": "#000000"})
    load_house_themes()
    theme = Theme.objects.get(key="gedag")
    assert (theme.version, theme.tokens) == (2, read_campaign_file(name="themes.yaml")["gedag"]["tokens"])


def test_the_national_campaign_is_made_once_and_then_the_editors() -> None:
    load_library(now=AT_NOON)
    assert load_national_campaign() is True
    Campaign.objects.update(name="Van de redactie")
    assert load_national_campaign() is False
    campaign = Campaign.objects.get()
    assert (campaign.national, campaign.calendar, campaign.name) == (True, "rolling", "Van de redactie")


def test_without_the_library_nothing_is_made() -> None:
    with pytest.raises(LibraryMissingError, match="load_library"):
        load_national_campaign()
    assert (Campaign.objects.count(), Organisation.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["demo/amsterdam.yaml", "demo/enschede.yaml"])
def test_a_campaign_is_as_its_file_describes(name: str) -> None:
    load_library(now=AT_NOON)
    row = read_campaign_file(name=name)
    campaign = make_campaign(row=row, themes=load_house_themes(), starts_on=TODAY)
    assert (campaign.slug, campaign.status, campaign.starts_on) == (row["slug"], "published", TODAY)
    assert campaign.ends_on is not None
    assert (campaign.ends_on - TODAY).days == row["length_days"] - 1
    stored = {
        day.number: {slot.step: slot.idea.key for slot in day.slots.all()}
        for day in CampaignDay.objects.prefetch_related("slots__idea")
    }
    assert stored == {day["number"]: day["slots"] for day in row["days"]}
    assert CampaignSlot.objects.count() == sum(len(day["slots"]) for day in row["days"])


def test_the_command_may_be_repeated() -> None:
    load_library(now=AT_NOON)
    for _ in range(2):
        call_command("load_national_campaign")
    assert Campaign.objects.count() == 1


def test_a_file_with_an_address_of_the_app_itself_is_refused() -> None:
    load_library(now=AT_NOON)
    row = {**read_campaign_file(name="demo/amsterdam.yaml"), "slug": "vandaag"}
    with pytest.raises(ValidationError):
        make_campaign(row=row, themes=load_house_themes(), starts_on=TODAY)
