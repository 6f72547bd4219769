"""The secret in a message about one day: the same every time, many at once, and gone in time."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from accounts.models import Message, Participant, WayBack
from accounts.queries.ways_back import has_way_back, kinds_in_use
from accounts.services.contacts import remove_address
from accounts.services.day_links import make_day_link, note_visit
from accounts.services.merging import merge_participants
from accounts.services.secrets import hash_secret
from accounts.services.ways_back import make_start_link, withdraw_ways_back
from tests.faces import WORKER, database_login
from tests.factories import AT_NOON, TODAY, make_message, make_participant
from tests.retention import end

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
END = AT_NOON + DAY


def link_of(message: Message, now: dt.datetime = AT_NOON, end: dt.datetime = END) -> str:
    with database_login(WORKER):
        return make_day_link(message=message, local_date=TODAY, expires_at=end, now=now)


def test_a_message_that_is_sent_again_carries_the_same_link() -> None:
    message = make_message()
    first = link_of(message)
    assert link_of(message, AT_NOON + dt.timedelta(hours=1)) == first
    link = WayBack.objects.get()
    assert (bytes(link.secret_hash), link.participant_id) == (hash_secret(first), message.participant_id)
    assert (link.kind, link.local_date, link.expires_at, link.created_at) == ("day_link", TODAY, END, AT_NOON)


def test_the_secret_cannot_be_made_without_the_key(settings: Settings) -> None:
    message = make_message()
    first = link_of(message)
    settings.SECRET_KEY = "x" * 50
    assert link_of(message) != first
    assert link_of(make_message()) != link_of(make_message())
    assert len(first) == 43


def test_a_message_to_an_address_has_no_day() -> None:
    message = Message(kind="code", participant=None)
    with pytest.raises(ValueError, match="nobody's"):
        make_day_link(message=message, local_date=TODAY, expires_at=END, now=AT_NOON)


def test_links_in_mails_stand_beside_each_other_and_are_no_way_back() -> None:
    message = make_message(participant=make_participant())
    participant = message.participant
    assert participant is not None
    link_of(message)
    link_of(make_message(participant=participant))
    assert WayBack.objects.filter(replaced_at=None).count() == 2
    assert (kinds_in_use(participant), has_way_back(participant)) == (set(), False)
    make_start_link(participant=participant, now=AT_NOON)
    assert kinds_in_use(participant) == {"start_link"}
    assert WayBack.objects.filter(replaced_at=None).count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "day_link"},
        {"kind": "day_link", "local_date": TODAY},
        {"kind": "start_link", "local_date": TODAY, "expires_at": END},
    ],
)
def test_the_database_knows_that_a_day_link_has_its_day_and_others_have_none(fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="way_back_day_link_has_its_day"), transaction.atomic():
        WayBack.objects.create(
            participant=make_participant(), secret_hash=b"x" * 32, created_at=AT_NOON, **fields
        )


def test_signing_out_everywhere_ends_them_too() -> None:
    message = make_message()
    link_of(message)
    assert message.participant is not None
    withdraw_ways_back(participant=message.participant, now=AT_NOON)
    assert WayBack.objects.get().replaced_at == AT_NOON
    link_of(message)
    assert WayBack.objects.get().replaced_at == AT_NOON  # also when the message goes out again


def test_a_forgotten_address_leaves_no_link_in_its_mailbox() -> None:
    message = make_message()
    link_of(message)
    assert message.participant is not None
    remove_address(participant=message.participant)
    assert not WayBack.objects.exists()


def test_links_of_two_diaries_that_become_one_go_on_working() -> None:
    source, target = make_participant(), make_participant()
    for participant in (source, target):
        link_of(make_message(participant=participant))
    merge_participants(source=source, target=target, now=AT_NOON)
    assert list(WayBack.objects.values_list("participant", "replaced_at")) == [(target.pk, None)] * 2


def test_who_comes_by_link_alone_is_not_forgotten() -> None:
    message = make_message()
    link_of(message)
    later = AT_NOON + 3 * DAY
    note_visit(day_link=WayBack.objects.get(), now=later)
    assert Participant.objects.get().last_seen_at == later
    note_visit(day_link=WayBack.objects.get(), now=AT_NOON)  # a clock that is behind
    assert Participant.objects.get().last_seen_at == later


def test_they_go_a_month_after_their_end() -> None:
    kept, gone = make_message(), make_message()
    link_of(kept, end=AT_NOON - 30 * DAY)
    link_of(gone, end=AT_NOON - 30 * DAY - dt.timedelta(seconds=1))
    make_start_link(participant=make_participant(), now=AT_NOON)
    with database_login(WORKER):
        assert end("oude-daglinks", AT_NOON) == 1
    assert set(WayBack.objects.values_list("kind", "participant")) >= {("day_link", kept.participant_id)}
    assert WayBack.objects.count() == 2
