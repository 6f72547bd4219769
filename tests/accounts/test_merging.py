"""Two diaries become one: no moment is lost, and nothing of the other stays behind."""

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Contact, Message, Participant, ParticipantKey
from accounts.services.merging import bring_along, merge_participants
from accounts.services.sessions import open_session, recognise
from accounts.services.ways_back import make_paper_code, make_start_link
from challenges.models import Assignment, Campaign, Participation
from challenges.services.assignments import begin_moment
from interactions.models import DayAnswer, Interaction, Mood, OwnOpener, Reflection
from interactions.services.collection import keep_opener
from interactions.services.moments import say_not_today, write_plan, write_reflection
from interactions.services.moods import answer_mood
from tests.factories import (
    AT_NOON,
    TODAY,
    make_campaign,
    make_message,
    make_moment,
    make_participant,
    make_participation,
)

DAY = dt.timedelta(days=1)


def live(participant: Participant, campaign: Campaign, days: list[int]) -> set[uuid.UUID]:
    """Takes part, and has a moment, a mood and an answer on each of these days; gives the moments' ids."""
    participation = make_participation(participant=participant, campaign=campaign)
    made = set()
    for day in days:
        at = AT_NOON + day * DAY
        moment = begin_moment(
            participation=participation, client_id=uuid.uuid4(), day=TODAY + day * DAY, now=at
        )
        made.add(moment.client_id)
        answer_mood(
            participant=participant, day=TODAY + day * DAY, score=5 + day, asked_in=Mood.AskedIn.DIARY, now=at
        )
        say_not_today(participant=participant, day=TODAY + day * DAY, barriers=[], now=at)
    return made


class TestMerging(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(st.integers(0, 4), unique=True),
        st.lists(st.integers(0, 4), unique=True),
        st.booleans(),
    )
    def test_every_moment_of_both_is_there_after(
        self, mine: list[int], theirs: list[int], same_campaign: bool
    ) -> None:
        campaign = make_campaign()
        target, source = make_participant(), make_participant()
        wanted = live(target, campaign, mine)
        wanted |= live(source, campaign if same_campaign else make_campaign(), theirs)
        merge_participants(source=source, target=target, now=AT_NOON)
        found = Interaction.objects.filter(participant=target).values_list("client_id", flat=True)
        assert set(found) == wanted
        assert not Participant.objects.filter(pk=source.pk).exists()
        for model in (Mood, DayAnswer):
            days = model._default_manager.filter(participant=target).values_list("local_date", flat=True)
            assert sorted(days) == sorted({TODAY + day * DAY for day in mine + theirs})
        assert Participation.objects.filter(participant=target).count() == (1 if same_campaign else 2)
        taken = Assignment.objects.filter(participation__participant=target).count()
        assert taken == len(set(mine) | set(theirs)) if same_campaign else taken == len(mine) + len(theirs)
        for day in mine:  # where one answer can be, the target's counts
            assert Mood.objects.get(local_date=TODAY + day * DAY).score == 5 + day


@pytest.mark.django_db
def test_browsers_and_ways_back_of_both_lead_to_the_one_that_stays() -> None:
    target, source = make_participant(), make_participant()
    secret = open_session(participant=source, now=AT_NOON)
    kept, replaced = (
        make_start_link(participant=target, now=AT_NOON),
        make_start_link(participant=source, now=AT_NOON),
    )
    make_paper_code(participant=source, now=AT_NOON)
    merge_participants(source=source, target=target, now=AT_NOON + DAY)
    merge_participants(source=target, target=target, now=AT_NOON + DAY)
    assert recognise(secret=secret, now=AT_NOON) == target
    rows = target.ways_back.order_by("pk").values_list("kind", "replaced_at")
    assert list(rows) == [("start_link", None), ("start_link", AT_NOON + DAY), ("paper_code", None)]
    assert kept != replaced


@pytest.mark.django_db
def test_messages_come_along_and_what_waited_for_the_source_is_not_sent() -> None:
    target, source = make_participant(), make_participant()
    lease = {"worker": "w", "lease_until": AT_NOON + DAY}
    fields: list[dict[str, Any]] = [
        {"state": "pending"},
        {"state": "claimed", **lease},
        {"state": "sending", **lease},
        {"state": "sent", "sent_at": AT_NOON},
    ]
    for values in fields:
        make_message(participant=source, **values)
    own = make_message(participant=target)
    merge_participants(source=source, target=target, now=AT_NOON)
    assert list(
        Message.objects.exclude(pk=own.pk)
        .order_by("pk")
        .values_list("participant", "state", "reason", "worker")
    ) == [
        (target.pk, "cancelled", "merged", None),
        (target.pk, "cancelled", "merged", None),
        (target.pk, "sending", "", "w"),
        (target.pk, "sent", "", None),
    ]
    own.refresh_from_db()
    assert own.state == "pending"


@pytest.mark.django_db
def test_a_diary_with_an_address_of_its_own_is_not_brought_along() -> None:
    target, anonymous, other = make_participant(), make_participant(), make_participant()
    Contact.objects.create(participant=other, address="ander@thuis.example", confirmed_at=AT_NOON)
    assert bring_along(source=anonymous, target=target, now=AT_NOON) is True
    assert bring_along(source=other, target=target, now=AT_NOON) is False
    assert bring_along(source=target, target=target, now=AT_NOON) is True
    assert list(Participant.objects.order_by("pk")) == [target, other]


@pytest.mark.django_db
def test_words_of_both_open_with_one_key_after_and_none_is_lost() -> None:
    here, there = make_participant(), make_participant()
    same = uuid.uuid4()  # a number that both have
    for whose, name in ((here, "hier"), (there, "daar")):
        for number, client_id in enumerate((same, uuid.uuid4())):
            moment = make_moment(participant=whose, status=Interaction.Status.PLANNED)
            moment.client_id = client_id
            moment.save()
            write_plan(moment=moment, plan_text=f"plan {name} {number}", now=AT_NOON)
            write_reflection(moment=moment, text=f"notitie {name} {number}", now=AT_NOON)
            keep_opener(
                participant=whose, client_id=client_id, text=f"zin {name} {number}", domain=moment.domain, character="",
                from_opener=None, now=AT_NOON,
            )  # fmt: skip
    broken = make_moment(participant=here)
    write_reflection(moment=broken, text="beschadigd", now=AT_NOON)
    Reflection.objects.filter(interaction=broken).update(text=b"\x01" + bytes(92))
    merge_participants(source=here, target=there, now=AT_NOON)
    assert [key.participant_id for key in ParticipantKey.objects.all()] == [there.pk]
    both = [f"{name} {number}" for name in ("daar", "hier") for number in (0, 1)]
    found = Interaction.objects.exclude(pk=broken.pk)
    assert sorted(one.plan_text for one in found) == [f"plan {one}" for one in both]
    assert sorted(one.reflection.text for one in found) == [f"notitie {one}" for one in both]
    assert sorted(one.text for one in OwnOpener.objects.all()) == [f"zin {one}" for one in both]
    assert {one.participant_id for one in OwnOpener.objects.all()} == {there.pk}
    # What was damaged came along as it was.
    damaged = Reflection.objects.filter(interaction=broken).values_list("text", flat=True)
    assert list(damaged) == [b"\x01" + bytes(92)]


@pytest.mark.django_db(transaction=True)
def test_a_note_that_is_written_while_two_become_one_opens_after() -> None:
    here, there = make_participant(), make_participant()
    moment = make_moment(participant=here)
    held, write = threading.Event(), threading.Event()

    def merge() -> None:
        with transaction.atomic():
            merge_participants(source=here, target=there, now=AT_NOON)
            held.set()
            write.wait(timeout=10)
        connection.close()

    merging = threading.Thread(target=merge)
    merging.start()
    held.wait(timeout=10)
    threading.Timer(0.3, write.set).start()  # by then the note waits for the row
    write_reflection(moment=moment, text="net op tijd", now=AT_NOON)
    merging.join(timeout=10)
    moment.refresh_from_db()
    assert moment.participant_id == there.pk
    assert [note.text for note in Reflection.objects.all()] == ["net op tijd"]
