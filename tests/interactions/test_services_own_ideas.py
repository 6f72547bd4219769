"""Ideas of an organisation's own: made, reworded and put away, and never an idea of the library."""

import uuid
from typing import Any

import pytest

from accounts.models import Organisation
from interactions.models import Idea, IdeaVersion
from interactions.models.library import Act, Counterpart, Form, Step
from interactions.queries.library import browse, current_versions, library_version
from interactions.services.own_ideas import (
    NotOwnIdeaError,
    WordsChangedError,
    archive_own_idea,
    change_own_idea,
    make_own_idea,
)
from tests.factories import AT_NOON, make_domain, make_idea, make_organisation

pytestmark = pytest.mark.django_db
TEXTS = {
    "title": "Vraag wat er op de markt is",
    "do": "Vraag het bij een kraam.",
    "say": "Wat is er vandaag lekker?",
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


def make(organisation: Organisation, client_id: uuid.UUID | None = None) -> Idea:
    return make_own_idea(
        organisation=organisation,
        client_id=client_id or uuid.uuid4(),
        place=place(),
        texts=TEXTS,
        english={"title": "Ask at the market"},
        now=AT_NOON,
    )


def change(idea: Idea, organisation: Organisation, *, seen: int = 1, title: str = "Nieuwe titel") -> None:
    change_own_idea(
        idea=idea,
        organisation=organisation,
        seen=seen,
        place=place(seconds=60),
        texts={**TEXTS, "title": title},
        english={},
        now=AT_NOON,
    )


def test_an_own_idea_has_words_of_staff_and_a_key_of_its_own() -> None:
    organisation = make_organisation()
    first, second = make(organisation), make(organisation)
    assert first.key.startswith("vraag-wat-er-op-de-markt-is-")
    assert first.key != second.key
    version = first.versions.get()
    assert (version.number, version.author, version.title) == (1, IdeaVersion.Author.STAFF, TEXTS["title"])
    assert version.english == {"title": "Ask at the market"}
    assert (first.organisation, first.domain_id, first.seconds) == (organisation, "winkel", 30)


def test_the_same_form_sent_twice_is_one_idea() -> None:
    organisation, client_id = make_organisation(), uuid.uuid4()
    assert make(organisation, client_id) == make(organisation, client_id)
    assert IdeaVersion.objects.count() == 1


def test_a_title_without_letters_still_gets_a_key() -> None:
    idea = make_own_idea(
        organisation=make_organisation(),
        client_id=uuid.UUID(int=0),
        place=place(),
        texts={**TEXTS, "title": "!?"},
        english={},
        now=AT_NOON,
    )
    assert idea.key == "idee-000000000000"


def test_new_words_are_a_new_version_and_the_old_ones_stay() -> None:
    organisation = make_organisation()
    idea = make(organisation)
    change(idea, organisation)
    assert list(idea.versions.values_list("number", "title", "author")) == [
        (1, TEXTS["title"], "staff"),
        (2, "Nieuwe titel", "staff"),
    ]
    idea.refresh_from_db()
    assert idea.seconds == 60


def test_the_same_words_again_are_no_new_version() -> None:
    organisation = make_organisation()
    idea = make(organisation)
    change(idea, organisation)
    change(idea, organisation, seen=2)
    assert idea.versions.count() == 2


def test_newer_words_of_somebody_else_are_not_overwritten() -> None:
    organisation = make_organisation()
    idea = make(organisation)
    change(idea, organisation, title="Van een ander")
    with pytest.raises(WordsChangedError) as raised:
        change(idea, organisation, title="Van mij")
    assert raised.value.version.title == "Van een ander"
    assert idea.versions.count() == 2


def test_the_library_and_other_organisations_are_never_touched() -> None:
    organisation = make_organisation()
    library, foreign = make_idea().idea, make(make_organisation())
    for idea in (library, foreign):
        with pytest.raises(NotOwnIdeaError):
            change(idea, organisation)
        with pytest.raises(NotOwnIdeaError):
            archive_own_idea(idea=idea, organisation=organisation, archived=True, now=AT_NOON)
    assert Idea.objects.filter(archived_at__isnull=False).count() == 0
    assert IdeaVersion.objects.count() == 2


def test_putting_away_and_back() -> None:
    organisation = make_organisation()
    idea = make(organisation)
    for archived in (True, True, False):
        archive_own_idea(idea=idea, organisation=organisation, archived=archived, now=AT_NOON)
        idea.refresh_from_db()
        assert (idea.archived_at is not None) is archived
        found = current_versions(of=organisation).filter(idea=idea).exists()
        assert found is not archived


def test_only_the_own_organisation_can_choose_it_and_the_public_never_sees_it() -> None:
    organisation, library = make_organisation(), make_idea()
    idea = make(organisation)
    assert {one.idea for one in current_versions(of=organisation)} == {idea, library.idea}
    assert [one.idea for one in current_versions(of=make_organisation())] == [library.idea]
    assert [one.idea for one in browse()] == [library.idea]
    assert (library_version(idea.key), library_version(library.idea.key)) == (None, library)
