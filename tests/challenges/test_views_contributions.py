"""Sharing in the browser: what the form begins with, the own list, and the pages where approved texts stand."""

import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Participant
from challenges.models import Campaign, Contribution, Participation
from challenges.services.contributions import offer_contribution
from interactions.models import OwnOpener, Reflection
from tests.factories import (
    AT_NOON,
    make_campaign,
    make_domain,
    make_moment,
    make_organisation,
    make_participant,
    make_participation,
)

pytestmark = pytest.mark.django_db
APPROVED, OFFERED, RETURNED = (
    Contribution.Status.APPROVED,
    Contribution.Status.OFFERED,
    Contribution.Status.RETURNED,
)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def participation() -> Participation:
    campaign = make_campaign(organisation=make_organisation(slug="gemeente-hier"), slug="hier", length=1)
    return make_participation(campaign=campaign)


@pytest.fixture
def participant(participation: Participation) -> Participant:
    return participation.participant


@pytest.fixture
def browser(participant: Participant, browser_of: Callable[[Participant], Client]) -> Client:
    return browser_of(participant)


def given(
    participation: Participation,
    *,
    text: str = "Hoi.",
    status: str = APPROVED,
    kind: Contribution.Kind = Contribution.Kind.OPENER,
    note: str = "",
) -> Contribution:
    """A contribution as it is after staff decided."""
    contribution = offer_contribution(
        participant=participation.participant,
        client_id=uuid.uuid4(),
        campaign=participation.campaign,
        kind=kind,
        text=text,
        domain=make_domain(),
        now=AT_NOON,
    )
    decided = None if status == OFFERED else AT_NOON
    Contribution.objects.filter(pk=contribution.pk).update(status=status, decided_at=decided, staff_note=note)
    return contribution


def start(browser: Client, asked: str = "") -> dict[str, object]:
    form = browser.get(f"/delen/{asked}").context["form"]
    return {name: form[name].value() for name in ("campaign", "kind", "text", "domain")}


def test_the_form_begins_empty_with_an_opener_for_the_own_campaign(browser: Client) -> None:
    assert start(browser) == {"campaign": "hier", "kind": "opener", "text": None, "domain": None}


def test_a_note_is_put_in_the_box_and_not_shared(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    Reflection.objects.create(interaction=moment, text="Het was gezellig.", written_at=AT_NOON)
    asked = f"?moment={moment.client_id}"
    assert start(browser, asked) == {
        "campaign": "hier",
        "kind": "quote",
        "text": "Het was gezellig.",
        "domain": "buurt",
    }
    assert Contribution.objects.count() == 0


def test_a_moment_without_a_note_gives_an_empty_box(browser: Client, participant: Participant) -> None:
    moment = make_moment(participant=participant)
    said = start(browser, f"?moment={moment.client_id}")
    assert (said["kind"], said["text"], said["domain"]) == ("quote", "", "buurt")


def test_an_own_opener_is_put_in_the_box(browser: Client, participant: Participant) -> None:
    own = OwnOpener.objects.create(
        participant=participant,
        text="Mag ik erbij?",
        domain=make_domain(),
        created_at=AT_NOON,
        updated_at=AT_NOON,
    )
    said = start(browser, f"?smoesje={own.client_id}")
    assert (said["kind"], said["text"], said["domain"]) == ("opener", "Mag ik erbij?", "buurt")


def test_nothing_of_somebody_else_gets_into_the_box(browser: Client) -> None:
    other = make_participant()
    moment = make_moment(participant=other)
    Reflection.objects.create(interaction=moment, text="Geheim.", written_at=AT_NOON)
    own = OwnOpener.objects.create(
        participant=other, text="Geheim.", domain=make_domain(), created_at=AT_NOON, updated_at=AT_NOON
    )
    for asked in (f"?moment={moment.client_id}", f"?smoesje={own.client_id}"):
        assert start(browser, asked) == {"campaign": "hier", "kind": "opener", "text": None, "domain": None}


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("?soort=helped", "helped"),
        ("?soort=gedicht", "opener"),
        ("?campagne=elders&soort=quote", "quote"),
        ("?moment=x&smoesje=%00&campagne=%00&soort=%00", "opener"),
    ],
)
def test_a_link_may_say_what_it_is_about(asked: str, kind: str, browser: Client) -> None:
    said = start(browser, asked)
    assert (said["campaign"], said["kind"]) == ("hier", kind)


def test_who_is_in_two_campaigns_chooses(browser: Client, participant: Participant) -> None:
    make_participation(participant=participant, campaign=make_campaign(slug="daar", length=1))
    form = browser.get("/delen/?campagne=daar").context["form"]
    assert form["campaign"].value() == "daar"
    assert sorted(campaign.slug for campaign in form.fields["campaign"].queryset) == ["daar", "hier"]


def test_who_is_in_no_campaign_is_told_so(browser_of: Callable[[Participant], Client]) -> None:
    response = browser_of(make_participant()).get("/delen/")
    assert (response.status_code, "Je doet nu nergens aan mee" in response.content.decode()) == (200, True)


def test_after_looking_one_may_go_back_to_the_words(browser: Client) -> None:
    said = {"client_id": str(uuid.uuid4()), "campaign": "hier", "kind": "opener", "text": "<b>Hoi</b>"}
    looked = browser.post("/delen/", said)
    assert "Klopt het zo?" in looked.content.decode()
    assert "<b>Hoi</b>" not in looked.content.decode()
    back = browser.post("/delen/", {**said, "terug": "ja"})
    assert (back.status_code, back.context["form"]["text"].value(), back.context["preview"]) == (
        200,
        "<b>Hoi</b>",
        None,
    )


def test_the_own_list_says_what_became_of_it(browser: Client, participation: Participation) -> None:
    given(participation, status=OFFERED)
    given(participation, status=APPROVED)
    given(participation, status=RETURNED, note="Mag het korter?")
    given(make_participation(campaign=participation.campaign), text="Van een ander.")
    page = browser.get("/van-mij/gedeeld/").content.decode()
    for words in (
        "wacht op Gemeente Hier",
        "staat op de pagina",
        "niet geplaatst",
        "Gemeente Hier schreef je: Mag het korter?",
    ):
        assert page.count(words) == 1, words
    assert "Van een ander." not in page


@pytest.mark.parametrize("page", ["/hier/smoesjes/", "/van-deelnemers/"])
def test_only_what_was_approved_stands_there(
    page: str, deelnemer_face: Client, participation: Participation
) -> None:
    given(participation, text="Ja.", status=APPROVED)
    given(participation, text="Nog niet.", status=OFFERED)
    given(participation, text="Nee.", status=RETURNED)
    approved = deelnemer_face.get(page).context["approved"]
    assert [one.text for one in approved] == ["Ja."]


def test_the_wall_is_of_one_campaign_and_has_every_kind(
    deelnemer_face: Client, participation: Participation
) -> None:
    for kind in Contribution.Kind:
        given(participation, text=f"Een {kind.label}.", kind=kind)
    given(make_participation(), text="Elders.")
    approved = deelnemer_face.get("/hier/smoesjes/").context["approved"]
    assert sorted(one.text for one in approved) == ["Een ervaring.", "Een smoesje.", "Een wat hielp."]


def test_the_shelf_has_openers_of_public_campaigns_only(
    deelnemer_face: Client, participation: Participation
) -> None:
    given(participation, text="Zin.")
    given(participation, text="Ervaring.", kind=Contribution.Kind.QUOTE)
    hidden = make_participation(campaign=make_campaign(length=1, status=Campaign.Status.DRAFT))
    given(hidden, text="Verborgen.")
    assert [one.text for one in deelnemer_face.get("/van-deelnemers/").context["approved"]] == ["Zin."]
    assert deelnemer_face.get(f"/{hidden.campaign.slug}/smoesjes/").status_code == 404


def test_the_shelf_is_of_every_campaign_for_who_takes_part_too(
    browser: Client, participation: Participation
) -> None:
    elsewhere = make_participation(campaign=make_campaign(length=1, slug="elders"))
    given(elsewhere, text="Van verder weg.")
    page = browser.get("/van-deelnemers/").content.decode()
    assert ("Elke campagne las ze eerst." in page, 'href="/elders/smoesjes/"' in page) == (True, True)
    assert participation.campaign.name not in page


def test_the_landing_page_points_at_the_wall_when_there_is_one(
    deelnemer_face: Client, participation: Participation
) -> None:
    for status, linked in ((OFFERED, False), (APPROVED, True)):
        given(participation, status=status)
        assert ("/hier/smoesjes/" in deelnemer_face.get("/hier/").content.decode()) == linked


@pytest.mark.parametrize("page", ["/hier/smoesjes/", "/van-deelnemers/"])
def test_an_empty_page_is_kind(page: str, deelnemer_face: Client, participation: Participation) -> None:
    assert "Hier staat nog niets" in deelnemer_face.get(page).content.decode()


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(
    ("page", "queries"),
    [("/van-mij/gedeeld/", 3), ("/hier/smoesjes/", 3), ("/van-deelnemers/", 2)],
)
def test_a_list_asks_the_same_however_long(
    count: int,
    page: str,
    queries: int,
    browser: Client,
    participation: Participation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        given(participation, text=f"Zin {number}.")
    with django_assert_num_queries(queries):
        browser.get(page)
