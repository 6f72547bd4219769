"""The library's desk: its editors find, write, compare and put away ideas; nobody else has such a page."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Membership, Organisation, User
from accounts.permissions import Role
from interactions.models import Idea, IdeaVersion
from interactions.models.library import Step
from interactions.queries.stamps import place_stamp
from tests.factories import AT_NOON, make_campaign, make_domain, make_idea, make_organisation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def institute() -> Organisation:
    make_domain(key="winkel", position=2)
    return make_organisation(slug="movisie", kind=Organisation.Kind.INSTITUTE)


@pytest.fixture
def editor(institute: Organisation) -> User:
    return make_staff(organisation=institute, role=Role.EDITORIAL)


@pytest.fixture
def browser(beheer_face: Client, editor: User) -> Client:
    beheer_face.force_login(editor)
    return beheer_face


def path(rest: str = "") -> str:
    return f"/beheer/movisie/bibliotheek/{rest}"


def written(**other: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "vorm": "groetsmoesje",
        "domain": "winkel",
        "step": "zin",
        "act": "ask",
        "counterpart": "service",
        "seconds": "30",
        "title": "Vraag wat er lekker is",
        "do": "Vraag het bij een kraam op de markt.",
        "say": "Wat is er vandaag lekker?",
        "why": "Een kraam is er om te praten.",
        **other,
    }


def seen(version: IdeaVersion) -> dict[str, str]:
    return {"gezien": str(version.number), "gezien_plek": place_stamp(version.idea)}


def page_of(version: IdeaVersion, rest: str = "") -> str:
    return path(f"ideeen/{version.idea.key}/{rest}")


def titles(browser: Client, **asked: str) -> list[str]:
    return [one.version.title for one in browser.get(path(), asked).context["ideas"]]


def test_the_overview_says_who_changed_what_and_where_it_is_used(browser: Client, editor: User) -> None:
    version, other = make_idea(), make_idea()
    make_campaign(length=2, days=[{Step.ZIN: version}] * 2)
    browser.post(page_of(version), written(**seen(version), title="Van de redactie"))
    html = browser.get(path()).content.decode()
    assert f"{editor.name}, 14 oktober 2026" in html
    assert "Staat op 2 dagen in 1 campagne" in html
    assert html.count("Zoals Gedag het meegaf") == 1
    assert titles(browser) == [other.title, "Van de redactie"]
    assert "die wijzig je hier niet" in html


def test_it_is_narrowed_by_place_form_act_step_word_and_what_was_put_away(browser: Client) -> None:
    here = make_idea(domain="winkel", step=Step.KNIK, say="Hoi!")
    there, away = make_idea(), make_idea()
    Idea.objects.filter(pk=there.idea_id).update(form="tip", act="share")
    Idea.objects.filter(pk=away.idea_id).update(archived_at=AT_NOON)
    assert titles(browser) == [there.title, here.title]
    for asked in (
        {"plek": "winkel"},
        {"vorm": "groetsmoesje"},
        {"wat": "ask"},
        {"stap": "knik"},
        {"zoek": "hoi"},
    ):
        assert titles(browser, **asked) == [here.title], asked
    assert titles(browser, stand="archief") == [away.title]
    assert titles(browser, plek="maan", stand="x") == [there.title, here.title]
    part = browser.get(path(), {"plek": "winkel"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert here.title in part


def test_ideas_of_one_organisation_are_not_the_librarys(browser: Client, institute: Organisation) -> None:
    own = make_idea()
    Idea.objects.filter(pk=own.idea_id).update(organisation=institute)
    assert titles(browser) == []
    for rest in ("", "versies/", "opbergen/"):
        assert browser.get(page_of(own, rest)).status_code == 404
    assert browser.post(page_of(own), written(**seen(own))).status_code == 404
    assert browser.post(page_of(own, "versies/1/terug/"), {"gezien": "1"}).status_code == 404
    assert own.idea.versions.count() == 1


def test_a_municipality_has_no_such_page_whatever_the_role(beheer_face: Client) -> None:
    municipality, version = make_organisation(slug="stad"), make_idea()
    user = make_staff(organisation=municipality, role=Role.MANAGER)
    beheer_face.force_login(user)
    pages = ["", "nieuw/", f"ideeen/{version.idea.key}/", "plekken/", "drempels/"]
    for expected, role in ((403, Role.MANAGER), (403, Role.EDITOR), (404, Role.EDITORIAL)):
        Membership.objects.filter(user=user).update(role=role)
        for page in pages:
            assert beheer_face.get(f"/beheer/stad/bibliotheek/{page}").status_code == expected, (role, page)
        if expected == 403:
            assert "/beheer/stad/bibliotheek/" not in beheer_face.get("/beheer/stad/").content.decode()


def test_who_does_not_edit_the_library_at_the_institute_gets_nothing(
    beheer_face: Client, institute: Organisation
) -> None:
    beheer_face.force_login(make_staff(organisation=institute, role=Role.ANALYST))
    assert beheer_face.get(path()).status_code == 403
    assert "/bibliotheek/" not in beheer_face.get("/beheer/movisie/").content.decode()


def test_a_new_idea_is_for_everybody(browser: Client, editor: User) -> None:
    response = browser.post(path("nieuw/"), written(english_title="Ask what is good", credit="Uit Enschede"))
    version = IdeaVersion.objects.get()
    assert response["Location"] == f"{page_of(version)}?bewaard=nieuw"
    assert (version.idea.organisation, version.author, version.idea.credit) == (
        None,
        "editor",
        "Uit Enschede",
    )
    assert version.english == {"title": "Ask what is good"}
    html = browser.get(response["Location"]).content.decode()
    assert "Het idee staat in de bibliotheek." in html
    assert f"{editor.name}, 14 oktober 2026" in html


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"do": "   "}, "do"),
        ({"title": "x" * 81}, "title"),
        ({"why": "x" * 301}, "why"),
        ({"english_do": "x" * 301}, "english_do"),
        ({"credit": "x" * 81}, "credit"),
        ({"domain": "maan"}, "domain"),
        ({"seconds": "7"}, "seconds"),
        ({"client_id": "x"}, "client_id"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    wrong: dict[str, str], field: str, browser: Client
) -> None:
    version = make_idea()
    for address in (path("nieuw/"), page_of(version)):
        response = browser.post(address, written(**seen(version), **wrong))
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
        assert "Een kraam is er om te praten." in response.content.decode() or field == "why"
    assert IdeaVersion.objects.count() == 1


def test_new_words_are_a_new_version_and_nothing_changed_is_none(browser: Client) -> None:
    version = make_idea()
    first = browser.post(page_of(version), written(**seen(version)))
    assert first["Location"] == f"{page_of(version)}?bewaard=ja"
    newest = IdeaVersion.objects.select_related("idea").get(number=2)
    again = browser.post(page_of(version), written(**seen(newest)))
    assert again["Location"] == f"{page_of(version)}?bewaard=niets"
    assert list(version.idea.versions.values_list("number", "title", "author")) == [
        (1, version.title, "loader"),
        (2, "Vraag wat er lekker is", "editor"),
    ]
    assert "houdt de woorden van toen" in browser.get(first["Location"]).content.decode()


def test_the_step_of_an_idea_in_use_stays(browser: Client) -> None:
    version = make_idea()
    make_campaign(length=1, days=[{Step.ZIN: version}])
    response = browser.post(page_of(version), written(**seen(version), step="knik"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["step"])


def test_who_saves_second_sees_the_others_words_and_loses_nothing(browser: Client) -> None:
    version = make_idea()
    before = seen(version)
    browser.post(page_of(version), written(**before, title="Van een ander", seconds="60"))
    response = browser.post(page_of(version), written(**before, title="Van mij"))
    html = response.content.decode()
    assert (response.status_code, version.idea.versions.count()) == (409, 2)
    assert response.context["clashes"] == [
        ("Hoelang duurt het ongeveer?", "een minuut", "een halve minuut"),
        ("Titel", "Van een ander", "Van mij"),
    ]
    assert 'value="Van mij"' in html
    hidden = {name: response.context["form"][name].value() for name in ("gezien", "gezien_plek")}
    assert browser.post(page_of(version), written(**hidden, title="Van mij")).status_code == 302
    assert list(version.idea.versions.values_list("title", flat=True))[1:] == ["Van een ander", "Van mij"]


def test_who_moves_it_second_is_told_too(browser: Client) -> None:
    version = make_idea()
    texts = {name: getattr(version, name) for name in IdeaVersion.TEXTS}
    before = seen(version)
    assert browser.post(page_of(version), written(**before, **texts)).status_code == 302
    response = browser.post(page_of(version), written(**before, **texts, act="share"))
    assert response.status_code == 409
    assert response.context["clashes"] == [("Wat doe je?", "vragen", "delen")]


def test_versions_say_who_when_and_what_became_different(browser: Client, editor: User) -> None:
    version = make_idea()
    browser.post(page_of(version), written(**seen(version), english_say="What is good today?"))
    html = browser.get(page_of(version, "versies/")).content.decode()
    read = browser.get(page_of(version, "versies/")).context["versions"]
    assert [(one.version.number, one.by) for one in read] == [
        (2, editor.name),
        (1, "de bestanden van Gedag"),
    ]
    assert [line.name for line in read[0].lines] == [
        "titel",
        "wat je doet",
        "wat je zegt",
        "Engels: wat je zegt",
        "waarom",
    ]
    assert html.count("Neem deze woorden over") == 1
    assert "14 oktober 2026, 12.00 uur" in html


def test_earlier_words_come_back_as_a_new_version(browser: Client) -> None:
    version = make_idea()
    browser.post(page_of(version), written(**seen(version)))
    response = browser.post(page_of(version, "versies/1/terug/"), {"gezien": "2"})
    assert response["Location"] == f"{page_of(version)}?bewaard=terug"
    assert version.idea.versions.get(number=3).title == version.title
    stale = browser.post(page_of(version, "versies/2/terug/"), {"gezien": "2"})
    assert stale.status_code == 409
    assert "Een collega schreef net nieuwe woorden." in stale.content.decode()
    assert browser.post(page_of(version, "versies/9/terug/"), {"gezien": "3"}).status_code == 404
    assert browser.get(page_of(version, "versies/1/terug/")).status_code == 405
    assert version.idea.versions.count() == 3


def test_putting_away_an_idea_in_use_says_so_and_its_days_keep_it(browser: Client) -> None:
    version = make_idea()
    campaign = make_campaign(length=1, days=[{Step.ZIN: version}])
    html = browser.get(page_of(version, "opbergen/")).content.decode()
    assert "Staat op 1 dag in 1 campagne" in html
    assert campaign.name not in html  # whose it is and whether it is a draft is not told
    assert browser.post(page_of(version, "opbergen/"))["Location"] == path()
    version.idea.refresh_from_db()
    assert (version.idea.archived_at, campaign.days.get().slots.get().idea_id) == (AT_NOON, version.idea_id)
    assert titles(browser) == []
    assert "Dit idee terugzetten?" in browser.get(page_of(version, "opbergen/")).content.decode()
    browser.post(page_of(version, "opbergen/"), {"terug": "ja"})
    assert titles(browser) == [version.title]


def test_hints_stand_beside_the_texts_that_are_there(browser: Client) -> None:
    version = make_idea()
    long = "Loop naar een kraam op de markt en vraag aan wie daar staat wat er vandaag echt lekker is."
    response = browser.post(
        page_of(version), written(**seen(version), do=long, why="Er wordt gevraagd. Dat is fijn.")
    )
    html = browser.get(response["Location"]).content.decode()
    assert "Een zin van 19 woorden." in html
    assert "Wie doet het?" in html
    assert "Leesgemak van de Nederlandse tekst" in html
    assert "Flesch-Douma" in html


def test_while_somebody_types_only_the_hints_are_answered_and_nothing_is_kept(browser: Client) -> None:
    version = make_idea()
    for address in (path("nieuw/"), page_of(version)):
        response = browser.post(address, written(do="Indien het kan."), headers={"HX-Request": "true"})
        html = response.content.decode()
        assert response.status_code == 200
        assert "‘Indien’ klinkt als een brief. Kan het met ‘als’?" in html
        assert html.count('data-hx-swap-oob="true"') == 5
        assert "<form" not in html
        assert ' name="form"' not in browser.get(address).content.decode()  # it would hide the form from htmx
    assert IdeaVersion.objects.count() == 1


def test_what_somebody_writes_stays_words(browser: Client) -> None:
    version = make_idea()
    nasty = "<script>alert(1)</script> & <b>vet</b>"
    browser.post(
        page_of(version), written(**seen(version), do=nasty, title="<i>Kop</i>", credit="<u>Hier</u>")
    )
    for address in (path(), page_of(version), page_of(version, "versies/"), page_of(version, "opbergen/")):
        html = browser.get(address).content.decode()
        for tag in ("<script>alert", "<b>vet", "<i>Kop", "<u>Hier"):
            assert tag not in html, (address, tag)
    assert IdeaVersion.objects.get(number=2).do == nasty


@pytest.mark.parametrize("count", [1, 20])
def test_the_pages_ask_the_same_however_many_there_are(
    count: int, browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    versions = [make_idea() for _ in range(count)]
    for version in versions:
        browser.post(page_of(version), written(**seen(version)))
    make_campaign(length=count, days=[{Step.ZIN: version} for version in versions])
    with django_assert_num_queries(8):  # session, user, membership, places, words, who, names, uses
        browser.get(path())
    with django_assert_num_queries(9):  # session, user, membership, words, who, names, uses, steps, places
        browser.get(page_of(versions[0]))
    with django_assert_num_queries(10):  # as above without steps and places; versions, who, names
        browser.get(page_of(versions[0], "versies/"))
