"""The register says of every field what it is for and how long it stays; a field without is named here."""

import datetime as dt
import math
import re
from collections import Counter
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.db import connection

from accounts.events import NUMBERS
from accounts.queries.retention import endings, kept_of_participants
from accounts.queries.terms import Term, read_term
from accounts.services import owndata, removers
from challenges.services import own_sheets
from insights.models.releases import LOCAL_CAP, NATIONAL_CAP

REGISTER: dict[str, Any] = yaml.safe_load(settings.RETENTION_REGISTER.read_text(encoding="utf-8"))
GROUPS: list[dict[str, Any]] = REGISTER["groups"]
TEXTS = ("title", "what", "purpose", "ground", "retention")
FATES = ("ends", "goes_with", "stays", "overwritten_by", "swept_by", "outside")
PARTICIPANTS = [group for group in GROUPS if group["about"] == "participants"]

# What somebody who joins from the street does not need to read twice to understand.
OFFICE_WORDS = re.compile(
    r"pseudonim|verwerk|betrokkene|conform|middels|indien|database|token|hash", re.IGNORECASE
)


def stored_fields() -> set[str]:
    """Every column that a model of any installed app has, as app.Model.field; of the copies that the history keeps
    only what it adds itself."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.concrete_fields
        if not _copied(model, field.name)
    }


def _copied(model: Any, name: str) -> bool:
    """Whether a field of an event is there because the model it is about has it."""
    tracked = getattr(model, "pgh_tracked_model", None)
    return tracked is not None and name in {field.name for field in tracked._meta.concrete_fields}


def registered_fields() -> list[str]:
    return [
        f"{label}.{field}"
        for group in GROUPS
        for label, fields in group["fields"].items()
        for field in fields
    ]


def test_no_field_is_without_a_place_in_the_register() -> None:
    assert sorted(stored_fields() - set(registered_fields())) == []


def test_no_field_in_the_register_is_gone_from_the_models() -> None:
    assert sorted(set(registered_fields()) - stored_fields()) == []


def test_no_field_stands_in_two_groups() -> None:
    assert [field for field, times in Counter(registered_fields()).items() if times > 1] == []


@pytest.mark.django_db
def test_every_table_without_a_model_is_in_the_register_too() -> None:
    of_models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        others = {(table, column) for table, column in cursor.fetchall() if table not in of_models}
    registered = [
        (table, column)
        for group in GROUPS
        for table, columns in group.get("tables", {}).items()
        for column in columns
    ]
    assert sorted(registered) == sorted(others)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["key"])
def test_every_group_is_told_in_full(group: dict[str, Any]) -> None:
    assert set(group) - {"tables", "log", *FATES} == {"key", "about", "fields", *TEXTS}
    assert group["about"] in {"participants", "staff", "campaigns", "library", "technical"}
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", group["key"])
    for name in TEXTS:
        assert isinstance(group[name], str), name
        assert len(group[name].strip()) > 8, name
        assert group[name].strip() == group[name], name
    assert "AVG art. " in group["ground"]
    assert group["fields"] or group["log"]


def test_what_points_at_somebody_in_the_log_is_in_the_register_too() -> None:
    of_people = {"participant", "into", "message", "contact", "user", "membership", "invitation"}
    of_things = {"organisation", "campaign", "release"}
    counted = {
        "status",
        "milliseconds",
        "seconds",
        "count",
        "given",
        "batch",
        "seen",
        "unsent",
        "again",
        "failed",
        "erased",
        "merged",
        "line",
    }
    assert of_people | of_things | counted == NUMBERS, "a new number: does it point at somebody?"
    registered = [name for group in GROUPS for name in group.get("log", [])]
    assert (sorted(registered), len(registered)) == (sorted(of_people), len(set(registered)))


def test_keys_and_titles_are_unique() -> None:
    assert len({group["key"] for group in GROUPS}) == len({group["title"] for group in GROUPS}) == len(GROUPS)


@pytest.mark.parametrize("group", PARTICIPANTS, ids=lambda group: group["key"])
def test_what_participants_read_is_plain(group: dict[str, Any]) -> None:
    for name in ("title", "what", "purpose", "retention"):
        text = group[name]
        assert not OFFICE_WORDS.search(text), text
        for sentence in re.split(r"(?<=[.!?:])\s+", text):
            assert len(sentence.split()) <= 36, sentence


def test_all_diary_tables_rest_on_explicit_consent() -> None:
    diary = {
        label
        for group in GROUPS
        for label in group["fields"]
        if label.split(".")[0] == "interactions" and group["about"] == "participants"
    }
    assert diary == {
        "interactions.Interaction",
        "interactions.Reflection",
        "interactions.DayAnswer",
        "interactions.DayAnswer_barriers",
        "interactions.Mood",
        "interactions.Favourite",
        "interactions.OwnOpener",
    }
    for group in PARTICIPANTS:
        if diary & set(group["fields"]):
            assert (
                group["ground"]
                == "uitdrukkelijke toestemming (AVG art. 6 lid 1 onder a en art. 9 lid 2 onder a)"
            )


def test_the_words_name_the_terms_that_the_eraser_follows() -> None:
    said = {
        Term(): "de nacht daarna",
        Term(hours=1): "de nacht daarna",
        Term(days=30): "dertig dagen",
        Term(days=45): "vijfenveertig dagen",
        Term(days=90): "negentig dagen",
        Term(days=396): "dertien maanden",
        Term(days=401): "een dag later",  # than the 400 days of the cookie
        Term(years=3): "drie jaar",
    }
    retention = {group["key"]: group["retention"].lower().replace("\n", " ") for group in GROUPS}
    for ending in endings().values():
        assert said[ending.term] in retention[ending.group], ending
    (known_again,) = [group for group in GROUPS if "accounts.ParticipantSession" in group["fields"]]
    assert "400 dagen" in known_again["retention"]
    assert settings.PARTICIPANT_COOKIE_AGE == 400 * 24 * 60 * 60
    (signed_in,) = [group for group in GROUPS if "sessions.Session" in group["fields"]]
    assert "twaalf uur" in signed_in["retention"]
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60


def test_the_words_name_what_the_figures_may_give_away() -> None:
    """From fifty-fifty nobody gets further than this many in a hundred, with all that is spent on a participation."""
    (dutch,) = [group for group in GROUPS if "insights.CountedParticipation" in group["fields"]]
    english = yaml.safe_load(settings.RETENTION_REGISTER_ENGLISH.read_text(encoding="utf-8"))[dutch["key"]]
    spent = (LOCAL_CAP + NATIONAL_CAP) / 100
    reached = math.ceil(100 / (1 + math.exp(-spent)))
    assert f"hooguit {spent} ".replace(".", ",") in dutch["what"]
    assert f"at most {spent} " in english["what"]
    assert f"nooit verder mee dan {reached} op 100" in dutch["what"]
    assert f"never gets further than {reached} in 100" in english["what"]
    assert f"twee keer {spent} ".replace(".", ",") in dutch["what"]
    assert f"twice {spent}," in english["what"]


def test_the_privacy_page_reads_the_participants_groups_in_their_order() -> None:
    assert [(kept.title, kept.retention) for kept in kept_of_participants("nl")] == [
        (group["title"], group["retention"]) for group in PARTICIPANTS
    ]


def test_the_english_page_says_the_same_groups_in_the_same_order() -> None:
    english = yaml.safe_load(settings.RETENTION_REGISTER_ENGLISH.read_text(encoding="utf-8"))
    assert list(english) == [group["key"] for group in PARTICIPANTS]
    dutch, said = kept_of_participants("nl"), kept_of_participants("en")
    assert [kept.title for kept in said] == [group["title"] for group in english.values()]
    assert [one.title for one, other in zip(dutch, said, strict=True) if one == other] == []
    # The same terms: a number or an article that is in one language only would be another promise.
    for one, other in zip(dutch, said, strict=True):
        assert re.findall(r"\d+", one.ground) == re.findall(r"\d+", other.ground), one.title
        assert re.findall(r"\d+", one.retention) == re.findall(r"\d+", other.retention), one.title


# --- every group says how it ends -------------------------------------------------------------------------------


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["key"])
def test_every_group_says_how_it_ends(group: dict[str, Any]) -> None:
    """A term that is carried out, along with another group, always the newest over the one before, or a reason."""
    fates = [fate for fate in FATES if fate in group]
    alone = ["ends"], ["goes_with"], ["stays"], ["overwritten_by"], ["swept_by"], ["outside"]
    assert fates in (*alone, ["ends", "goes_with"])
    assert all(len(group.get(fate, "x" * 40).strip()) >= 40 for fate in ("stays", "outside"))
    started = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {group[fate] for fate in ("overwritten_by", "swept_by") if fate in group} <= started


def test_every_term_is_carried_out_and_every_remover_has_a_term() -> None:
    assert sorted(endings()) == sorted(removers.registered())
    assert sum(len(group.get("ends", [])) for group in GROUPS) == len(endings()) == 13


def test_what_goes_with_another_group_ends_where_that_does() -> None:
    groups = {group["key"]: group for group in GROUPS}
    for group in GROUPS:
        if other := group.get("goes_with"):
            assert "goes_with" not in groups[other], group["key"]


def test_nothing_of_participants_is_kept_for_a_reason_alone() -> None:
    ends = {"ends", "goes_with", "swept_by", "outside"}
    assert [group["key"] for group in PARTICIPANTS if not ends & set(group)] == []


def test_what_goes_with_somebody_hangs_on_their_row_or_is_erased_by_itself() -> None:
    """The database itself would refuse to let the one go and keep the other; or the app said how to erase it."""
    erased_by_itself = {"challenges.Contribution"}
    assert own_sheets.erase in {own.erase for own in owndata.registered().values()}
    groups = {group["key"]: group for group in GROUPS}
    for group in GROUPS:
        if group.get("goes_with") != "meedoen":
            continue
        roots = set(groups["meedoen"]["fields"])
        for label in group["fields"]:
            assert _hangs_on(label, roots) or label in erased_by_itself, label


def _hangs_on(label: str, roots: set[str]) -> bool:
    """Whether some cascade of foreign keys leads from a model to one of `roots`."""
    if label in roots:
        return True
    model: Any = next(one for one in apps.get_models(include_auto_created=True) if one._meta.label == label)
    return any(
        _hangs_on(field.related_model._meta.label, roots)
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.on_delete.__name__ == "CASCADE"
    )


def test_a_term_counts_years_of_the_calendar_and_days_of_24_hours() -> None:
    summer = dt.datetime(
        2026, 3, 30, 4, 20, tzinfo=dt.timezone(dt.timedelta(hours=2))
    )  # after the clock went on
    assert Term(days=1).before(summer) == summer - dt.timedelta(hours=24)
    leap = dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC)
    assert Term(years=3).before(leap) == dt.datetime(2025, 2, 28, 12, tzinfo=dt.UTC)
    assert Term(years=4).before(leap) == dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("written", ["", "P", "30", "P1M", "P-3D", "P30", "PT", "p30d", "P30DX"])
def test_a_term_that_is_not_one_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no term"):
        read_term(written)
