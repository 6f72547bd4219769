"""Places and barriers as the editors write them: two editors lose nothing, nothing is deleted, and it is kept."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from interactions.models import Barrier, DayAnswer, LifeDomain
from interactions.queries.library import barriers
from interactions.queries.stamps import row_stamp
from interactions.services.library_rows import (
    BarrierNeededError,
    RowChangedError,
    RowGoneError,
    archive_barrier,
    change_barrier,
    change_domain,
    make_barrier,
    move_barrier,
)
from tests.faces import BEHEER, database_login
from tests.factories import AT_NOON, TODAY, make_domain, make_participant
from tests.history import events_of

pytestmark = pytest.mark.django_db
LATER = AT_NOON + dt.timedelta(hours=1)
PLACE: dict[str, Any] = {
    "name": "openbaar vervoer",
    "short_name": "ov",
    "place": "onderweg",
    "description": "De bus en de tram.",
    "english": {"name": "public transport"},
}
WORDS: dict[str, Any] = {"label": "Te druk", "answer": "Dat kan.", "offers": "ten_seconds", "english": {}}


def barrier(key: str, position: int, **other: Any) -> Barrier:
    return Barrier.objects.create(key=key, position=position, **{**WORDS, **other})


def shown() -> list[str]:
    return [row.key for row in barriers()]


def test_a_place_is_changed_and_what_it_was_is_kept() -> None:
    domain = make_domain(key="ov")
    with database_login(BEHEER, everywhere=True):
        assert change_domain(key="ov", seen=row_stamp(domain), wished=PLACE, now=LATER)
    domain.refresh_from_db()
    assert (domain.place, domain.english, domain.edited_at) == (
        "onderweg",
        {"name": "public transport"},
        LATER,
    )
    assert list(domain.events.order_by("pgh_id").values_list("pgh_label", "place")) == [  # type: ignore[attr-defined]
        ("as_in_files", "in de ov"),
        ("update", "onderweg"),
    ]


def test_saving_what_is_there_already_makes_it_nobodys() -> None:
    domain = LifeDomain.objects.create(key="ov", position=1, **PLACE)
    assert not change_domain(key="ov", seen=row_stamp(domain), wished=PLACE, now=LATER)
    domain.refresh_from_db()
    assert (domain.edited_at, events_of(domain)) == (None, [])


def test_who_saves_second_is_told_what_the_first_wrote() -> None:
    row = barrier("druk", 1)
    seen = row_stamp(row)
    change_barrier(key="druk", seen=seen, wished={**WORDS, "answer": "Van een ander."}, now=LATER)
    with pytest.raises(RowChangedError) as told:
        change_barrier(key="druk", seen=seen, wished={**WORDS, "answer": "Van mij."}, now=LATER)
    assert (told.value.row.key, Barrier.objects.get().answer) == ("druk", "Van een ander.")
    again = row_stamp(told.value.row)
    assert change_barrier(key="druk", seen=again, wished={**WORDS, "answer": "Van mij."}, now=LATER)


@pytest.mark.parametrize(
    "wrong",
    [{"answer": ""}, {"label": "x" * 81}, {"offers": "niets"}, {"english": {"label": "x" * 81}}],
)
def test_what_does_not_fit_changes_nothing(wrong: dict[str, Any]) -> None:
    row = barrier("druk", 1)
    with pytest.raises(ValidationError):
        change_barrier(key="druk", seen=row_stamp(row), wished={**WORDS, **wrong}, now=LATER)
    with pytest.raises(ValidationError):
        make_barrier(client_id=uuid.uuid4(), wished={**WORDS, **wrong}, now=LATER)
    assert list(Barrier.objects.values_list("key", "answer", "edited_at")) == [("druk", "Dat kan.", None)]


def test_what_is_not_there_is_not_changed() -> None:
    for act in (
        lambda: change_domain(key="weg", seen="", wished=PLACE, now=LATER),
        lambda: change_barrier(key="weg", seen="", wished=WORDS, now=LATER),
        lambda: archive_barrier(key="weg", archived=True, now=LATER),
        lambda: move_barrier(key="weg", up=True, now=LATER),
    ):
        with pytest.raises(RowGoneError):
            act()


def test_a_new_barrier_comes_last_and_the_same_form_is_one() -> None:
    barrier("druk", 4)
    client_id = uuid.uuid4()
    with database_login(BEHEER, everywhere=True):
        made = [
            make_barrier(client_id=client_id, wished={**WORDS, "label": "Het regende"}, now=LATER)
            for _ in range(2)
        ]
    assert made[0] == made[1]
    assert (made[0].position, made[0].edited_at, shown()) == (5, LATER, ["druk", made[0].key])
    assert [label for label, _context in events_of(made[0])] == ["insert"]


def test_answers_keep_a_barrier_that_is_put_away() -> None:
    row = barrier("druk", 1)
    answer = DayAnswer.objects.create(participant=make_participant(), local_date=TODAY, created_at=AT_NOON)
    answer.barriers.add(row)
    archive_barrier(key="druk", archived=True, now=LATER)
    assert (shown(), [one.label for one in answer.barriers.all()]) == ([], ["Te druk"])
    archive_barrier(key="druk", archived=False, now=LATER)
    assert shown() == ["druk"]


def test_the_last_one_that_asks_about_safety_stays() -> None:
    barrier("onveilig", 1, asks_safety=True)
    barrier("ook-onveilig", 2, asks_safety=True)
    archive_barrier(key="onveilig", archived=True, now=LATER)
    with pytest.raises(BarrierNeededError):
        archive_barrier(key="ook-onveilig", archived=True, now=LATER)
    assert shown() == ["ook-onveilig"]


def test_one_changes_places_with_its_neighbour_and_passes_what_is_put_away() -> None:
    for position, key in enumerate(["a", "b", "c"], start=1):
        barrier(key, position)
    barrier("weg", 2, archived_at=AT_NOON)
    move_barrier(key="c", up=True, now=LATER)
    assert shown() == ["a", "c", "b"]
    assert dict(Barrier.objects.values_list("key", "edited_at")) == {
        "a": None,
        "b": LATER,
        "c": LATER,
        "weg": None,
    }
    move_barrier(key="a", up=True, now=LATER)
    move_barrier(key="b", up=False, now=LATER)
    assert shown() == ["a", "c", "b"]
    move_barrier(key="a", up=False, now=LATER)
    assert shown() == ["c", "a", "b"]


def test_two_in_one_place_are_put_in_order() -> None:
    for key in ("a", "b", "c"):
        barrier(key, 3)
    move_barrier(key="b", up=False, now=LATER)
    assert (shown(), sorted(Barrier.objects.values_list("position", flat=True))) == (
        ["a", "c", "b"],
        [1, 2, 3],
    )
