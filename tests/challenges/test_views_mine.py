"""Van mij in the browser: settings, pause, leaving, a good end, sharing."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Contact, Participant
from challenges.models import Campaign, Contribution, ContributionOwner, Participation, Pause
from challenges.services.assignments import begin_moment
from challenges.services.contributions import offer_contribution
from tests.factories import AT_NOON, TODAY, make_campaign, make_participant, make_participation

pytestmark = pytest.mark.django_db
Browser = Callable[[Participant], Client]
SETTINGS = {"step": "zin", "channel": "none", "prompt_time": "09:00", "weekdays": ["1", "3"]}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@pytest.fixture
def participation() -> Participation:
    return make_participation(campaign=make_campaign(slug="hier"))


@pytest.fixture
def browser(participation: Participation, browser_of: Browser) -> Client:
    return browser_of(participation.participant)


@pytest.mark.parametrize("count", [1, 4])
def test_the_overview_asks_the_same_however_many(
    count: int, browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    participant = make_participant()
    for _ in range(count):
        make_participation(participant=participant)
    browser = browser_of(participant)
    with django_assert_num_queries(3):
        browser.get("/van-mij/")


def test_settings_are_kept(browser: Client, participation: Participation) -> None:
    response = browser.post("/van-mij/in/hier/", {**SETTINGS, "step": "knik", "giver": "on"})
    participation.refresh_from_db()
    assert (response["Location"], participation.step, participation.weekdays, participation.giver) == (
        "/van-mij/",
        "knik",
        [1, 3],
        True,
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"weekdays": []}, "Kies minstens één dag."),
        ({"weekdays": ["9"]}, "Deze dag kennen we niet."),
        ({"prompt_time": "05:45"}, "Kies een tijd tussen 06:00 en 21:30."),
        ({"prompt_time": "09:07"}, "Kies een tijd tussen 06:00 en 21:30."),
        ({"channel": "email"}, "Per e-mail kan pas als we je adres kennen."),
        ({"step": "reus"}, "Kies een knik, een zin of een praatje."),
    ],
)
def test_settings_that_cannot_be_are_said(
    wrong: dict[str, object], words: str, browser: Client, participation: Participation
) -> None:
    if "channel" not in wrong:
        Contact.objects.create(
            participant=participation.participant, address="ik@thuis.example", confirmed_at=AT_NOON
        )
    response = browser.post("/van-mij/in/hier/", {**SETTINGS, **wrong})
    assert (response.status_code, words in response.content.decode()) == (422, True)
    participation.refresh_from_db()
    assert participation.weekdays == [1, 2, 3, 4, 5, 6, 7]


def test_email_is_for_who_gave_an_address(browser: Client, participation: Participation) -> None:
    Contact.objects.create(
        participant=participation.participant, address="ik@thuis.example", confirmed_at=AT_NOON
    )
    browser.post("/van-mij/in/hier/", {**SETTINGS, "channel": "email"})
    participation.refresh_from_db()
    assert (participation.channel, participation.prompt_time) == ("email", dt.time(9))


def test_the_campaigns_times_are_proposed_and_the_first_stands_ready(
    browser: Client, participation: Participation
) -> None:
    Contact.objects.create(
        participant=participation.participant, address="ik@thuis.example", confirmed_at=AT_NOON
    )
    Campaign.objects.update(prompt_times=[dt.time(7, 15), dt.time(12, 30)])
    field = browser.get("/van-mij/in/hier/").context["form"]["prompt_time"]
    (proposal, proposed), (other, others) = field.field.choices
    assert (field.value(), proposal, [value for value, _ in proposed]) == (
        "07:15",
        "Voorstel van de campagne",
        ["07:15", "12:30"],
    )
    assert (other, len(others), "07:15" in dict(others)) == ("Een andere tijd", 61, False)
    assert browser.get("/van-mij/in/hier/agenda/").context["form"]["tijd"].value() == "07:15"


def test_a_time_of_ones_own_stays_whatever_the_campaign_proposes(
    browser: Client, participation: Participation
) -> None:
    Contact.objects.create(
        participant=participation.participant, address="ik@thuis.example", confirmed_at=AT_NOON
    )
    browser.post("/van-mij/in/hier/", {**SETTINGS, "channel": "email", "prompt_time": "10:45"})
    Campaign.objects.update(prompt_times=[dt.time(7, 15)])
    form = browser.get("/van-mij/in/hier/").context["form"]
    assert form["prompt_time"].value() == "10:45"


def test_a_reminder_to_write_it_down_is_asked_for_by_itself(
    browser: Client, participation: Participation
) -> None:
    Contact.objects.create(
        participant=participation.participant, address="ik@thuis.example", confirmed_at=AT_NOON
    )
    assert participation.log_time is None
    browser.post("/van-mij/in/hier/", {**SETTINGS, "log_time": "20:15", "log_weekdays": ["5", "2"]})
    participation.refresh_from_db()
    assert (participation.channel, participation.log_time, participation.log_weekdays) == (
        "none",
        dt.time(20, 15),
        [2, 5],
    )
    page = browser.get("/van-mij/in/hier/").content.decode()
    assert 'value="20:15" selected' in page
    browser.post("/van-mij/in/hier/", {**SETTINGS, "log_time": ""})
    participation.refresh_from_db()
    assert (participation.log_time, participation.log_weekdays) == (None, [2, 5])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"log_time": "20:15"}, "Kies minstens één dag, of kies geen herinnering."),
        ({"log_time": "23:00", "log_weekdays": ["1"]}, "Kies een tijd tussen 06:00 en 21:30."),
        ({"log_time": "20:15", "log_weekdays": ["8"]}, "Deze dag kennen we niet."),
    ],
)
def test_a_reminder_that_cannot_be_is_said_where_it_stands(
    wrong: dict[str, object], words: str, browser: Client, participation: Participation
) -> None:
    Contact.objects.create(
        participant=participation.participant, address="ik@thuis.example", confirmed_at=AT_NOON
    )
    response = browser.post("/van-mij/in/hier/", {**SETTINGS, **wrong})
    page = response.content.decode()
    assert (response.status_code, words in page, '<details class="flow" open>' in page) == (422, True, True)


def test_without_an_address_there_is_no_reminder(browser: Client, participation: Participation) -> None:
    assert "log_time" not in browser.get("/van-mij/in/hier/").content.decode()
    browser.post("/van-mij/in/hier/", {**SETTINGS, "log_time": "20:15", "log_weekdays": ["1"]})
    participation.refresh_from_db()
    assert participation.log_time is None


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ({"length": "7"}, 7),
        ({"length": "30"}, 30),
        ({"length": "tot", "ends_on": "2026-10-14"}, 1),
        ({"length": "tot", "ends_on": "2026-12-12"}, 60),
    ],
)
def test_a_pause_is_kept_and_today_says_so(
    said: dict[str, str], days: int, browser: Client, participation: Participation
) -> None:
    browser.get("/vandaag/")
    response = browser.post("/van-mij/in/hier/pauze/", {"starts_on": "2026-10-14", **said})
    pause = Pause.objects.get()
    assert (response["Location"], pause.starts_on, (pause.ends_on - TODAY).days + 1) == (
        "/van-mij/",
        TODAY,
        days,
    )
    assert "Je hebt pauze" in browser.get("/vandaag/").content.decode()
    browser.post("/van-mij/in/hier/weer/")
    assert Pause.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"length": "tot", "ends_on": "2026-12-13"}, "hooguit 60 dagen"),
        ({"length": "tot"}, "Vul de laatste dag van je pauze in."),
        ({"length": "tot", "ends_on": "2026-10-01"}, "De laatste dag ligt voor de eerste."),
        ({"length": "7", "starts_on": "2026-10-13"}, "Deze dag is al voorbij."),
        ({"length": "7", "starts_on": "gisteren"}, "Dit is geen datum."),
        ({"length": "eeuwig"}, "Kies een van de antwoorden."),
    ],
)
def test_a_pause_that_cannot_be_is_said(said: dict[str, str], words: str, browser: Client) -> None:
    response = browser.post("/van-mij/in/hier/pauze/", {"starts_on": "2026-10-14", **said})
    assert (response.status_code, words in response.content.decode(), Pause.objects.count()) == (422, True, 0)


def test_after_the_challenge_of_today_a_pause_begins_tomorrow(
    browser: Client, participation: Participation
) -> None:
    assert browser.get("/van-mij/in/hier/pauze/").context["form"].initial["starts_on"] == TODAY
    begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    tomorrow = TODAY + dt.timedelta(days=1)
    assert browser.get("/van-mij/in/hier/pauze/").context["form"].initial["starts_on"] == tomorrow
    said = {"starts_on": "2026-10-14", "length": "tot", "ends_on": "2026-10-14"}
    response = browser.post("/van-mij/in/hier/pauze/", said)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["starts_on"])
    assert Pause.objects.count() == 0


def test_being_back_ends_the_pause_on_the_page_and_no_other(
    browser: Client, participation: Participation
) -> None:
    for first, last in ((14, 16), (20, 22)):
        Pause.objects.create(
            participation=participation,
            starts_on=dt.date(2026, 10, first),
            ends_on=dt.date(2026, 10, last),
        )
    for left in ([20], [20], []):
        page = browser.get("/van-mij/in/hier/").content.decode()
        shown = re.findall(r'name="pauze" value="([\d-]+)"', page)
        said = {"pauze": "2026-10-14" if left else shown[0]}
        browser.post("/van-mij/in/hier/weer/", said)
        assert [pause.starts_on.day for pause in Pause.objects.all()] == left


@pytest.mark.parametrize("page", ["", "pauze/", "stop/", "vanzelf/"])
def test_somebody_elses_campaign_is_not_there(page: str, browser: Client) -> None:
    make_participation(campaign=make_campaign(slug="daar"))
    assert browser.get(f"/van-mij/in/daar/{page}").status_code == 404
    assert browser.post(f"/van-mij/in/daar/{page}").status_code == 404


def test_a_good_end_keeps_the_diary(browser: Client, participation: Participation) -> None:
    assert browser.post("/van-mij/in/hier/vanzelf/")["Location"] == "/van-mij/in/hier/vanzelf/"
    participation.refresh_from_db()
    assert (participation.graduated, participation.left_at) == (True, AT_NOON)
    assert "Het gaat vanzelf. Mooi." in browser.get("/van-mij/in/hier/vanzelf/").content.decode()
    assert browser.get("/vandaag/").status_code == 200


def offered(participation: Participation) -> Contribution:
    return offer_contribution(
        participant=participation.participant,
        client_id=uuid.uuid4(),
        campaign=participation.campaign,
        kind=Contribution.Kind.OPENER,
        text="Wat een weertje.",
        domain=None,
        now=AT_NOON,
    )


def test_sharing_takes_a_look_and_then_a_tap(browser: Client) -> None:
    said = {"client_id": str(uuid.uuid4()), "campaign": "hier", "kind": "opener", "text": "Wat een weertje."}
    response = browser.post("/delen/", said)
    assert (response.status_code, Contribution.objects.count()) == (200, 0)
    for _ in range(2):
        browser.post("/delen/", {**said, "zeker": "ja"})
    kept = Contribution.objects.get()
    assert (kept.text, kept.status, kept.offered_on) == ("Wat een weertje.", "offered", TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Kijk op www.voorbeeld.nl",
        "Mail ik@thuis.example",
        "Bel 06-12345678",
        "Ik woon op 1234 AB",
        "",
        "x" * 281,
    ],
)
def test_what_points_at_somebody_is_refused_and_stays_typed(text: str, browser: Client) -> None:
    said = {"client_id": str(uuid.uuid4()), "campaign": "hier", "kind": "opener", "text": text}
    response = browser.post("/delen/", {**said, "zeker": "ja"})
    assert (response.status_code, Contribution.objects.count()) == (422, 0)
    assert text in response.content.decode()


@pytest.mark.parametrize("status", Contribution.Status.values)
def test_a_contribution_is_taken_back_in_every_state(
    status: str, browser: Client, participation: Participation
) -> None:
    contribution = offered(participation)
    Contribution.objects.update(status=status, decided_at=None if status == "offered" else AT_NOON)
    assert (status == "approved") == ("Wat een weertje." in browser.get("/hier/smoesjes/").content.decode())
    response = browser.post(f"/van-mij/gedeeld/{contribution.pk}/terug/")
    assert response["Location"] == "/van-mij/gedeeld/"
    assert (Contribution.objects.count(), ContributionOwner.objects.count()) == (0, 0)
    assert "Wat een weertje." not in browser.get("/hier/smoesjes/").content.decode()


def test_somebody_elses_contribution_stays_and_looks_like_one_that_is_gone(
    browser: Client, participation: Participation
) -> None:
    own, others = offered(participation), offered(make_participation())
    for contribution in (own, own, others):
        response = browser.post(f"/van-mij/gedeeld/{contribution.pk}/terug/")
        assert (response.status_code, response["Location"]) == (302, "/van-mij/gedeeld/")
    assert Contribution.objects.get() == others


def test_leaving_twice_is_answered_as_once(browser: Client, participation: Participation) -> None:
    for method in (browser.post, browser.post, browser.get):
        assert method("/van-mij/in/hier/stop/")["Location"] == "/van-mij/"
    participation.refresh_from_db()
    assert (participation.left_at, participation.graduated) == (AT_NOON, False)


def test_another_text_from_the_same_page_is_another_contribution(browser: Client) -> None:
    said = {"client_id": str(uuid.uuid4()), "campaign": "hier", "kind": "opener", "zeker": "ja"}
    for text in ("Wat een weertje.", "Mooie hond!", "Mooie hond!", "Wat een weertje."):
        assert browser.post("/delen/", {**said, "text": text}).status_code == 302
    assert sorted(Contribution.objects.values_list("text", flat=True)) == ["Mooie hond!", "Wat een weertje."]


def test_a_campaign_that_closed_while_somebody_wrote_costs_no_words(browser: Client) -> None:
    Campaign.objects.update(status=Campaign.Status.ARCHIVED)
    said = {
        "client_id": str(uuid.uuid4()),
        "campaign": "hier",
        "kind": "opener",
        "text": "Mooie <b>hond</b>!",
    }
    page = browser.post("/delen/", said).content.decode()
    assert ("Mooie &lt;b&gt;hond&lt;/b&gt;!" in page, "Je doet nu nergens aan mee" in page) == (True, True)
    assert "Dit schreef je." not in browser.get("/delen/").content.decode()


@pytest.mark.parametrize(("length", "fits"), [(280, True), (281, False)])
def test_a_line_end_is_one_character(length: int, fits: bool, browser: Client) -> None:
    text = "x" * (length - 2) + "\r\ny"
    said = {"client_id": str(uuid.uuid4()), "campaign": "hier", "kind": "opener", "text": text}
    assert browser.post("/delen/", said).status_code == (200 if fits else 422)
