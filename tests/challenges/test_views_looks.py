"""Staff pages about looks: seeing, choosing, changing, taking over, and what participants get of it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from accounts.permissions import Role
from challenges.models import Campaign, Theme
from challenges.queries.tokens.gate import PAIRS, Problem, problems
from challenges.queries.tokens.house import house_tokens
from challenges.services.campaign_files import load_house_themes
from challenges.services.looks import copy_look
from challenges.views.beheer.look_frame import problem_rows
from tests.factories import AT_NOON, make_campaign, make_organisation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(slug="ede")


@pytest.fixture
def look(organisation: Organisation, staff: User) -> Theme:
    house = load_house_themes()["gedag"]
    return copy_look(organisation=organisation, source=house, name="Bos", by=staff, now=AT_NOON)


@pytest.fixture
def browser(beheer_face: Client, staff: User) -> Client:
    beheer_face.force_login(staff)
    return beheer_face


HERE = "/beheer/ede/uitstraling/ede-bos/"


def sent(**changes: str) -> dict[str, str]:
    fields = {name.removeprefix("brand-").replace("-", "_"): value for name, value in house_tokens().items()}
    return {**fields, "name": "Bos", "version": "1", "source": "picker", "do": "bewaar", **changes}


@pytest.mark.usefixtures("look")
def test_a_campaign_that_cannot_be_is_none(browser: Client) -> None:
    response = browser.get(f"{HERE}?campagne=%00")
    assert (response.status_code, response.context["for_campaign"]) == (200, None)


def test_the_list_has_ones_own_and_the_houses(browser: Client, look: Theme) -> None:
    context = browser.get("/beheer/ede/uitstraling/").context
    assert [row["look"] for row in context["own"]] == [look]
    assert [row["look"].key for row in context["house"]] == ["gedag", "heuvelrade", "vaartwijk"]


def test_a_new_look_begins_as_another(browser: Client, organisation: Organisation) -> None:
    house = load_house_themes()["vaartwijk"]
    answer = browser.post("/beheer/ede/uitstraling/", {"name": "Stad", "source": "vaartwijk"})
    made = Theme.objects.get(organisation=organisation)
    assert answer["Location"] == "/beheer/ede/uitstraling/ede-stad/?klaar=gemaakt"
    assert (made.name, made.tokens) == ("Stad", house.tokens)


def test_a_new_look_without_a_name_is_asked_for_one(browser: Client, look: Theme) -> None:
    response = browser.post("/beheer/ede/uitstraling/", {"name": "", "source": "gedag"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])


def test_a_look_of_another_organisation_cannot_be_copied(browser: Client, look: Theme) -> None:
    other = copy_look(organisation=make_organisation(), source=look, name="Zee", by=make_staff(), now=AT_NOON)
    response = browser.post("/beheer/ede/uitstraling/", {"name": "Stad", "source": other.key})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["source"])


def test_saving_makes_the_next_version(browser: Client, look: Theme, staff: User) -> None:
    answer = browser.post(HERE, sent(link="#063A42", radius="0.25rem", name="Woud"))
    look.refresh_from_db()
    assert answer["Location"] == f"{HERE}?klaar=bewaard"
    assert (look.version, look.name) == (2, "Woud")
    assert look.tokens == {**house_tokens(), "brand-link": "#063a42", "brand-radius": "0.25rem"}
    assert look.versions.get(number=2).created_by == staff


def test_colours_may_be_typed_in_any_way(browser: Client, look: Theme) -> None:
    browser.post(HERE, sent(link="rgb(6 58 66)", ink="000"))
    look.refresh_from_db()
    assert (look.tokens["brand-link"], look.tokens["brand-ink"]) == ("#063a42", "#000000")


@pytest.mark.parametrize(
    ("typed", "picked", "was", "kept"),
    [
        ("#0b6470", "#063a42", "#0b6470", "#063a42"),  # picked
        ("#111111", "#0b6470", "#0b6470", "#111111"),  # typed
        ("#111111", "#063a42", "#0b6470", "#111111"),  # both: who types means it
        ("#0b6470", "#0b6470", "#0b6470", "#0b6470"),  # neither
        ("#111111", "#000000", "", "#111111"),  # what was shown was no colour
    ],
)
def test_the_picker_and_the_text_beside_it(
    typed: str, picked: str, was: str, kept: str, browser: Client, look: Theme
) -> None:
    changes = {"link": typed, "link-kies": picked, "link-was": was}
    response = browser.post(HERE, sent(do="bekijk", **changes))
    assert response.context["preview"]["link"] == kept


def test_a_version_says_where_its_values_came_from(browser: Client, look: Theme) -> None:
    browser.post(HERE, sent(link="#063a42", source="css"))
    assert look.versions.get(number=2).source == "css"
    assert browser.post(HERE, sent(version="2", source="reverted")).status_code == 422


def test_looking_first_saves_nothing(browser: Client, look: Theme) -> None:
    response = browser.post(HERE, sent(do="bekijk", link="#063a42", name="Woud"))
    assert (response.status_code, response.context["preview"]["link"]) == (200, "#063a42")
    assert "link=%23063a42" in response.context["preview_css"]
    assert 'value="Woud"' in response.content.decode()
    look.refresh_from_db()
    assert (look.version, look.name) == (1, "Bos")


def test_an_unreadable_look_is_not_saved_and_nothing_typed_is_lost(browser: Client, look: Theme) -> None:
    response = browser.post(HERE, sent(on_action="#ffffff", link="#063a42"))
    html = response.content.decode()
    assert (response.status_code, response.context["refused"]) == (422, True)
    assert [row.change for row in response.context["problems"]] == ["brand-on-action", "brand-on-action"]
    assert 'name="on_action" value="#ffffff"' in html
    assert 'name="link" value="#063a42"' in html
    look.refresh_from_db()
    assert look.tokens == dict(house_tokens())


@pytest.mark.parametrize("do", ["neem:brand-on-action", "neem:alles"])
def test_a_proposal_is_taken_with_one_tap(do: str, browser: Client, look: Theme) -> None:
    response = browser.post(HERE, sent(on_action="#ffffff", do=do))
    assert (response.status_code, response.context["problems"]) == (200, [])
    taken = response.context["preview"]["on_action"]
    assert browser.post(HERE, sent(on_action=taken)).status_code == 302
    look.refresh_from_db()
    assert (look.tokens["brand-on-action"], problems(look.tokens)) == (taken, [])


def test_every_pair_has_words_and_two_swatches() -> None:
    rows = problem_rows(
        {}, [Problem(pair, 1.0, pair.token, "#111111", "#222222", "#333333") for pair in PAIRS]
    )
    assert all(row.label and row.other for row in rows)
    on_button = next(row for row in rows if row.change == "brand-on-action")
    assert (on_button.now.front, on_button.then.front, on_button.then.ground) == (
        "#111111",
        "#222222",
        "#333333",
    )
    balloon = next(row for row in rows if row.change == "brand-sun")
    assert (balloon.now.ground, balloon.then.ground) == ("#111111", "#222222")


def test_a_colour_that_is_none_is_said_beside_it(browser: Client, look: Theme) -> None:
    for wrong in ("", "groen of zo", "url(x)", "rgb(0 0 0 / 10%)", "#ffffff;}"):
        response = browser.post(HERE, sent(link=wrong))
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["link"])
    assert browser.post(HERE, sent(font="Comic Sans")).status_code == 422


def test_of_two_colleagues_the_second_hears_of_the_first(browser: Client, look: Theme) -> None:
    browser.post(HERE, sent(link="#063a42"))
    response = browser.post(HERE, sent(link="#111111"))
    assert (response.status_code, response.context["changed_meanwhile"]) == (422, True)
    assert response.context["preview"]["link"] == "#111111"
    assert 'name="version" value="2"' in response.content.decode()
    assert browser.post(HERE, sent(link="#111111", version="2")).status_code == 302


def test_an_earlier_version_is_put_back(browser: Client, look: Theme) -> None:
    browser.post(HERE, sent(link="#063a42"))
    answer = browser.post(f"{HERE}terug/1/")
    look.refresh_from_db()
    assert answer["Location"] == f"{HERE}?klaar=teruggezet"
    assert (look.version, look.tokens) == (3, dict(house_tokens()))
    assert browser.post(f"{HERE}terug/9/").status_code == 404


def test_a_campaign_gets_a_look(browser: Client, look: Theme, organisation: Organisation) -> None:
    campaign = make_campaign(organisation=organisation, slug="hallo")
    path = "/beheer/ede/campagnes/hallo/uitstraling/"
    assert browser.get(path).context["worn"] == "gedag"
    assert browser.post(path, {"look": look.key})["Location"] == f"{path}?klaar=gekozen"
    campaign.refresh_from_db()
    assert (campaign.theme, browser.get(path).context["worn"]) == (look, look.key)


def test_a_campaign_gets_a_look_of_its_own_with_one_tap(browser: Client, organisation: Organisation) -> None:
    load_house_themes()
    campaign = make_campaign(organisation=organisation, slug="hallo")
    answer = browser.post("/beheer/ede/campagnes/hallo/uitstraling/", {"look": "vaartwijk", "do": "eigen"})
    campaign.refresh_from_db()
    assert campaign.theme is not None
    assert campaign.theme.organisation == organisation
    assert answer["Location"] == f"/beheer/ede/uitstraling/{campaign.theme.key}/?klaar=gemaakt&campagne=hallo"
    assert browser.get(answer["Location"]).context["for_campaign"] == campaign


def test_a_campaign_gets_no_look_of_others_and_none_that_cannot_be_read(
    browser: Client, look: Theme, organisation: Organisation
) -> None:
    other = copy_look(organisation=make_organisation(), source=look, name="Zee", by=make_staff(), now=AT_NOON)
    Theme.objects.create(key="fel", name="Fel", organisation=organisation, tokens={"brand-ink": "#ffffff"})
    make_campaign(organisation=organisation, slug="hallo")
    for key in (other.key, "fel", "bestaat-niet", ""):
        response = browser.post("/beheer/ede/campagnes/hallo/uitstraling/", {"look": key})
        assert response.status_code == 422
    assert Campaign.objects.get().theme is None


def test_the_specimen_gets_only_what_is_allowed(browser: Client, look: Theme) -> None:
    response = browser.get(
        "/beheer/ede/uitstraling/proef.css",
        {
            "paper": "#ffffff",
            "ink": "red;}body{display:none",
            "link": "url(x)",
            "x": "#ffffff",
            "radius": "4px",
        },
    )
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response.content == b".look--proef{--brand-paper:#ffffff;--brand-radius:4px;}"


def paths(key: str) -> list[str]:
    here = f"/beheer/ede/uitstraling/{key}/"
    return [here, f"{here}overnemen/", f"{here}logo/"]


POSTS = ["", "terug/1/", "overnemen/", "logo/", "logo/weg/"]


def test_another_organisations_look_is_not_there(browser: Client, look: Theme) -> None:
    other = copy_look(
        organisation=make_organisation(slug="wijk"), source=look, name="Zee", by=make_staff(), now=AT_NOON
    )
    for path in [*paths(other.key), "/beheer/wijk/uitstraling/", f"/beheer/wijk/uitstraling/{other.key}/"]:
        assert browser.get(path).status_code == 404
    for path in POSTS:
        assert browser.post(f"/beheer/ede/uitstraling/{other.key}/{path}", sent()).status_code == 404


def test_the_houses_looks_are_seen_and_not_changed(browser: Client, look: Theme) -> None:
    response = browser.get("/beheer/ede/uitstraling/gedag/")
    assert (response.status_code, response.context["may_edit"]) == (200, False)
    for path in POSTS:
        assert browser.post(f"/beheer/ede/uitstraling/gedag/{path}", sent()).status_code == 404


def test_who_may_only_look_changes_nothing(
    beheer_face: Client, look: Theme, organisation: Organisation
) -> None:
    make_campaign(organisation=organisation, slug="hallo")
    beheer_face.force_login(make_staff(organisation=organisation, role=Role.VIEWER))
    step = "/beheer/ede/campagnes/hallo/uitstraling/"
    for path in ("/beheer/ede/uitstraling/", HERE, step):
        response = beheer_face.get(path)
        assert (response.status_code, response.context["may_edit"]) == (200, False)
        assert 'type="submit" name="do"' not in response.content.decode()
    for path in ("/beheer/ede/uitstraling/", step, *(f"{HERE}{path}" for path in POSTS)):
        assert beheer_face.post(path, {**sent(), "look": "gedag"}).status_code == 403
    assert (look.versions.count(), Campaign.objects.get().theme) == (1, None)


@pytest.mark.parametrize("count", [1, 4])
def test_pages_ask_the_same_however_many_looks(
    count: int,
    browser: Client,
    look: Theme,
    organisation: Organisation,
    staff: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_campaign(organisation=organisation, slug="hallo")
    for number in range(count):
        copy_look(organisation=organisation, source=look, name=f"L{number}", by=staff, now=AT_NOON)
    with django_assert_num_queries(6):  # session, user, membership, looks, and those to begin with (2)
        browser.get("/beheer/ede/uitstraling/")
    with django_assert_num_queries(6):  # session, user, membership, campaign, its check, looks
        browser.get("/beheer/ede/campagnes/hallo/uitstraling/")
    with django_assert_num_queries(5):  # session, user, membership, look, versions
        browser.get(HERE)
