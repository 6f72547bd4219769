"""Versions of an infographic, and the sheet: whatever was typed, a tagged PDF with the figures of the release."""

import json
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from challenges.models import Campaign, Theme
from challenges.queries.tokens.colours import contrast
from challenges.services.campaign_files import read_campaign_file
from insights.models import Infographic, Release
from insights.queries.infographics.content import content_of, sources_of
from insights.services import infographic_sheets
from insights.services.infographic_sheets import infographic_sheet, sheet_data
from insights.services.infographics import (
    Choices,
    InfographicChangedError,
    restore_infographic,
    save_infographic,
)
from tests.factories import AT_NOON, make_campaign, make_domain, make_staff
from tests.insights.infographics import EMPTY, SMALL, draft, make_final, make_quote, saved
from tests.releases import make_national

pytestmark = pytest.mark.django_db

HOSTILE = (
    '#panic("x")',
    '#image("/etc/passwd")',
    "] ) } $ x $ `raw` ``` \\u{41}",
    "<script>alert(1)</script>",
    "= kop *vet* @ref <l> // niets",
    "\u202e☃ 🎉 عربي 漢字 \x07",
)
WORDS = Choices(headline="Gedag zeggen valt mee", introduction="Twee weken lang.", blocks=["people", "did"])


@pytest.fixture
def release() -> Release:
    make_domain(key="buurt")
    return make_final(make_campaign(length=14))


@pytest.fixture
def someone() -> User:
    return make_staff()


def save(release: Release, by: User, *, seen: int = 0, public: bool = False, **changes: Any) -> Infographic:
    choices = Choices(**{**vars(WORDS), **changes})
    return save_infographic(release=release, choices=choices, public=public, seen=seen, by=by, now=AT_NOON)


def test_every_save_is_a_new_version_and_the_same_again_is_not(release: Release, someone: User) -> None:
    first = save(release, someone)
    again = save(release, someone)
    second = save(release, someone, seen=1, headline="Anders")
    assert [first.number, again.number, second.number] == [1, 1, 2]
    assert [one.headline for one in Infographic.objects.all()] == ["Anders", "Gedag zeggen valt mee"]


def test_who_did_not_see_the_newest_version_hears_of_it_and_nothing_is_lost(
    release: Release, someone: User
) -> None:
    save(release, someone)
    save(release, make_staff(), seen=1, headline="Van een collega")
    with pytest.raises(InfographicChangedError) as caught:
        save(release, someone, seen=1, headline="Van mij")
    assert caught.value.newest.headline == "Van een collega"
    assert Infographic.objects.count() == 2


def test_an_earlier_version_comes_back_as_a_new_one_that_is_not_public(
    release: Release, someone: User
) -> None:
    save(release, someone, public=True)
    save(release, someone, seen=1, headline="Anders")
    back = restore_infographic(release=release, number=1, by=someone, now=AT_NOON)
    assert (back.number, back.headline, back.public) == (3, "Gedag zeggen valt mee", False)
    with pytest.raises(Infographic.DoesNotExist):
        restore_infographic(release=release, number=9, by=someone, now=AT_NOON)


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": ""},
        {"headline": "x" * 61},
        {"introduction": "x" * 221},
        {"blocks": []},
        {"blocks": ["people", "cijfers"]},
        {"blocks": ["did", "did"]},
        {"english": {"figure": "7"}},
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], release: Release, someone: User) -> None:
    with pytest.raises(ValidationError):
        save(release, someone, **changes)
    assert Infographic.objects.count() == 0


def test_the_database_keeps_versions_as_they_are(release: Release, someone: User) -> None:
    version = save(release, someone)
    for change in (lambda: version.delete(), lambda: Infographic.objects.update(headline="Anders")):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()
    faults: tuple[dict[str, Any], ...] = (
        {"blocks": ["cijfers"]},
        {"blocks": []},
        {"headline": ""},
        {"number": 1},
        {"quotes": [1, 2, 3, 4]},
    )
    for wrong in faults:
        made = Infographic(**{**_fields(version), "number": 2, **wrong})
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save(force_insert=True)


def _fields(version: Infographic) -> dict[str, Any]:
    names = ("release", "headline", "blocks", "made_by", "made_at")
    return {name: getattr(version, name) for name in names}


def is_tagged(pdf: bytes, title: str) -> bool:
    """Whether it says of itself that it is PDF/UA: one page, with its structure, language, title and alternatives."""
    wanted = (
        b"/StructTreeRoot",
        b"/MarkInfo<</Marked true",
        b"/Lang(nl)",
        b"/Alt(Twee getekende mensen",
        b"/Count 1",
        b"<pdfuaid:part>1<",
    )
    return (all(part in pdf for part in wanted) and title.encode("utf-16-be") in pdf) or title.encode() in pdf


def test_the_sheet_is_a_tagged_pdf_with_title_language_alternatives_and_headings(release: Release) -> None:
    pdf = infographic_sheet(infographic=draft(release), language="nl")
    assert is_tagged(pdf, "Gedag!")
    assert b"/Alt(8 van de 10)" in pdf
    assert set(re.findall(rb"/S/(H\d)", pdf)) >= {b"H1", b"H2"}
    assert b"/Lang(en)" in infographic_sheet(infographic=draft(release), language="en")


def test_the_same_infographic_is_the_same_bytes(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    from challenges.services import typesetting

    monkeypatch.setattr(typesetting, "_remembered", lambda key: None)  # each is really made
    version = saved(release)
    for kind in ("pdf", "png"):
        once, again = (
            infographic_sheet(infographic=version, language="nl", kind=kind, ppi=40) for _ in range(2)
        )
        assert once == again


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_text_on_the_sheet(text: str, release: Release) -> None:
    campaign = release.draw.campaign
    assert campaign is not None
    quote = make_quote(campaign, text)
    rows = [{"entry": 1, "field": field, "text": text} for field in ("did", "differently")]
    version = draft(
        release,
        headline=text[:60],
        introduction=text,
        quotes=[quote.pk],
        logbook=rows,
        english={"headline": text[:60]},
    )
    assert infographic_sheet(infographic=version, language="nl").startswith(b"%PDF-")
    assert infographic_sheet(infographic=version, language="en", kind="png", ppi=30)[1:4] == b"PNG"


@settings(max_examples=8, deadline=None)
@given(headline=st.text(min_size=1, max_size=60), introduction=st.text(max_size=220))
def test_any_words_fit(headline: str, introduction: str) -> None:
    release = make_final(make_campaign(length=3), EMPTY)
    version = draft(release, headline=headline, introduction=introduction)
    assert b"/Count 1" in infographic_sheet(infographic=version, language="nl")


def test_each_sort_of_campaign_has_a_sheet() -> None:
    make_domain(key="buurt")
    for tables in (SMALL, EMPTY):
        release = make_final(make_campaign(length=14), tables)
        assert b"/Count 1" in infographic_sheet(infographic=draft(release), language="nl")
    assert b"/Count 1" in infographic_sheet(infographic=draft(make_national()), language="nl")


def data_of(release: Release, theme: Theme | None = None, address: str = "") -> dict[str, Any]:
    version = draft(release)
    sources = sources_of(version)
    campaign = release.draw.campaign
    if campaign:
        campaign.theme = theme
    return sheet_data(content=content_of(version, sources), sender=campaign, address=address)


def test_figures_come_from_the_release_alone(release: Release) -> None:
    before = json.dumps(data_of(release), sort_keys=True)
    Campaign.objects.update(headline="7 van de 10", intro="99 procent")
    assert json.dumps(data_of(release), sort_keys=True) == before


@pytest.mark.parametrize("look", ["gedag", "vaartwijk", "heuvelrade"])
def test_in_any_look_what_stands_where_bubbles_meet_can_be_read(look: str, release: Release) -> None:
    theme = Theme(key=look, name=look, tokens=read_campaign_file(name="themes.yaml")[look]["tokens"])
    colours = data_of(release, theme)["colours"]
    assert contrast(colours["meet"], colours["on-meet"]) >= 4.5


def test_where_two_inks_meet_they_print_over_each_other() -> None:
    assert infographic_sheets._printed_over("#ffc83d", "#ffbfa9") == "#ff9628"
    assert infographic_sheets._readable_on("#101010", "#06303a") == "#ffffff"


def test_the_address_stands_on_it_only_when_there_is_a_page(release: Release) -> None:
    assert data_of(release)["qr"] == ""
    data = data_of(release, address="http://voorbeeld.example/resultaten/abc/infographic/")
    assert "svg" in data["qr"]
    assert "voorbeeld.example/resultaten/abc" in data["words"]["qr"]
