"""Ideas of the library as the editors write them: words are only added, two editors lose nothing, and it is kept."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from interactions.models import Idea, IdeaVersion
from interactions.models.library import Act, Counterpart, Form, Step
from interactions.queries.library import library_version
from interactions.queries.stamps import place_stamp
from interactions.services.ideas import NotOwnIdeaError, WordsChangedError
from interactions.services.library_ideas import (
    archive_library_idea,
    change_library_idea,
    make_library_idea,
    take_over_words,
)
from tests.faces import BEHEER, database_login
from tests.factories import AT_NOON, make_domain, make_idea, make_organisation
from tests.history import events_of

pytestmark = pytest.mark.django_db
LATER = AT_NOON + dt.timedelta(hours=1)
TEXTS = {
    "title": "Vraag wat er lekker ruikt",
    "do": "Vraag het bij een kraam.",
    "say": "Wat ruikt hier zo lekker?",
    "why": "Een kraam is er om te praten.",
    "safety": "",
}


def place(**other: Any) -> dict[str, Any]:
    return {
        "domain": make_domain(key="winkel"),
        "form": Form.GROETSMOESJE,
        "act": Act.ASK,
        "step": Step.ZIN,
        "counterpart": Counterpart.SERVICE,
        "seconds": 30,
        **other,
    }


def make(client_id: uuid.UUID | None = None, **other: Any) -> Idea:
    with_all = {
        "texts": TEXTS,
        "english": {"title": "Ask what smells good"},
        "credit": "Uit Enschede",
        **other,
    }
    return make_library_idea(client_id=client_id or uuid.uuid4(), place=place(), now=AT_NOON, **with_all)


def change(idea: Idea, *, seen: int = 1, seen_place: str = "", title: str = "", **where: Any) -> bool:
    return change_library_idea(
        idea=idea,
        seen=seen,
        seen_place=seen_place,
        place=place(**where),
        texts={**TEXTS, **({"title": title} if title else {})},
        english={"title": "Ask what smells good"},
        now=LATER,
    )


def words(idea: Idea) -> list[tuple[int, str, str]]:
    return list(idea.versions.values_list("number", "title", "author"))


def test_a_new_idea_is_of_the_library_with_its_words_and_where_it_came_from() -> None:
    idea = make()
    assert (idea.organisation, idea.credit, idea.edited_at, idea.domain_id) == (
        None,
        "Uit Enschede",
        AT_NOON,
        "winkel",
    )
    version = library_version(idea.key)
    assert version is not None
    assert (version.author, version.english, version.say) == (
        "editor",
        {"title": "Ask what smells good"},
        "Wat ruikt hier zo lekker?",
    )


def test_the_same_form_sent_twice_is_one_idea() -> None:
    client_id = uuid.uuid4()
    assert make(client_id) == make(client_id)
    assert (Idea.objects.count(), IdeaVersion.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"texts": {**TEXTS, "title": ""}},
        {"texts": {**TEXTS, "why": "x" * 301}},
        {"english": {"titel": "x"}},
        {"english": {"say": "x" * 121}},
        {"credit": "x" * 81},
    ],
)
def test_what_does_not_fit_leaves_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make(**wrong)
    assert Idea.objects.count() == 0


def test_new_words_are_a_new_version_and_the_old_ones_stay() -> None:
    version = make_idea()
    before = IdeaVersion.objects.values().get(pk=version.pk)
    assert change(version.idea, title="Nieuwe titel")
    assert words(version.idea) == [(1, version.title, "loader"), (2, "Nieuwe titel", "editor")]
    assert IdeaVersion.objects.values().get(pk=version.pk) == before
    version.idea.refresh_from_db()
    assert (version.idea.edited_at, version.idea.domain_id, version.idea.seconds) == (LATER, "winkel", 30)


def test_another_place_alone_makes_no_new_words() -> None:
    idea = make()
    assert change(idea, step=Step.KNIK)
    idea.refresh_from_db()
    assert (idea.step, words(idea)) == (Step.KNIK, [(1, TEXTS["title"], "editor")])


def test_saving_what_is_there_already_makes_nothing_anybodys() -> None:
    version = make_idea()
    same = {name: getattr(version, name) for name in IdeaVersion.TEXTS}
    where = {
        name: getattr(version.idea, name)
        for name in ("domain", "form", "act", "step", "counterpart", "seconds")
    }
    assert not change_library_idea(
        idea=version.idea, seen=1, seen_place="", place=where, texts=same, english={}, now=LATER
    )
    version.idea.refresh_from_db()
    assert (version.idea.edited_at, len(words(version.idea)), events_of(version.idea)) == (None, 1, [])


def test_who_saves_second_is_told_what_the_first_wrote() -> None:
    idea = make()
    change(idea, title="Van een ander")
    with pytest.raises(WordsChangedError) as told:
        change(idea, title="Van mij")
    assert (told.value.version.title, told.value.version.number) == ("Van een ander", 2)
    assert change(idea, seen=2, title="Van mij")
    assert [title for _number, title, _author in words(idea)] == [TEXTS["title"], "Van een ander", "Van mij"]


def test_who_moves_it_second_is_told_too() -> None:
    idea = make()
    seen = place_stamp(idea)
    change(idea, seen_place=seen, step=Step.KNIK)
    with pytest.raises(WordsChangedError) as told:
        change(idea, seen_place=seen, step=Step.PRAATJE)
    assert told.value.version.idea.step == Step.KNIK
    idea.refresh_from_db()
    assert change(idea, seen_place=place_stamp(idea), step=Step.PRAATJE)


def test_earlier_words_are_taken_over_as_a_new_version() -> None:
    idea = make()
    change(idea, title="Anders")
    take_over_words(idea=idea, number=1, seen=2, now=LATER)
    assert [title for _number, title, _author in words(idea)] == [TEXTS["title"], "Anders", TEXTS["title"]]
    assert idea.versions.get(number=3).english == {"title": "Ask what smells good"}
    take_over_words(idea=idea, number=1, seen=3, now=LATER)  # they are the newest already
    assert len(words(idea)) == 3
    with pytest.raises(WordsChangedError):
        take_over_words(idea=idea, number=2, seen=2, now=LATER)
    with pytest.raises(NotOwnIdeaError):
        take_over_words(idea=idea, number=9, seen=3, now=LATER)


def test_putting_away_and_back_is_once_each() -> None:
    idea = make()
    for archived, expected in ((True, LATER), (True, LATER), (False, None)):
        archive_library_idea(idea=idea, archived=archived, now=LATER)
        idea.refresh_from_db()
        assert idea.archived_at == expected
    assert [label for label, _context in events_of(idea)] == ["insert", "update", "update"]


@pytest.mark.parametrize(
    "act",
    [
        lambda idea: change(idea, title="Gekaapt"),
        lambda idea: archive_library_idea(idea=idea, archived=True, now=LATER),
        lambda idea: take_over_words(idea=idea, number=1, seen=1, now=LATER),
    ],
    ids=["change", "archive", "take over"],
)
def test_an_idea_of_one_organisation_is_never_touched(act: Callable[[Idea], object]) -> None:
    version = make_idea()
    Idea.objects.filter(pk=version.idea_id).update(organisation=make_organisation())
    before = Idea.objects.values().get(pk=version.idea_id)
    with pytest.raises(NotOwnIdeaError):
        act(version.idea)
    assert Idea.objects.values().get(pk=version.idea_id) == before
    assert len(words(version.idea)) == 1


def test_what_it_was_in_the_files_is_kept_with_the_first_change_and_only_then() -> None:
    version = make_idea()
    make_domain(key="winkel")
    with database_login(BEHEER, everywhere=True):
        change(version.idea, title="Anders")
        change(version.idea, seen=2, title="Weer anders", step=Step.KNIK)
    events = version.idea.events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(events.values_list("pgh_label", "seconds", "step")) == [
        ("as_in_files", 10, Step.ZIN),
        ("update", 30, Step.ZIN),
        ("update", 30, Step.KNIK),
    ]
    newest = version.idea.versions.get(number=3)
    assert [label for label, _context in events_of(newest)] == ["insert"]
    assert events_of(version) == []
