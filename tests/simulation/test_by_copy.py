"""Copying: the same diary as through the services, and a database that keeps working."""

import datetime as dt
from unittest.mock import Mock

import pytest
from django.db import connection, transaction
from django.db.models import F
from psycopg.errors import CheckViolation

from accounts.models import Participant
from challenges.models import Assignment, Campaign, Offer, Participation
from challenges.services.participations import join_campaign
from interactions.models import Interaction
from simulation import by_copy, through_services
from simulation.behaviour import simulate
from simulation.events import Event, Life
from simulation.staging import NotADemoError, Stage, clock, stage
from tests.factories import TODAY
from tests.simulation.rows import rows_of

pytestmark = pytest.mark.django_db

# The end of all days, the start of a day halfway, and halfway an afternoon in which some have only planned.
ENDS = [clock(TODAY, 14, 4 * 3600), clock(TODAY, 5, 4 * 3600), clock(TODAY, 6, 15 * 3600)]


def lives_in(ready: Stage, *, people: int = 30, seed: str = "toets") -> list[Life]:
    return list(simulate(plan=ready.plan, people=people, days=14, seed=seed))


@pytest.mark.parametrize("until", ENDS, ids=["end", "halfway", "afternoon"])
@pytest.mark.parametrize("calendar", ["fixed", "rolling"])
def test_both_outlets_give_the_same_diary(
    calendar: str, until: dt.datetime, fixed: Campaign, rolling: Campaign
) -> None:
    ready = stage({"fixed": fixed, "rolling": rolling}[calendar], begins_on=TODAY)
    lives = lives_in(ready, people=25, seed="toets 2")  # few in whom everything happens that can
    keys = [life.person.join_key for life in lives]
    happens = {type(event).__name__ for life in lives for event in life.events}
    assert happens == {kind.__name__ for kind in Event.__subclasses__()}
    joined = through_services.play(stage=ready, lives=lives, until=until)
    by_services = rows_of(keys)
    assert set(Offer.objects.values_list("reason", flat=True)) == {"calendar", "barrier", "swap"}
    Participant.objects.filter(join_key__in=keys).delete()
    report = by_copy.write(stage=ready, lives=lives, until=until)
    assert rows_of(keys) == by_services
    assert report.people == joined == len(by_services["Participant"])


def test_the_report_counts_the_rows_that_are_there(fixed: Campaign) -> None:
    ready = stage(fixed, begins_on=TODAY)
    report = by_copy.write(stage=ready, lives=lives_in(ready), until=ENDS[0])
    counted = dict.fromkeys(report.rows, 0)
    with connection.cursor() as cursor:
        for name in counted:
            cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608
            counted[name] = cursor.fetchone()[0]
    assert report.rows == counted


def test_every_row_points_at_a_row_that_exists(fixed: Campaign) -> None:
    ready = stage(fixed, begins_on=TODAY)
    by_copy.write(stage=ready, lives=lives_in(ready), until=ENDS[0])
    connection.check_constraints()
    own = Assignment.objects.filter(interaction__participant=F("participation__participant"))
    assert own.count() == Interaction.objects.count()


def test_people_who_join_afterwards_get_ids_of_their_own(fixed: Campaign, now: dt.datetime) -> None:
    ready = stage(fixed, begins_on=TODAY)
    by_copy.write(stage=ready, lives=lives_in(ready), until=ENDS[0])
    highest = Participation.objects.order_by("-pk").values_list("pk", flat=True)[0]
    key = lives_in(ready, people=1, seed="iemand anders")[0].person.join_key
    assert join_campaign(campaign=fixed, step="zin", now=now, join_key=key).pk > highest


def test_batches_give_what_one_batch_gives(fixed: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = stage(fixed, begins_on=TODAY)
    lives = lives_in(ready)
    keys = [life.person.join_key for life in lives]
    whole = by_copy.write(stage=ready, lives=lives, until=ENDS[0])
    rows = rows_of(keys)
    Participant.objects.filter(join_key__in=keys).delete()
    monkeypatch.setattr(by_copy, "AT_A_TIME", 7)
    assert by_copy.write(stage=ready, lives=iter(lives), until=ENDS[0]) == whole
    assert rows_of(keys) == rows


def test_the_same_people_twice_are_refused_and_nothing_is_half_written(fixed: Campaign) -> None:
    ready = stage(fixed, begins_on=TODAY)
    by_copy.write(stage=ready, lives=lives_in(ready, people=5), until=ENDS[0])
    before = Interaction.objects.count()
    with pytest.raises(by_copy.AlreadyThereError):
        by_copy.write(stage=ready, lives=lives_in(ready, people=9), until=ENDS[0])
    assert (Participant.objects.count(), Interaction.objects.count()) == (5, before)


def test_copying_obeys_the_checks_of_the_tables(fixed: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = stage(fixed, begins_on=TODAY)
    monkeypatch.setattr("simulation.ledger.ITEM_VERSION", -1)
    with pytest.raises(CheckViolation), transaction.atomic():
        by_copy.write(stage=ready, lives=lives_in(ready), until=ENDS[0])


def test_outside_a_demo_nothing_is_copied(fixed: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = stage(fixed, begins_on=TODAY)
    monkeypatch.setattr(by_copy, "refuse_outside_demo", Mock(side_effect=NotADemoError))
    with pytest.raises(NotADemoError):
        by_copy.write(stage=ready, lives=lives_in(ready), until=ENDS[0])
    assert Participant.objects.count() == 0
