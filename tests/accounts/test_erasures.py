"""Every way to be erased is noted in the transaction that erases, and in the list once that is there."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import Erasure, Participant
from accounts.services.erasure_list import add, read
from accounts.services.erasures import LISTED_FOR, noted
from accounts.services.merging import merge_participants
from accounts.services.participants import erase_participant
from accounts.services.retention import carry_out_retention
from tests.factories import make_moment, make_participant
from tests.retention import due, end
from tests.written import written

HOUR = dt.timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    settings.ERASURE_LIST = str(tmp_path / "erasure-list")
    return tmp_path / "erasure-list"


def test_who_erases_everything_on_the_page_is_noted_and_listed(
    file: Path,
    now: dt.datetime,
    browser_of: object,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    participant = make_participant(now=now)
    browser: Client = browser_of(participant)  # type: ignore[operator]
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/van-mij/wissen/")
    assert not Participant.objects.filter(pk=participant.pk).exists()
    (entry,) = noted()
    assert (entry.number, entry.began_at, entry.into) == (participant.pk, now, None)
    assert read(file=file).gone == [entry]


def test_retention_notes_whom_it_erases(
    file: Path, now: dt.datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    empty = make_participant(now=due("lege-deelnemers", now).before - HOUR)
    long_ago = due("afwezige-deelnemers", now).before - HOUR
    away = make_participant(now=long_ago)
    make_moment(participant=away, now=long_ago)
    make_participant(now=now)
    with django_capture_on_commit_callbacks(execute=True):
        carry_out_retention(now=now)
    assert {entry.number for entry in noted()} == {empty.pk, away.pk}
    assert {entry.number for entry in read(file=file).gone} == {empty.pk, away.pk}


def test_two_who_become_one_are_noted_as_that(
    file: Path, now: dt.datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    source, target = make_participant(now=now), make_participant(now=now)
    number = source.pk
    with django_capture_on_commit_callbacks(execute=True):
        merge_participants(source=source, target=target, now=now)
    (entry,) = read(file=file).gone
    assert (entry.number, entry.into) == (number, (target.pk, now))
    assert noted() == [entry]


def test_an_erasure_that_did_not_come_to_be_is_in_neither(
    file: Path, now: dt.datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    participant = make_participant(now=now)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        erase_participant(participant=participant)
        transaction.set_rollback(True)
    assert noted() == []
    assert not file.exists()


def test_a_list_that_cannot_be_written_keeps_nobody_from_being_erased(
    settings: Settings,
    tmp_path: Path,
    now: dt.datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.ERASURE_LIST = str(tmp_path / "weg" / "erasure-list")
    participant = make_participant(now=now)
    number = participant.pk
    with written() as log, django_capture_on_commit_callbacks(execute=True):
        erase_participant(participant=participant)
    assert not Participant.objects.filter(pk=number).exists()
    assert [entry.number for entry in noted()] == [number]
    assert log.of("erasure_list_away")


def test_entries_go_when_no_backup_can_be_that_old(file: Path, now: dt.datetime) -> None:
    for days, number in ((46, 1), (44, 2)):
        Erasure.objects.create(
            kind=Erasure.Kind.ERASED, number=number, began_at=now, noted_at=now - dt.timedelta(days=days)
        )
    add(file=file, gone=noted())
    assert end("oude-wisregels", now) == 1
    assert [entry.number for entry in noted()] == [2]
    assert [entry.number for entry in read(file=file).gone] == [2]
    assert due("oude-wisregels", now).before == now - LISTED_FOR
