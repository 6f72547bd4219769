"""Loading the library again leaves what the editors changed as they have it, and says so."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from interactions.models import Barrier, Idea, IdeaVersion, LifeDomain
from interactions.services.library import LoadReport
from tests.factories import AT_NOON
from tests.interactions.small_library import BARRIER, DOMAINS, GREET, Load, everything, loader

pytestmark = pytest.mark.django_db
LATER = AT_NOON + dt.timedelta(days=1)


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return loader(tmp_path)


def edited(model: Any, key: str, **fields: Any) -> None:
    model.objects.filter(key=key).update(edited_at=LATER, **fields)


def test_an_idea_of_the_editors_keeps_its_place_and_stays_put_away(load: Load) -> None:
    load()
    edited(Idea, "buurt-groet", seconds=60, step="zin", domain_id="ov", archived_at=LATER)
    before = everything()
    report = load(LATER, ideas__buurt=[{**GREET, "title": "Van het bestand", "seconds": 30}])
    assert (report.kept, report.changed) == (["idee buurt-groet"], False)
    assert everything() == before


def test_an_idea_of_the_editors_that_left_the_files_is_not_put_away(load: Load) -> None:
    load()
    edited(Idea, "buurt-groet")
    IdeaVersion.objects.filter(idea__key="ov-vraag").update(author=IdeaVersion.Author.EDITOR)
    report = load(LATER, ideas__buurt=[], ideas__ov=[])
    assert (report.kept, report.archived) == (
        ["idee buurt-groet"],
        0,
    )  # the other one is not of the files at all
    assert not Idea.objects.filter(archived_at__isnull=False).exists()


def test_an_idea_with_newer_words_of_the_editors_that_left_the_files_is_not_put_away(load: Load) -> None:
    load()
    idea = Idea.objects.get(key="buurt-groet")
    IdeaVersion.objects.create(
        idea=idea,
        number=2,
        title="Eigen",
        do="x",
        why="y",
        author=IdeaVersion.Author.EDITOR,
        created_at=LATER,
    )
    report = load(LATER, ideas__buurt=[])
    assert (report.kept, report.archived) == (["idee buurt-groet"], 0)


def test_a_place_and_a_barrier_of_the_editors_stay_as_they_wrote_them(load: Load) -> None:
    load()
    edited(LifeDomain, "ov", place="in bus en tram")
    edited(Barrier, "te-druk", answer="Dat mag ook.", position=4)
    before = everything()
    report = load(
        LATER,
        domains=[DOMAINS[0], {**DOMAINS[1], "place": "in de trein"}],
        barriers=[{**BARRIER, "answer": "Van het bestand."}],
    )
    assert report.kept == ["plek ov", "drempel te-druk"]
    assert everything() == before


def test_a_barrier_of_the_editors_alone_is_not_put_away_and_one_they_put_away_stays_so(load: Load) -> None:
    load()
    Barrier.objects.create(
        key="nieuw", label="Nieuw", answer="Dat kan.", offers="none", position=2, edited_at=LATER
    )
    edited(Barrier, "te-druk", archived_at=LATER)
    report = load(LATER)
    assert report.kept == ["drempel te-druk"]
    assert dict(Barrier.objects.values_list("key", "archived_at")) == {"te-druk": LATER, "nieuw": None}


def test_what_the_editors_have_just_as_the_files_is_not_told(load: Load) -> None:
    load()
    edited(LifeDomain, "ov")
    edited(Barrier, "te-druk")
    edited(Idea, "buurt-groet")
    assert load(LATER) == LoadReport()


def test_the_command_names_what_it_left_to_the_editors(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_library")
    edited(Barrier, "te-druk", answer="Dat mag ook.")
    capsys.readouterr()
    call_command("load_library")
    assert capsys.readouterr().out == (
        "De bibliotheek is bij.\nVan de redactie, en zo gelaten: drempel te-druk.\n"
    )
