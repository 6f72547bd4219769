"""What editors change in the library is told in the history of where they work, and nowhere else."""

import uuid

import pytest
from django.test import Client

from accounts.models import Organisation, User
from accounts.permissions import Role
from challenges.queries.staff_history_told import Change, Piece, Told
from interactions.models import Barrier
from interactions.queries.stamps import row_stamp
from interactions.services.library_ideas import change_library_idea
from interactions.services.library_rows import change_domain, make_barrier, move_barrier
from tests.factories import AT_NOON, make_domain, make_idea, make_organisation, make_staff
from tests.history import by, everything_happened, nobody

pytestmark = pytest.mark.django_db
WORDS = {"label": "Het regende", "answer": "Dan blijf je droog.", "offers": "rest_day", "english": {}}


@pytest.fixture
def institute() -> Organisation:
    return make_organisation(slug="movisie", kind=Organisation.Kind.INSTITUTE)


@pytest.fixture
def editor(institute: Organisation) -> User:
    editor = make_staff(organisation=institute, role=Role.EDITORIAL)
    everything_happened(AT_NOON)
    return editor


def moments(client: Client, organisation: Organisation) -> list[Told]:
    client.force_login(make_staff(organisation=organisation, role=Role.MANAGER))
    told: list[Told] = client.get(f"/beheer/{organisation.slug}/geschiedenis/").context["moments"]
    return told


def lines(change: Change) -> list[tuple[str, str, str]]:
    return [(line.name, _whole(line.before), _whole(line.after)) for line in change.lines]


def _whole(pieces: list[Piece]) -> str:
    return " ".join(piece.text for piece in pieces)


def test_an_idea_of_the_library_is_told_with_what_it_was_in_the_files(
    beheer_face: Client, institute: Organisation, editor: User
) -> None:
    version = make_idea()
    place = {name: getattr(version.idea, name) for name in ("domain", "form", "act", "step", "counterpart")}
    texts = {"title": "Nieuw", "do": "Doe dit.", "say": "Hoi!", "why": "Het is fijn.", "safety": ""}
    with by(editor, institute):
        change_library_idea(
            idea=version.idea,
            seen=1,
            seen_place="",
            place={**place, "seconds": 60},
            texts=texts,
            english={},
            now=AT_NOON,
        )
    (moment,) = [one for one in moments(beheer_face, institute) if one.who == editor.name]
    idea, words = moment.changes
    assert (idea.what, idea.happened, lines(idea)) == (
        "Idee ‘Nieuw’ uit de bibliotheek",
        "gewijzigd",
        [("aantal seconden", "10", "60")],
    )
    assert words.what == "Tekst van idee ‘Nieuw’ uit de bibliotheek"
    assert ("wat je doet", "", "Doe dit.") in lines(words)


def test_a_place_and_a_barrier_are_told(beheer_face: Client, institute: Organisation, editor: User) -> None:
    domain = make_domain(key="ov")
    Barrier.objects.create(key="druk", position=1, label="Te druk", answer="Dat kan.", offers="none")
    everything_happened(AT_NOON)
    wished = {"name": "ov", "short_name": "ov", "place": "onderweg", "description": "De bus.", "english": {}}
    with by(editor, institute):
        change_domain(key="ov", seen=row_stamp(domain), wished=wished, now=AT_NOON)
        made = make_barrier(client_id=uuid.uuid4(), wished=WORDS, now=AT_NOON)
        move_barrier(key=made.key, up=True, now=AT_NOON)
    (moment,) = [one for one in moments(beheer_face, institute) if one.who == editor.name]
    assert [(change.what, change.happened) for change in moment.changes] == [
        ("Plek ‘ov’ in de bibliotheek", "gewijzigd"),
        ("Drempel ‘Het regende’ in de bibliotheek", "gemaakt"),
        ("Drempel ‘Het regende’ in de bibliotheek", "gewijzigd"),
        ("Drempel ‘Te druk’ in de bibliotheek", "gewijzigd"),
    ]
    assert lines(moment.changes[0]) == [
        ("zo staat het in een zin", "in de ov", "onderweg"),
        ("uitleg", "", "De bus."),
    ]
    assert ("wat iemand daarna krijgt", "", "eerst een rustdag") in lines(moment.changes[1])


def test_another_organisation_reads_nothing_of_it(
    beheer_face: Client, institute: Organisation, editor: User
) -> None:
    with by(editor, institute):
        make_barrier(client_id=uuid.uuid4(), wished=WORDS, now=AT_NOON)
    nobody()
    told = moments(beheer_face, make_organisation())
    assert not [change for one in told for change in one.changes if "bibliotheek" in change.what]
