"""The infographic as staff make it and as everybody reads it."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from accounts.permissions import Role
from challenges.models import Campaign
from insights.models import Infographic, Release
from tests.factories import AT_NOON, make_campaign, make_domain, make_organisation, make_staff
from tests.insights.infographics import EMPTY, content, make_final, make_logbook, make_quote, saved
from tests.releases import make_national, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def campaign() -> Campaign:
    make_domain(key="buurt")
    return make_campaign(length=14)


@pytest.fixture
def release(campaign: Campaign) -> Release:
    return make_final(campaign)


@pytest.fixture
def browser(beheer_face: Client, campaign: Campaign) -> Client:
    beheer_face.force_login(make_staff(organisation=campaign.organisation, role=Role.EDITOR))
    return beheer_face


def path(release: Release, rest: str = "", org: Organisation | None = None) -> str:
    campaign = release.draw.campaign
    start = f"/beheer/{org.slug}/" if org else ""
    if campaign and not org:
        start = f"/beheer/{campaign.organisation.slug}/campagnes/{campaign.slug}/"
    return f"{start}infographic/{release.digest[:12]}/{rest}"


def form(**changes: object) -> dict[str, object]:
    return {
        "seen": 0,
        "headline": "Gedag zeggen valt mee",
        "introduction": "Twee weken lang iets kleins.",
        "order": ["people", "did", "expectation", "barriers"],
        "blocks": ["people", "did", "expectation"],
        **changes,
    }


def public(release: Release, rest: str = "infographic/") -> str:
    return f"/resultaten/{release.digest[:12]}/{rest}"


def test_the_page_proposes_a_sheet_and_shows_it(browser: Client, release: Release) -> None:
    page = browser.get(path(release))
    assert page.status_code == 200
    text = page.content.decode()
    assert 'name="headline"' in text
    picture = re.search(r'src="([^"]+voorbeeld\.png[^"]*)"', text)
    assert picture
    response = browser.get(unescape(picture[1]))
    assert (response.content[1:4], response["Content-Type"]) == (b"PNG", "image/png")


def test_saving_is_a_version_with_a_pdf_and_a_picture(browser: Client, release: Release) -> None:
    response = browser.post(path(release), form(do="bewaar"))
    assert response["Location"] == path(release) + "?gedaan=bewaar"
    version = Infographic.objects.get()
    assert (version.number, version.blocks, version.public) == (1, ["people", "did", "expectation"], False)
    for sort, begins in (("pdf", b"%PDF-"), ("png", b"\x89PNG")):
        file = browser.get(path(release, f"versie-1.{sort}"))
        assert file.content.startswith(begins)
        assert file["Content-Disposition"].startswith("inline; filename=")
    assert b"/Lang(en)" in browser.get(path(release, "versie-1.pdf?taal=en")).content
    for wrong in ("versie-2.pdf", "versie-1.svg", "versie-1.pdf?taal=fr"):
        assert browser.get(path(release, wrong)).status_code == 404


def test_parts_go_up_and_down_and_nothing_is_saved(browser: Client, release: Release) -> None:
    page = browser.post(path(release), form(do="op:expectation"))
    assert page.status_code == 200
    assert [row.value for row in page.context["form"].rows][:4] == [
        "people",
        "expectation",
        "did",
        "barriers",
    ]
    assert page.context["shown"].blocks == ["people", "expectation", "did"]
    assert Infographic.objects.count() == 0


def test_looking_shows_what_was_typed_and_saves_nothing(browser: Client, release: Release) -> None:
    page = browser.post(path(release), form(headline="<b>Hoi</b> & dag", do="bekijk"))
    assert page.status_code == 200
    assert "<b>Hoi" not in page.content.decode()
    picture = re.search(r'src="([^"]+voorbeeld\.png[^"]*)"', page.content.decode())
    assert picture
    assert "headline=%3Cb%3EHoi" in picture[1]
    assert browser.get(unescape(picture[1])).content[1:4] == b"PNG"
    assert Infographic.objects.count() == 0


def test_a_figure_in_the_post_changes_nothing(browser: Client, release: Release) -> None:
    browser.post(
        path(release), form(do="bewaar", many="Ongeveer 9.999 mensen", people="9999", sentence="9.999")
    )
    page = browser.get(path(release, "versie-1.pdf"))
    assert page.status_code == 200
    assert content(Infographic.objects.get()).many == "Ongeveer 140 mensen deden mee"
    assert {field.name for field in Infographic._meta.fields} == {
        "id", "release", "number", "headline", "introduction", "english", "blocks", "quotes", "helped", "logbook",
        "public", "made_by", "made_at",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"headline": ""}, "Zonder kop kan het niet."),
        ({"headline": "x" * 61}, "Dit zijn 61 tekens"),
        ({"blocks": []}, "Kies minstens één onderdeel."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    changes: dict[str, object], said: str, browser: Client, release: Release
) -> None:
    page = browser.post(path(release), form(do="bewaar", **changes))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Twee weken lang iets kleins." in page.content.decode()
    assert Infographic.objects.count() == 0


def test_at_most_three_quotes_and_only_approved_ones_of_this_campaign(
    browser: Client, release: Release
) -> None:
    campaign = release.draw.campaign
    assert campaign
    quotes = [make_quote(campaign, f"Citaat {number}").pk for number in range(4)]
    page = browser.post(path(release), form(do="bewaar", quotes=quotes))
    assert (page.status_code, "Je koos er 4, er passen er 3 op" in page.content.decode()) == (422, True)
    other = make_quote(make_campaign(), "Van elders").pk
    assert browser.post(path(release), form(do="bewaar", quotes=[other])).status_code == 422
    assert browser.post(path(release), form(do="bewaar", quotes=quotes[:3])).status_code == 302
    assert Infographic.objects.get().quotes == quotes[:3]


def test_words_of_the_logbook_are_taken_over_as_they_are(browser: Client, release: Release) -> None:
    campaign = release.draw.campaign
    assert campaign
    entry = make_logbook(campaign, did="Een kraam op de markt.")
    browser.post(path(release), form(do="bewaar", logbook=[f"{entry.pk}:did"]))
    assert Infographic.objects.get().logbook == [
        {"entry": entry.pk, "field": "did", "text": "Een kraam op de markt."}
    ]


def test_a_colleague_who_saved_meanwhile_is_named_and_saving_again_is_a_new_version(
    browser: Client, release: Release
) -> None:
    saved(release, headline="Van een collega")
    page = browser.post(path(release), form(do="bewaar"))
    assert page.status_code == 409
    assert "bewaarde intussen versie 1" in page.content.decode()
    assert page.context["form"]["seen"].value() == "1"
    assert browser.post(path(release), form(do="bewaar", seen=1)).status_code == 302
    assert Infographic.objects.count() == 2


def test_an_earlier_version_is_put_back(browser: Client, release: Release) -> None:
    saved(release, headline="Eerst")
    saved(release, number=2, headline="Later")
    assert browser.post(path(release, "terug/"), {"nummer": 1})["Location"] == path(release) + "?gedaan=terug"
    assert [one.headline for one in Infographic.objects.all()] == ["Eerst", "Later", "Eerst"]
    for wrong in ("9", "x", ""):
        assert browser.post(path(release, "terug/"), {"nummer": wrong}).status_code == 404


def test_a_quote_that_was_taken_back_is_said_to_be_gone(
    browser: Client, release: Release, campaign: Campaign
) -> None:
    quote = make_quote(campaign, "Dit neem ik terug.")
    saved(release, quotes=[quote.pk])
    assert browser.get(path(release)).context["form"].gone == 0
    quote.delete()
    page = browser.get(path(release))
    assert page.context["form"].gone == 1
    assert "Eén tekst van een deelnemer is er niet meer" in page.content.decode()


def test_an_empty_campaign_hears_kindly_that_there_are_no_figures(
    browser: Client, campaign: Campaign
) -> None:
    release = make_final(campaign, EMPTY)
    assert "Er zijn te weinig mensen voor cijfers." in browser.get(path(release)).content.decode()


def test_a_picture_of_what_is_not_valid_is_not_there(browser: Client, release: Release) -> None:
    assert browser.get(path(release, "voorbeeld.png?headline=")).status_code == 404
    assert browser.get(path(release, "voorbeeld.png?versie=x")).status_code == 200  # what is proposed


def test_another_organisation_and_another_release_are_not_there(browser: Client, release: Release) -> None:
    other = make_final(make_campaign())
    national = make_national()
    for wrong in (other, national):
        elsewhere = path(release).replace(release.digest[:12], wrong.digest[:12])
        assert browser.get(elsewhere).status_code == 404
        assert browser.get(elsewhere + "voorbeeld.png").status_code == 404
    assert browser.get(path(other)).status_code == 404
    assert browser.get(path(national, org=release.draw.campaign.organisation)).status_code == 403  # type: ignore[union-attr]


def test_who_only_looks_gets_the_file_and_no_form(beheer_face: Client, release: Release) -> None:
    saved(release)
    beheer_face.force_login(make_staff(organisation=release.draw.campaign.organisation, role=Role.VIEWER))  # type: ignore[union-attr]
    assert beheer_face.get(path(release)).status_code == 403
    assert beheer_face.get(path(release, "versie-1.pdf")).status_code == 200


def test_the_institute_makes_the_national_one(beheer_face: Client) -> None:
    institute = make_organisation(kind=Organisation.Kind.INSTITUTE)
    beheer_face.force_login(make_staff(organisation=institute, role=Role.ANALYST))
    national = make_national()
    assert beheer_face.get(path(national, org=institute)).status_code == 200
    sent = form(order=["did", "verdicts"], blocks=["did", "verdicts"], do="publiceer")
    assert beheer_face.post(path(national, org=institute), sent).status_code == 302
    assert Infographic.objects.get().public is True
    assert beheer_face.get(path(national, "versie-1.pdf", org=institute)).content.startswith(b"%PDF-")
    local = make_final(make_campaign())
    assert beheer_face.get(path(local, org=institute)).status_code == 404


def test_the_editor_takes_as_many_queries_with_one_version_as_with_many(
    browser: Client, release: Release, campaign: Campaign
) -> None:
    for number in (1, 2, 3):
        saved(release, number=number, quotes=[make_quote(campaign, f"Citaat {number}").pk])
        with CaptureQueriesContext(connection) as queries:
            browser.get(path(release))
        assert len(queries) == 10


def test_everybody_reads_it_once_the_release_is_out_and_somebody_put_it_there(
    deelnemer_face: Client, release: Release, staff: User
) -> None:
    assert deelnemer_face.get(public(release)).status_code == 404
    saved(release, public=True, headline="Gedag zeggen valt mee")
    assert deelnemer_face.get(public(release)).status_code == 404  # nobody signed
    sign(release, staff)
    page = deelnemer_face.get(public(release)).content.decode()
    assert "Gedag zeggen valt mee" in page
    assert "Ongeveer 140 mensen deden mee" in page
    assert "8 van de 10" in page
    saved(release, number=2, headline="Nog niet openbaar")
    assert "Nog niet openbaar" not in deelnemer_face.get(public(release)).content.decode()
    for sort, begins in (("pdf", b"%PDF-"), ("png", b"\x89PNG")):
        address = public(release, f"infographic.{sort}")
        file = deelnemer_face.get(address)
        assert file.content.startswith(begins)
        assert deelnemer_face.get(address, headers={"if-none-match": file["ETag"]}).status_code == 304
    assert deelnemer_face.get(public(release, "infographic.svg")).status_code == 404
    assert deelnemer_face.get(public(release, "infographic.pdf?taal=xx")).status_code == 404


def test_the_page_says_everything_that_the_sheet_says(
    deelnemer_face: Client, release: Release, campaign: Campaign, staff: User
) -> None:
    quote, helped = (
        make_quote(campaign, "Het <b>viel</b> mee."),
        make_quote(campaign, "Een briefje.", "helped"),
    )
    rows = [{"entry": 1, "field": "differently", "text": "Eerder beginnen."}]
    blocks = ["people", "did", "expectation", "verdicts", "barriers", "domains", "needed", "quotes"]
    saved(release, public=True, blocks=blocks, quotes=[quote.pk], helped=[helped.pk], logbook=rows)
    sign(release, staff)
    sign(make_national(), make_staff(), make_staff())
    response = deelnemer_face.get(public(release))
    page = unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    page = " ".join(page.split())
    content = response.context["content"]
    assert [part.key for part in content.parts] == blocks[1:]
    for part in content.parts:
        said = [part.title, part.sentence, part.note, part.tag]
        said += [text for side in part.sides for text in (side.label, side.text, side.small)]
        said += [text for card in part.cards for line in card.items for text in (line.title, line.small)]
        said += [text for item in part.items for text in (item.label, item.text, item.small)]
        said += [text for one in part.said for text in (one.text, one.source)]
        said += [name for _icon, name in part.places]
        assert [text for text in said if text and text not in page] == []
    assert "<b>viel" not in response.content.decode()
    for line in (*content.method, *content.version):
        assert line in page


def test_a_quote_that_was_taken_back_is_on_the_page_no_longer(
    deelnemer_face: Client, release: Release, campaign: Campaign, staff: User
) -> None:
    quote = make_quote(campaign, "Dit neem ik terug.")
    saved(release, public=True, blocks=["did", "quotes"], quotes=[quote.pk])
    sign(release, staff)
    assert "Dit neem ik terug." in deelnemer_face.get(public(release)).content.decode()
    before = deelnemer_face.get(public(release, "infographic.pdf")).content
    quote.delete()
    assert "Dit neem ik terug." not in deelnemer_face.get(public(release)).content.decode()
    assert deelnemer_face.get(public(release, "infographic.pdf")).content != before


def test_the_public_page_takes_so_many_queries(deelnemer_face: Client, release: Release, staff: User) -> None:
    saved(release, public=True)
    sign(release, staff)
    with CaptureQueriesContext(connection) as queries:
        deelnemer_face.get(public(release))
    assert len(queries) == 8
