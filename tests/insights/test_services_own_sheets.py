"""That somebody was counted is theirs: it comes along, it is told, and it goes."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Participant
from accounts.services import erasure_list
from accounts.services.erasure_list import Gone
from accounts.services.erasure_settling import Settled, settle
from accounts.services.merging import merge_participants
from accounts.services.owndata import sheets_of
from accounts.services.participants import erase_participant
from challenges.models import Campaign, Participation
from challenges.services.participations import leave_campaign
from insights.models import CountedParticipation, Draw
from tests.faces import DEELNEMER, WORKER, database_login
from tests.factories import make_campaign, make_participant
from tests.insights.people import after, cells, drawn_true, has_day, joins, make_draw, noon, takes_part

pytestmark = pytest.mark.django_db

NEW_YEAR, SPRING = dt.date(2027, 1, 4), dt.date(2027, 4, 4)


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign(starts_on=None, length=6)


def quarter(campaign: Campaign, cohort: str = "2026-Q4", due_on: dt.date = NEW_YEAR) -> Draw:
    return make_draw(campaign, "quarter", cohort=cohort, due_on=due_on)


def country(cohort: str = "2026-Q4", due_on: dt.date = NEW_YEAR) -> Draw:
    return make_draw(None, "national", cohort=cohort, due_on=due_on)


def counted(participant: Participant) -> list[tuple[object, ...]]:
    (sheet,) = [sheet for sheet in sheets_of(participant) if sheet.key == "meegeteld"]
    return [tuple(row) for row in sheet.rows]


def merged(source: Participation, target: Participation) -> None:
    with database_login(DEELNEMER, participants=[source.participant, target.participant]):
        merge_participants(source=source.participant, target=target.participant, now=noon(SPRING))


def test_a_participant_reads_in_which_figures_they_were_counted(campaign: Campaign) -> None:
    somebody, other = takes_part(campaign), joins(make_campaign())
    drawn_true(quarter(campaign))
    drawn_true(country(due_on=after(4, NEW_YEAR)))
    with database_login(DEELNEMER, participants=[somebody.participant]):
        assert counted(somebody.participant) == [
            (campaign.name, "quarter", "2026-Q4", NEW_YEAR),
            (campaign.name, "national", "2026-Q4", after(4, NEW_YEAR)),
        ]
        assert counted(other.participant) == []
    nobody = make_participant()
    with database_login(DEELNEMER, participants=[other.participant, nobody]):
        assert counted(nobody) == []
        assert [row[1] for row in counted(other.participant)] == ["national"]


def test_who_was_counted_before_they_came_together_is_not_counted_again(campaign: Campaign) -> None:
    source, target = takes_part(campaign), joins(campaign, day=after(-3, NEW_YEAR))
    drawn_true(quarter(campaign))
    drawn_true(country())
    merged(source, target)
    assert Participation.objects.get() == target
    assert list(
        CountedParticipation.objects.values_list("participation", "national").order_by("national")
    ) == [
        (target.pk, False),
        (target.pk, True),
    ]
    second = drawn_true(quarter(campaign, "2027-Q1", SPRING))
    nationwide = drawn_true(country("2027-Q1", SPRING))
    assert cells(second, "course") == {}
    assert not any(row["unknown"] for row in nationwide.tables.get(kind="tried").cells)


def test_a_participation_that_comes_along_whole_takes_it_along(campaign: Campaign) -> None:
    source, target = takes_part(campaign), joins(make_campaign())
    drawn_true(quarter(campaign))
    merged(source, target)
    assert [row[:3] for row in counted(target.participant)] == [(campaign.name, "quarter", "2026-Q4")]


def test_after_a_backup_was_put_back_the_worker_takes_it_along_too(
    campaign: Campaign, settings: Settings, tmp_path: Path
) -> None:
    source, target = takes_part(campaign), joins(campaign, day=after(-3, NEW_YEAR))
    drawn_true(quarter(campaign))
    one, other = source.participant, target.participant
    settings.ERASURE_LIST = str(tmp_path / "erasure-list")
    gone = Gone(one.pk, one.created_at, noon(SPRING), (other.pk, other.created_at))
    erasure_list.add(file=Path(settings.ERASURE_LIST), gone=[gone])
    with database_login(WORKER):
        assert settle(now=noon(SPRING)) == Settled(merged=1)
    assert CountedParticipation.objects.get().participation == target


def test_what_the_one_that_stays_had_stays(campaign: Campaign) -> None:
    source, target = takes_part(campaign), takes_part(campaign)
    first = quarter(campaign)
    drawn_true(first)
    merged(source, target)
    assert list(CountedParticipation.objects.values_list("participation", "draw")) == [(target.pk, first.pk)]


def test_who_was_not_counted_is_counted_once_after_they_came_together(campaign: Campaign) -> None:
    source, target = takes_part(campaign), takes_part(campaign, [2, 3])
    merged(source, target)
    assert cells(drawn_true(quarter(campaign)), "course") == {"stopped": 1}
    assert CountedParticipation.objects.count() == 1


def test_a_moment_that_finds_its_day_taken_counts_for_the_country_and_not_for_the_campaign() -> None:
    campaign = make_campaign(length=6)
    source, target = joins(campaign), joins(campaign)
    for one in (source, target):
        has_day(one, after(0))
    merged(source, target)
    assert cells(drawn_true(make_draw(campaign)), "course") == {}  # one day of outcomes
    (sums,) = [
        cell["unknown"] for cell in drawn_true(country()).tables.get(kind="tried").cells if cell["unknown"]
    ]
    assert sums == 1


def test_it_goes_with_who_is_erased_and_the_figures_stay(campaign: Campaign) -> None:
    somebody = takes_part(campaign)
    release = drawn_true(quarter(campaign))
    before = (release.body, release.digest)
    with database_login(DEELNEMER, participants=[somebody.participant]):
        erase_participant(participant=somebody.participant)
    assert CountedParticipation.objects.count() == 0
    release.refresh_from_db()
    assert (release.body, release.digest) == before


def test_leaving_does_not_take_it_away(campaign: Campaign) -> None:
    somebody = takes_part(campaign)
    leave_campaign(participation=somebody, now=noon(after(3)))
    drawn_true(quarter(campaign))
    assert len(counted(somebody.participant)) == 1


def test_it_is_in_the_download(campaign: Campaign, browser_of: Callable[[Participant], Client]) -> None:
    somebody = takes_part(campaign)
    drawn_true(quarter(campaign))
    archive = browser_of(somebody.participant).get("/van-mij/gegevens/gedag.zip").content
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        text = opened.read("meegeteld.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["campagne"], row["cijfers"], row["kwartaal"]) == (campaign.name, "quarter", "2026-Q4")
