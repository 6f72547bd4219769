"""Loading the library: again changes nothing, what the editors wrote is theirs, nothing in use is lost."""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from interactions.models import (
    Barrier,
    Fact,
    Idea,
    IdeaVersion,
    Interaction,
    LifeDomain,
    Opener,
    Principle,
    WarmLine,
)
from interactions.services.library import LIBRARY, LibraryFileError, LoadReport, load_library
from tests.factories import AT_NOON, TODAY, make_participant
from tests.interactions.small_library import (
    ASK,
    BARRIER,
    DOMAINS,
    FACT,
    GREET,
    PRINCIPLE,
    Load,
    everything,
    loader,
)

pytestmark = pytest.mark.django_db
LATER = AT_NOON + dt.timedelta(days=1)


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return loader(tmp_path)


def versions(key: str) -> list[tuple[int, str, str]]:
    return list(IdeaVersion.objects.filter(idea__key=key).values_list("number", "title", "author"))


def test_a_first_load_stores_all(load: Load) -> None:
    report = load()
    assert report == LoadReport(new_ideas=2, new_versions=2)
    assert report.changed
    idea = Idea.objects.get(key="ov-vraag")
    assert (idea.domain_id, idea.form, idea.act, idea.step, idea.seconds) == (
        "ov",
        "groetsmoesje",
        "ask",
        "zin",
        10,
    )
    version = idea.versions.get()
    assert (version.say, version.safety, version.created_at) == (
        "Is de bus al geweest?",
        "Een nee is ook goed.",
        AT_NOON,
    )
    assert list(WarmLine.objects.values_list("line", "more")) == [("Mooi.", ""), ("Fijn.", "Echt.")]
    assert Barrier.objects.get().position == 1


def test_loading_again_changes_not_a_single_row(load: Load) -> None:
    load()
    before = everything()
    report = load(LATER)
    assert (report, report.changed) == (LoadReport(), False)
    assert everything() == before


def test_an_edited_text_makes_a_new_version(load: Load) -> None:
    load()
    report = load(LATER, ideas__buurt=[{**GREET, "title": "Knik naar iemand"}])
    assert report == LoadReport(new_versions=1)
    assert versions("buurt-groet") == [(1, "Knik eens", "loader"), (2, "Knik naar iemand", "loader")]
    assert versions("ov-vraag") == [(1, "Is hij al geweest?", "loader")]


def test_a_text_that_is_taken_away_makes_a_new_version_too(load: Load) -> None:
    load()
    without = {name: value for name, value in ASK.items() if name != "safety"}
    assert load(LATER, ideas__ov=[without]) == LoadReport(new_versions=1)
    assert IdeaVersion.objects.get(idea__key="ov-vraag", number=2).safety == ""


def test_a_change_of_place_makes_no_new_version(load: Load) -> None:
    load()
    assert load(LATER, ideas__buurt=[{**GREET, "seconds": 30}]) == LoadReport()
    assert Idea.objects.get(key="buurt-groet").seconds == 30
    assert versions("buurt-groet") == [(1, "Knik eens", "loader")]


def test_what_the_editors_wrote_is_kept(load: Load) -> None:
    load()
    idea = Idea.objects.get(key="buurt-groet")
    IdeaVersion.objects.create(
        idea=idea,
        number=2,
        title="Van de redactie",
        do="x",
        why="y",
        author=IdeaVersion.Author.EDITOR,
        created_at=LATER,
    )
    report = load(LATER, ideas__buurt=[{**GREET, "title": "Van het bestand"}])
    assert (report.kept, report.new_versions, report.changed) == (["idee buurt-groet"], 0, False)
    assert versions("buurt-groet") == [(1, "Knik eens", "loader"), (2, "Van de redactie", "editor")]


def test_an_idea_that_left_the_files_is_archived_once_and_comes_back(load: Load) -> None:
    load()
    assert load(LATER, ideas__buurt=[]).archived == 1
    assert Idea.objects.get(key="buurt-groet").archived_at == LATER
    assert load(LATER + dt.timedelta(days=1), ideas__buurt=[]).archived == 0
    assert Idea.objects.get(key="buurt-groet").archived_at == LATER
    load(LATER + dt.timedelta(days=2))
    assert Idea.objects.get(key="buurt-groet").archived_at is None
    assert versions("buurt-groet") == [(1, "Knik eens", "loader")]


def test_an_idea_of_the_editors_is_not_archived(load: Load) -> None:
    load()
    own = Idea.objects.create(
        key="buurt-eigen",
        domain_id="buurt",
        form="tip",
        act="greet",
        step="knik",
        counterpart="stranger",
        seconds=10,
    )
    IdeaVersion.objects.create(
        idea=own,
        number=1,
        title="Eigen",
        do="x",
        why="y",
        author=IdeaVersion.Author.EDITOR,
        created_at=AT_NOON,
    )
    assert load(LATER).archived == 0
    own.refresh_from_db()
    assert own.archived_at is None


def test_an_idea_in_use_stays_with_the_words_that_were_on_the_screen(load: Load) -> None:
    load()
    version = IdeaVersion.objects.get(idea__key="buurt-groet")
    moment = Interaction.objects.create(
        participant=make_participant(),
        idea_version=version,
        domain_id="buurt",
        local_date=TODAY,
        created_at=AT_NOON,
        updated_at=AT_NOON,
    )
    load(LATER, ideas__buurt=[{**GREET, "title": "Anders"}])
    load(LATER, ideas__buurt=[])
    moment.refresh_from_db()
    assert moment.idea_version == version
    assert version.title == "Knik eens"


def test_what_is_no_longer_in_a_list_goes(load: Load) -> None:
    load(
        facts=[FACT, {**FACT, "key": "oud"}],
        barriers=[BARRIER, {**BARRIER, "key": "oude-drempel"}],
        principles=[PRINCIPLE, {**PRINCIPLE, "key": "oud"}],
        warm_lines={"done_positive": [{"line": "Eén."}, {"line": "Twee."}], "other": [{"line": "Drie."}]},
    )
    load(LATER, warm_lines={"done_positive": [{"line": "Nieuw."}]})
    assert [fact.key for fact in Fact.objects.all()] == ["feit"]
    assert [barrier.key for barrier in Barrier.objects.all()] == ["te-druk", "oude-drempel"], (
        "answers point at it"
    )
    assert [principle.key for principle in Principle.objects.all()] == ["jezelf"]
    assert list(WarmLine.objects.values_list("situation", "position", "line")) == [
        ("done_positive", 1, "Nieuw.")
    ]


def test_openers_are_the_ones_in_the_file_under_their_place_in_it(load: Load) -> None:
    load(openers={"ov": {"asker": ["Is deze plek vrij?", "Stopt hij hier?"], "giver": ["Ga zitten."]}})
    load(
        LATER, openers={"ov": {"asker": ["Is die plek nog vrij?"]}, "buurt": {"joker": ["Daar is hij weer."]}}
    )
    assert list(Opener.objects.values_list("key", "character", "position", "text")) == [
        ("buurt-joker-1", "joker", 1, "Daar is hij weer."),
        ("ov-asker-1", "asker", 1, "Is die plek nog vrij?"),
    ]


def test_an_edited_list_is_edited_in_place(load: Load) -> None:
    load()
    load(
        LATER,
        facts=[{**FACT, "text": "Het valt reuze mee."}],
        domains=[{**DOMAINS[0], "place": "op straat"}, DOMAINS[1]],
    )
    assert Fact.objects.get().text == "Het valt reuze mee."
    assert LifeDomain.objects.get(key="buurt").place == "op straat"


def test_a_broken_file_leaves_everything_as_it_was(load: Load) -> None:
    load()
    before = everything()
    with pytest.raises(KeyError):
        load(LATER, facts=[{**FACT, "text": "Nieuw"}], ideas__buurt=[{"key": "buurt-half"}])
    assert everything() == before


def test_the_real_library_loads_and_loads_again() -> None:
    files = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (LIBRARY / "ideas").glob("*.yaml")
    }
    total = sum(len(ideas) for ideas in files.values())
    assert load_library(now=AT_NOON) == LoadReport(new_ideas=total, new_versions=total)
    before = everything()
    assert load_library(now=LATER) == LoadReport()
    assert everything() == before


def test_every_text_of_the_real_library_is_valid_for_its_field() -> None:
    load_library(now=AT_NOON)
    for model in (LifeDomain, Idea, IdeaVersion, Barrier, Principle, Fact, WarmLine, Opener):
        for row in model._default_manager.all():
            row.full_clean(validate_unique=False, validate_constraints=False, exclude=["archived_at"])


def test_the_command_says_what_changed_and_then_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_library")
    total = Idea.objects.count()
    assert capsys.readouterr().out == (
        f"Bibliotheek bijgewerkt. Nieuwe ideeën: {total}, nieuwe teksten: {total}, gearchiveerd: 0.\n"
    )
    call_command("load_library")
    assert capsys.readouterr().out == "De bibliotheek is bij.\n"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("act: vraag", "act: Waarde"),
        ("title: Bewonder: een heg", "regel "),
        ("step: sprong", "step: Waarde"),
    ],
)
def test_a_slip_in_a_file_is_told_with_its_place(fault: str, told: str, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    file = folder / "ideas" / "buurt.yaml"
    name = fault.split(":")[0]
    file.write_text(
        re.sub(rf"^  {name}: .*$", f"  {fault}", file.read_text("utf-8"), count=1, flags=re.M), "utf-8"
    )
    with pytest.raises(LibraryFileError) as caught:
        load_library(folder=folder, now=AT_NOON)
    assert (str(caught.value).startswith("buurt.yaml"), told in str(caught.value)) == (True, True)
    assert Idea.objects.count() == 0
