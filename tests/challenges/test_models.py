"""What the database itself refuses about campaigns and taking part, one rule at a time."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from challenges.models import Assignment, Campaign, CampaignDay, CampaignSlot, Offer, Participation, Pause
from tests.factories import (
    AT_NOON,
    TODAY,
    make_assignment,
    make_campaign,
    make_idea,
    make_moment,
    make_organisation,
    make_participation,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def refused_by(rule: str, model: type[models.Model], **values: object) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model._default_manager.update(**values)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("campaign_dates_fit_calendar", {"ends_on": None}),
        ("campaign_dates_fit_calendar", {"starts_on": None}),
        ("campaign_dates_fit_calendar", {"starts_on": None, "ends_on": None}),
        ("campaign_dates_fit_calendar", {"ends_on": TODAY - DAY}),
        ("campaign_dates_fit_calendar", {"calendar": "rolling"}),
        ("campaign_dates_fit_calendar", {"calendar": "maan"}),
    ],
)
def test_a_fixed_campaign_that_cannot_be(rule: str, values: dict[str, Any]) -> None:
    make_campaign()
    refused_by(rule, Campaign, **values)


def test_a_rolling_campaign_has_no_dates() -> None:
    make_campaign(starts_on=None)
    refused_by("campaign_dates_fit_calendar", Campaign, starts_on=TODAY)
    refused_by("campaign_dates_fit_calendar", Campaign, ends_on=TODAY)


def test_a_campaign_of_one_day_can_be() -> None:
    campaign = make_campaign(length=1)
    assert campaign.starts_on == campaign.ends_on


def test_there_is_one_national_campaign() -> None:
    make_campaign(starts_on=None, national=True)
    make_campaign()
    with pytest.raises(IntegrityError, match="campaign_one_national"), transaction.atomic():
        make_campaign(starts_on=None, national=True)


def test_an_address_is_of_one_campaign() -> None:
    make_campaign(slug="hallo")
    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        make_campaign(slug="hallo")


def test_days_are_counted_from_one_and_once() -> None:
    campaign = make_campaign(length=2)
    refused_by("campaign_day_from_one", CampaignDay, number=models.F("number") - 1)
    with pytest.raises(IntegrityError, match="campaign_day_once"), transaction.atomic():
        CampaignDay.objects.create(campaign=campaign, number=2)


def test_a_slot_is_there_once_per_step_and_of_a_known_step() -> None:
    make_campaign(length=1)
    refused_by("campaign_slot_step_known", CampaignSlot, step="reus")
    with pytest.raises(IntegrityError, match="campaign_slot_once_per_step"), transaction.atomic():
        CampaignSlot.objects.create(day=CampaignDay.objects.get(), step="zin", idea=make_idea().idea)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("participation_step_known", {"step": "reus"}),
        ("participation_weekdays_known", {"weekdays": [0]}),
        ("participation_weekdays_known", {"weekdays": [1, 8]}),
        ("participation_prompt_time_in_quarters", {"prompt_time": dt.time(5, 45)}),
        ("participation_prompt_time_in_quarters", {"prompt_time": dt.time(21, 45)}),
        ("participation_prompt_time_in_quarters", {"prompt_time": dt.time(8, 10)}),
        ("participation_prompt_time_in_quarters", {"prompt_time": dt.time(8, 15, 30)}),
        ("participation_prompt_time_in_quarters", {"prompt_time": dt.time(0, 0)}),
        ("participation_channel_has_a_time", {"channel": "email"}),
        ("participation_log_time_in_quarters", {"log_time": dt.time(5, 45)}),
        ("participation_log_time_in_quarters", {"log_time": dt.time(20, 10)}),
        ("participation_log_weekdays_known", {"log_weekdays": [0]}),
    ],
)
def test_a_participation_that_cannot_be(rule: str, values: dict[str, Any]) -> None:
    make_participation()
    refused_by(rule, Participation, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"prompt_time": dt.time(6, 0)},
        {"prompt_time": dt.time(21, 30), "channel": "email"},
        {"prompt_time": dt.time(12, 15)},
        {"weekdays": [7, 1]},
        {"weekdays": []},
    ],
)
def test_a_participation_that_can_be(values: dict[str, Any]) -> None:
    make_participation()
    assert Participation.objects.update(**values) == 1


def test_somebody_is_in_a_campaign_once() -> None:
    participation = make_participation()
    with pytest.raises(IntegrityError, match="participation_once"), transaction.atomic():
        make_participation(participant=participation.participant, campaign=participation.campaign)


@pytest.mark.parametrize(
    ("days", "rule"),
    [(-1, "pause_forwards"), (60, "pause_sixty_days_at_most"), (400, "pause_sixty_days_at_most")],
)
def test_a_pause_that_cannot_be(days: int, rule: str) -> None:
    participation = make_participation()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Pause.objects.create(participation=participation, starts_on=TODAY, ends_on=TODAY + days * DAY)


@pytest.mark.parametrize("days", [0, 59])
def test_a_pause_that_can_be(days: int) -> None:
    Pause.objects.create(participation=make_participation(), starts_on=TODAY, ends_on=TODAY + days * DAY)


def test_one_assignment_a_day_counted_from_one() -> None:
    assignment = make_assignment()
    refused_by("assignment_day_from_one", Assignment, day_number=0)
    with pytest.raises(IntegrityError, match="assignment_once_a_day"), transaction.atomic():
        Assignment.objects.create(
            participation=assignment.participation, local_date=TODAY, day_number=1, created_at=AT_NOON
        )


def test_a_moment_hangs_on_one_assignment_and_leaves_it_when_it_goes() -> None:
    first, second = make_assignment(), make_assignment()
    moment = make_moment(participant=first.participation.participant)
    Assignment.objects.filter(pk=first.pk).update(interaction=moment)
    with pytest.raises(IntegrityError, match="interaction_id"), transaction.atomic():
        Assignment.objects.filter(pk=second.pk).update(interaction=moment)
    moment.delete()
    first.refresh_from_db()
    assert first.interaction is None


def test_an_offer_has_its_own_place() -> None:
    assignment = make_assignment()
    with pytest.raises(IntegrityError, match="offer_place_once"), transaction.atomic():
        Offer.objects.create(
            assignment=assignment, position=1, idea_version=make_idea(), reason="swap", created_at=AT_NOON
        )


def test_an_organisation_with_campaigns_and_a_campaign_with_people_stay() -> None:
    participation = make_participation(campaign=make_campaign(organisation=make_organisation()))
    with pytest.raises(models.ProtectedError):
        participation.campaign.delete()
    with pytest.raises(models.ProtectedError):
        participation.campaign.organisation.delete()
