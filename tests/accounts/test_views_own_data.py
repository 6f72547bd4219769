"""Taking everything along, and leaving nothing behind."""

import csv
import datetime as dt
import io
import json
import uuid
import zipfile
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection, models, transaction
from django.test import Client

from accounts.models import Contact, EmailCode, Participant, ParticipantKey
from accounts.services.code_messages import mail_code
from accounts.services.ways_back import make_paper_code
from challenges.models import Campaign, Contribution
from challenges.services.contributions import offer_contribution
from challenges.services.messages import plan_messages
from challenges.services.participations import change_settings
from challenges.services.pauses import pause_participation
from insights.models import CountedParticipation, Draw
from interactions.models import Interaction, Mood, Opener, OwnOpener, Reflection
from interactions.services.collection import keep_favourite, keep_opener
from interactions.services.moments import write_plan, write_reflection
from interactions.services.moods import answer_mood
from tests.accounts.test_participants import fill
from tests.faces import DEELNEMER, FaceClient
from tests.factories import AT_NOON, TODAY, make_domain, make_idea, make_moment, make_participant
from tests.outbox import drain_outbox

pytestmark = pytest.mark.django_db
Browser = Callable[[Participant], Client]
CANARY = "=kanarie-7f3a"
ADDRESS = "kanarie-7f3a@thuis.example"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


def fill_everything(participant: Participant) -> None:
    """A row in every table that can hold something of a participant."""
    fill(participant)
    participation = participant.participations.first()
    assert participation is not None
    tomorrow = TODAY + dt.timedelta(days=1)
    pause_participation(participation=participation, starts_on=tomorrow, ends_on=tomorrow)
    moment = make_moment(participant=participant)
    write_reflection(moment=moment, text=CANARY, now=AT_NOON)
    plan = make_moment(participant=participant, status=Interaction.Status.PLANNED)
    write_plan(moment=plan, plan_text=CANARY, now=AT_NOON)
    answer_mood(participant=participant, day=TODAY, score=8, asked_in=Mood.AskedIn.DIARY, now=AT_NOON)
    keep_favourite(participant=participant, idea=make_idea().idea, kept=True, now=AT_NOON)
    opener = Opener.objects.create(
        key="buurt-asker-1", domain=make_domain(), character="asker", text="Hé.", position=1
    )
    keep_opener(
        participant=participant,
        client_id=uuid.uuid4(),
        text=CANARY,
        domain=make_domain(),
        character="asker",
        from_opener=opener,
        now=AT_NOON,
    )
    contribution = offer_contribution(
        participant=participant,
        client_id=uuid.uuid4(),
        campaign=Campaign.objects.get(pk=participation.campaign_id),
        kind=Contribution.Kind.QUOTE,
        text=CANARY,
        domain=None,
        now=AT_NOON,
    )
    Contribution.objects.filter(pk=contribution.pk).update(status="approved", decided_at=AT_NOON)
    make_paper_code(participant=participant, now=AT_NOON)
    Contact.objects.create(participant=participant, address=ADDRESS, confirmed_at=AT_NOON)
    mail_code(address=ADDRESS, browser="hier", participant=None, now=AT_NOON)
    mail_code(address=ADDRESS, browser="daar", participant=participant, now=AT_NOON)
    change_settings(
        participation=participation,
        weekdays=[TODAY.isoweekday()],
        prompt_time=dt.time(12),
        channel="email",
        giver=False,
    )
    plan_messages(now=AT_NOON)
    draw, _created = Draw.objects.get_or_create(kind="national", cohort="2026-Q3", due_on=TODAY)
    CountedParticipation.objects.create(participation=participation, national=True, draw=draw)


def models_of_participants() -> list[type[models.Model]]:
    """Every model with a way to a participant, and what hangs on those."""
    found: set[type[models.Model]] = {Participant}
    while True:
        more = {
            model
            for model in apps.get_models(include_auto_created=True)
            if model not in found
            and any(
                field.is_relation and field.concrete and field.related_model in found
                for field in model._meta.get_fields()
            )
        }
        if not more:
            return sorted(found, key=lambda model: model.__name__)
        found |= more


def test_the_one_who_is_erased_had_a_row_everywhere() -> None:
    fill_everything(make_participant())
    assert [model.__name__ for model in models_of_participants() if not model._default_manager.exists()] == []


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(r)::text FROM "{table}" r')  # noqa: S608
            rows += [f"{table} {row}" for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def tables_with(words: str) -> list[str]:
    """Where these words stand, as text or as the bytes of a column."""
    spellings = (words, words.encode().hex(), words.encode("utf-16-le").hex())
    lines = everything_in_the_database().splitlines()
    return sorted({line.split(" ")[0] for line in lines if any(one in line for one in spellings)})


def test_what_somebody_wrote_stands_nowhere_in_plain_text_but_where_they_shared_it() -> None:
    participant = make_participant()
    fill_everything(participant)
    assert tables_with("kanarie-7f3a") == ["challenges_contribution"]
    notes = [note.text for note in Reflection.objects.filter(interaction__participant=participant)]
    plans = [moment.plan_text for moment in Interaction.objects.filter(participant=participant)]
    assert (notes.count(CANARY), plans.count(CANARY), OwnOpener.objects.get().text) == (1, 1, CANARY)
    assert participant.contact.address == ADDRESS


def test_the_search_finds_what_is_kept_as_bytes_too() -> None:
    make_participant()
    ParticipantKey.objects.create(participant=Participant.objects.get(), wrapped=b"kanarie", wrapped_with="x")
    assert tables_with("kanarie") == ["accounts_participantkey"]


def test_of_an_older_copy_nothing_opens_once_somebody_was_erased(browser_of: Browser) -> None:
    participant = make_participant()
    fill_everything(participant)
    key = ParticipantKey.objects.get(participant=participant)
    copy = [
        *Interaction.objects.filter(participant=participant),
        *Reflection.objects.filter(interaction__participant=participant),
        *OwnOpener.objects.filter(participant=participant),
        *Contact.objects.filter(participant=participant),
    ]
    browser_of(participant).post("/van-mij/wissen/")

    def words_of_the_copy() -> set[str]:
        Participant.objects.bulk_create([participant])
        for row in copy:
            type(row)._default_manager.bulk_create([row])
        found: set[str] = {one.plan_text for one in Interaction.objects.exclude(plan_text=b"")}
        found |= {one.text for one in Reflection.objects.all()} | {
            one.text for one in OwnOpener.objects.all()
        }
        return found | {one.address for one in Contact.objects.all()}

    calm = {"Deze tekst kunnen we nu niet laten zien.", "je e-mailadres"}
    with transaction.atomic():
        assert words_of_the_copy() == calm
        transaction.set_rollback(True)
    with transaction.atomic():
        words_of_the_copy()
        ParticipantKey.objects.bulk_create([ParticipantKey.fresh(participant)])
        assert {one.text for one in Reflection.objects.all()} < calm
        transaction.set_rollback(True)
    # With the key of that time beside it, it does: so the copy of the keys is kept for the shortest time.
    with transaction.atomic():
        Participant.objects.bulk_create([participant])
        ParticipantKey.objects.bulk_create([key])
        for row in copy:
            type(row)._default_manager.bulk_create([row])
        assert CANARY in {one.text for one in Reflection.objects.all()}
        assert Contact.objects.get().address == ADDRESS
        transaction.set_rollback(True)


def test_erasing_leaves_nothing_in_any_table(browser_of: Browser) -> None:
    participant = make_participant()
    fill_everything(participant)
    before = everything_in_the_database()
    assert before.count("kanarie-7f3a") >= 1
    browser_of(participant).post("/van-mij/wissen/")
    after = everything_in_the_database()
    assert ("kanarie" in after, str(participant.join_key) in after) == (False, False)
    assert [model.__name__ for model in models_of_participants() if model._default_manager.exists()] == []


def sheets(archive: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {
            name: list(csv.DictReader(io.StringIO(opened.read(name).decode("utf-8-sig"))))
            for name in opened.namelist()
        }


def test_a_download_holds_everything_with_its_meaning(browser_of: Browser) -> None:
    participant, other = make_participant(), make_participant()
    fill_everything(participant)
    make_moment(participant=other)
    browser = browser_of(participant)
    tables = sheets(browser.get("/van-mij/gegevens/gedag.zip").content)
    told = {(row["bestand"], row["kolom"]) for row in tables["codeboek.csv"]}
    assert {
        (name, column)
        for name, rows in tables.items()
        if name != "codeboek.csv"
        for row in rows
        for column in row
    } <= told
    moments = Interaction.objects.filter(participant=participant).order_by("local_date", "pk")
    assert [row["id"] for row in tables["momenten.csv"]] == [str(moment.client_id) for moment in moments]
    assert "'=kanarie-7f3a" in {row["notitie"] for row in tables["momenten.csv"]}
    assert [row["cijfer"] for row in tables["in_je_vel.csv"]] == ["8"]
    data = json.loads(browser.get("/van-mij/gegevens/gedag.json").content)
    assert sorted(f"{key}.csv" for key in data) == sorted(set(tables) - {"codeboek.csv"})
    assert [row["notitie"] for row in data["momenten"]["rijen"] if row["notitie"]].count(CANARY) == 1
    assert [row["tekst"] for row in data["gedeeld"]["rijen"]] == [CANARY]
    for sheet in data.values():
        assert all(set(row) == set(sheet["kolommen"]) for row in sheet["rijen"])


def test_signing_out_here_and_elsewhere(browser_of: Browser) -> None:
    participant = make_participant()
    here, there = browser_of(participant), browser_of(participant)
    code = make_paper_code(participant=participant, now=AT_NOON)
    assert here.post("/van-mij/uitloggen/elders/")["Location"] == "/van-mij/gegevens/?elders=uit"
    assert there.get("/dagboek/")["Location"] == "/?wie=onbekend"
    assert FaceClient(DEELNEMER).get(f"/terug/code/{code}/").status_code == 410
    assert here.get("/dagboek/").status_code == 200
    assert here.post("/van-mij/uitloggen/")["Location"] == "/?wie=uit"
    assert here.get("/dagboek/")["Location"] == "/?wie=onbekend"


def test_who_has_a_way_back_is_not_told_to_make_one(browser_of: Browser) -> None:
    without, addressed, on_paper = (make_participant() for _ in range(3))
    Contact.objects.create(participant=addressed, address=ADDRESS, confirmed_at=AT_NOON)
    make_paper_code(participant=on_paper, now=AT_NOON)
    pages = [
        browser_of(one).get("/van-mij/gegevens/").content.decode() for one in (without, addressed, on_paper)
    ]
    assert ["Zorg dat je een weg terug hebt" in page for page in pages] == [True, False, False]


@pytest.mark.parametrize("forget", [True, False])
def test_signing_out_elsewhere_says_what_becomes_of_the_address(forget: bool, browser_of: Browser) -> None:
    participant = make_participant()
    browser = browser_of(participant)
    assert "Vergeet ook dit adres" not in browser.get("/van-mij/gegevens/").content.decode()
    Contact.objects.create(participant=participant, address=ADDRESS, confirmed_at=AT_NOON)
    page = browser.get("/van-mij/gegevens/").content.decode()
    assert (ADDRESS in page, "Vergeet ook dit adres" in page) == (True, True)
    target = browser.post("/van-mij/uitloggen/elders/", {"adres": "weg"} if forget else {})["Location"]
    notice = f"Met {ADDRESS} kun je nog terugkomen." in browser.get(target).content.decode()
    assert (Contact.objects.exists(), notice) == (not forget, not forget)


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 12, "0" * 12, "%00", "x" * 5000])
def test_a_paper_code_that_cannot_be_is_said_and_stays_typed(typed: str, deelnemer_face: Client) -> None:
    response = deelnemer_face.post("/terug/", {"code": typed})
    assert (response.status_code, "deelname" in response.cookies) == (422, False)
    assert response.context["form"].errors["code"]


def test_a_paper_code_brings_somebody_back_after_a_tap(deelnemer_face: Client) -> None:
    participant = make_participant()
    code = make_paper_code(participant=participant, now=AT_NOON)
    question = deelnemer_face.post("/terug/", {"code": code.lower()})
    assert (question.status_code, "deelname" in question.cookies) == (200, False)
    assert code not in question.get("HX-Push-Url", "")
    said = {"code": question.context["code"]}
    assert "deelname" in deelnemer_face.post(question.context["action"], said).cookies
    assert deelnemer_face.get("/terug/code/")["Location"] == "/terug/"
    for typed in ("", "0" * 12, "\x00", "x" * 5000):
        assert FaceClient(DEELNEMER).post("/terug/code/", {"code": typed}).status_code == 404


def test_known_and_unknown_addresses_answer_alike(deelnemer_face: Client) -> None:
    Contact.objects.create(participant=make_participant(), address=ADDRESS, confirmed_at=AT_NOON)
    answers = []
    for address in (ADDRESS, "onbekend@thuis.example"):
        response = FaceClient(DEELNEMER).post("/terug/mail/", {"address": address})
        answers.append((response.status_code, response["Location"], sorted(response.cookies)))
    assert answers[0] == answers[1]
    assert mail.outbox == []  # nothing is mailed while somebody waits for the page
    assert drain_outbox(AT_NOON) == {"sent": 2}
    assert ["kennen het hier niet" in str(sent.body) for sent in mail.outbox] == [False, True]
    assert EmailCode.objects.count() == 2


def test_more_mail_to_strangers_than_fits_is_not_sent_and_not_told(
    deelnemer_face: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.services.email_codes.MOST_UNKNOWN", 1)
    answers = []
    for address in ("een@thuis.example", "twee@thuis.example"):
        response = FaceClient(DEELNEMER).post("/terug/mail/", {"address": address})
        answers.append((response.status_code, response["Location"], sorted(response.cookies)))
    assert answers[0] == answers[1]
    assert drain_outbox(AT_NOON) == {"sent": 1}
    assert [message.to for message in mail.outbox] == [["een@thuis.example"]]
