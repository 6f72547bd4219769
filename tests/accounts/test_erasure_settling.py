"""The database and the list agree again, whichever of the two was behind."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import ProgrammingError
from pytest_django import Settings

from accounts.models import Contact, Erasure, Participant
from accounts.services import erasure_list, erasure_settling
from accounts.services.erasure_list import Gone, read
from accounts.services.erasure_settling import NotSettledError, Settled, settle
from accounts.services.erasures import LISTED_FOR, noted
from interactions.models import Interaction
from tests.faces import WORKER, database_login
from tests.factories import make_contact, make_moment, make_participant
from tests.written import written

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    settings.ERASURE_LIST = str(tmp_path / "erasure-list")
    return tmp_path / "erasure-list"


def gone(participant: Participant, noted_at: dt.datetime, into: Participant | None = None) -> Gone:
    return Gone(
        participant.pk, participant.created_at, noted_at, (into.pk, into.created_at) if into else None
    )


def test_what_a_process_did_not_come_to_write_is_added(file: Path, now: dt.datetime) -> None:
    Erasure.objects.create(kind=Erasure.Kind.ERASED, number=5, began_at=now, noted_at=now)
    assert settle(now=now) == Settled(added=1)
    assert read(file=file).gone == noted()
    assert settle(now=now) == Settled()


def test_a_list_that_got_lost_is_made_anew(file: Path, now: dt.datetime) -> None:
    assert settle(now=now) == Settled()
    assert read(file=file).damaged == []


def test_who_the_list_says_is_gone_is_erased_once_more_by_the_worker(file: Path, now: dt.datetime) -> None:
    anna, bram = make_contact(now=now).participant, make_contact(now=now).participant
    make_moment(participant=anna, now=now)
    erasure_list.add(file=file, gone=[gone(anna, now)])
    with database_login(WORKER):
        assert settle(now=now) == Settled(erased=1)
        assert settle(now=now) == Settled()
    assert list(Participant.objects.all()) == [bram]
    assert Contact.objects.count() == 1
    assert Interaction.objects.count() == 0


def test_two_who_had_become_one_become_one_again_by_the_worker(file: Path, now: dt.datetime) -> None:
    laptop, phone = make_participant(now=now), make_participant(now=now)
    make_moment(participant=laptop, now=now)
    erasure_list.add(file=file, gone=[gone(laptop, now, into=phone)])
    with database_login(WORKER):
        assert settle(now=now) == Settled(merged=1)
        assert settle(now=now) == Settled()
    assert list(Participant.objects.all()) == [phone]
    assert Interaction.objects.get().participant == phone


def test_a_chain_of_three_that_was_erased_goes_as_a_whole(file: Path, now: dt.datetime) -> None:
    first, second, third, other = (make_participant(now=now) for _ in range(4))
    third_gone = gone(third, now + 2 * MINUTE)
    erasure_list.add(
        file=file, gone=[gone(first, now, second), gone(second, now + MINUTE, third), third_gone]
    )
    third.delete()  # as in a backup of before they came
    settle(now=now + 3 * MINUTE)
    assert list(Participant.objects.all()) == [other]


def test_the_order_of_the_lines_does_not_matter(file: Path, now: dt.datetime) -> None:
    first, second = make_participant(now=now), make_participant(now=now)
    erasure_list.add(file=file, gone=[gone(second, now + MINUTE), gone(first, now, second)])
    settle(now=now + MINUTE)
    assert not Participant.objects.exists()


def test_somebody_with_the_same_number_who_began_at_another_moment_is_somebody_else(
    file: Path, now: dt.datetime
) -> None:
    someone = make_participant(now=now)
    before = Gone(someone.pk, now - dt.timedelta(microseconds=1), now)
    erasure_list.add(file=file, gone=[before])
    assert settle(now=now) == Settled()
    assert Participant.objects.filter(pk=someone.pk).exists()


def test_a_list_that_says_nonsense_makes_nobody_loop_or_go(file: Path, now: dt.datetime) -> None:
    """One who became themselves, and two who became each other."""
    one, two = make_participant(now=now), make_participant(now=now)
    erasure_list.add(file=file, gone=[gone(one, now, one)])
    settle(now=now)
    assert Participant.objects.count() == 2
    erasure_list.add(file=file, gone=[gone(two, now, one)])
    settle(now=now)
    assert list(Participant.objects.all()) == [one]


def test_lines_of_before_any_backup_are_left_alone(file: Path, now: dt.datetime) -> None:
    old = make_participant(now=now)
    erasure_list.add(file=file, gone=[gone(old, now - LISTED_FOR - MINUTE)])
    assert settle(now=now) == Settled()
    assert noted() == []
    assert Participant.objects.filter(pk=old.pk).exists()


def test_damaged_lines_are_told_and_the_others_count(file: Path, now: dt.datetime) -> None:
    anna = make_participant(now=now)
    erasure_list.add(file=file, gone=[gone(anna, now)])
    with file.open("a") as stream:
        stream.write("gewist 99\n")
    with written() as log:
        assert settle(now=now) == Settled(erased=1)
    (line,) = log.of("erasure_list_damaged")
    assert (line["count"], line["line"]) == (1, 3)


def test_one_that_does_not_go_keeps_no_other_and_is_tried_again(
    file: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, phone, anna = (make_participant(now=now) for _ in range(3))
    erasure_list.add(file=file, gone=[gone(laptop, now, into=phone), gone(anna, now)])

    def refused(**_participants: object) -> None:
        raise ProgrammingError("permission denied")

    with monkeypatch.context() as away:
        away.setattr(erasure_settling, "merge_participants", refused)
        with pytest.raises(NotSettledError, match="1"):
            settle(now=now)
    assert list(Participant.objects.order_by("pk")) == [laptop, phone]
    assert settle(now=now) == Settled(merged=1)


def test_without_a_list_there_is_nothing_to_settle(settings: Settings, now: dt.datetime) -> None:
    settings.ERASURE_LIST = ""
    Erasure.objects.create(kind=Erasure.Kind.ERASED, number=5, began_at=now, noted_at=now)
    assert settle(now=now).erased == 0
    assert len(noted()) == 1
