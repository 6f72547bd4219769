"""The link of a mail: one day, for who has it, and nothing else."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Message, Participant, WayBack
from challenges.models import Assignment, Campaign, Participation
from challenges.services.assignments import begin_moment, offer_today
from challenges.services.message_kinds import day_url
from challenges.services.pauses import pause_participation
from interactions.models import Barrier, DayAnswer, Interaction
from interactions.services.moments import say_not_today, write_plan
from tests.faces import DEELNEMER, FaceClient, plain
from tests.factories import AT_NOON, TODAY, make_campaign, make_message, make_participation

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Path = str


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def participation() -> Participation:
    return make_participation()


def link(participation: Participation, **fields: Any) -> Path:
    message = make_message(participant=participation.participant, kind=Message.Kind.TODAY, **fields)
    return day_url(message=message, now=AT_NOON).removeprefix(django_settings.URL_DEELNEMER)


@pytest.fixture
def path(participation: Participation) -> Path:
    return link(participation)


def tap(face: Client, path: Path, participation: Participation, did: str, **posted: Any) -> Any:
    said = {"client_id": str(uuid.uuid4()), "campaign": participation.campaign.slug, "did": did, **posted}
    return face.post(path, said)


def written(face: Client, path: Path, **options: Any) -> tuple[Any, list[str]]:
    """The answer, and what it wrote in the database."""
    with CaptureQueriesContext(connection) as queries:
        response = face.get(path, **options)
    sql = [plain(query) for query in queries.captured_queries]
    return response, [one for one in sql if one.startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize("made", [True, False], ids=["offered", "not yet"])
def test_it_opens_the_challenge_without_a_cookie_and_writes_nothing(
    made: bool, deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    if made:
        offer_today(participation=participation, day=TODAY, now=AT_NOON)
    response, writes = written(deelnemer_face, path)
    ((card, _client_id),) = response.context["cards"]
    assert (response.status_code, writes, Assignment.objects.count()) == (200, [], int(made))
    assert card.version.words.title in response.content.decode()
    assert response.context["campaign"] == participation.campaign
    assert set(deelnemer_face.cookies) == {django_settings.CSRF_COOKIE_NAME}
    assert deelnemer_face.head(path).status_code == 200
    tap(deelnemer_face, path, participation, "done")
    assert (
        Assignment.objects.get().offers.get().idea_version == card.version
    )  # what was shown is what is made


def test_a_scanner_that_also_posts_fails_without_the_pages_cookie(
    participation: Participation, path: Path, deelnemer_face: Client
) -> None:
    scanner = FaceClient(DEELNEMER, enforce_csrf_checks=True)
    scanner.get(path)
    scanner.cookies.clear()
    assert tap(scanner, path, participation, "done").status_code == 403
    assert (Interaction.objects.count(), DayAnswer.objects.count()) == (0, 0)


@pytest.mark.parametrize("status", ["done", "different", "other"])
def test_one_tap_is_one_moment(
    status: str, deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    same = {"client_id": str(uuid.uuid4())}
    answers = {tap(deelnemer_face, path, participation, status, **same)["Location"] for _ in range(2)}
    moment = Interaction.objects.get()
    assert (moment.status, moment.local_date, moment.late) == (status, TODAY, False)
    assert Assignment.objects.get().interaction == moment
    assert answers == {f"{path}{moment.client_id}/"}
    page = deelnemer_face.get(answers.pop())
    assert page.status_code == 200
    assert 'href="/vandaag/"' in page.content.decode()
    assert django_settings.PARTICIPANT_COOKIE_NAME not in deelnemer_face.cookies
    link_row = WayBack.objects.get()
    assert (link_row.last_used_at, link_row.replaced_at) == (AT_NOON, None)


def test_two_questions_may_be_answered_on_that_page(
    deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    there = tap(deelnemer_face, path, participation, "done")["Location"]
    response = deelnemer_face.post(there, {"response": "declined", "enjoyed": "7"})
    assert response["Location"] == f"{there}?ging=declined"
    moment = Interaction.objects.get()
    assert (moment.response, moment.enjoyed, moment.awkward) == ("declined", 7, None)
    page = deelnemer_face.get(response["Location"])
    assert page.context["form"] is None
    deelnemer_face.post(there, {"response": "positive", "enjoyed": "1"})
    moment.refresh_from_db()
    assert (moment.response, moment.enjoyed) == ("declined", 7)  # what is there is not changed by a link


def test_an_answer_that_is_none_of_them_is_said(
    deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    there = tap(deelnemer_face, path, participation, "done")["Location"]
    assert deelnemer_face.post(there, {"response": "boos"}).status_code == 422
    assert deelnemer_face.post(there, {}).headers["Location"] == path


def test_what_was_written_down_elsewhere_stays_closed_and_as_it_is(
    deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    moment = begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    write_plan(moment=moment, plan_text="Als ik bij de bakker sta", now=AT_NOON)
    assert "bakker" not in deelnemer_face.get(path).content.decode()
    Interaction.objects.update(status="different", outcome_at=AT_NOON, response="declined", awkward=9)
    page = deelnemer_face.get(path).content.decode()
    assert "Staat erin" in page
    assert "liever niet" not in page
    assert tap(deelnemer_face, path, participation, "done")["Location"] == path
    moment.refresh_from_db()
    assert (moment.status, moment.response) == ("different", "declined")
    logged = deelnemer_face.get(f"{path}{moment.client_id}/").content.decode()
    assert "liever niet" not in logged
    assert "bakker" not in logged


def test_a_page_that_was_open_does_not_change_what_was_said_since(
    deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    moment = begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    Interaction.objects.update(status=Interaction.Status.DONE, outcome_at=AT_NOON)
    response = tap(deelnemer_face, path, participation, "different", client_id=str(moment.client_id))
    moment.refresh_from_db()
    assert (response["Location"], moment.status) == (path, Interaction.Status.DONE)


def test_an_id_of_another_day_takes_no_not_today_back(deelnemer_face: Client) -> None:
    participation = make_participation(campaign=make_campaign(starts_on=TODAY - DAY), now=AT_NOON - DAY)
    before = begin_moment(
        participation=participation, client_id=uuid.uuid4(), day=TODAY - DAY, now=AT_NOON - DAY
    )
    say_not_today(participant=participation.participant, day=TODAY, barriers=[], now=AT_NOON)
    tap(deelnemer_face, link(participation), participation, "done", client_id=str(before.client_id))
    assert (DayAnswer.objects.count(), Interaction.objects.get().status) == (1, Interaction.Status.PLANNED)


def test_a_moment_of_another_day_or_person_is_not_there(
    deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    yesterday = begin_moment(participation=participation, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    Interaction.objects.update(status="done", outcome_at=AT_NOON, local_date=TODAY - DAY)
    assert deelnemer_face.get(f"{path}{yesterday.client_id}/").status_code == 404
    tap(deelnemer_face, path, participation, "other", client_id=str(yesterday.client_id))
    yesterday.refresh_from_db()
    assert yesterday.status == "done"
    stranger = make_participation()
    theirs = begin_moment(participation=stranger, client_id=uuid.uuid4(), day=TODAY, now=AT_NOON)
    Interaction.objects.filter(pk=theirs.pk).update(status="done", outcome_at=AT_NOON)
    assert deelnemer_face.get(f"{path}{theirs.client_id}/").status_code == 404


def test_every_campaign_has_its_own_form(
    deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    other = make_participation(participant=participation.participant)
    cards = deelnemer_face.get(path).context["cards"]
    assert [card.participation for card, _client_id in cards] == [participation, other]
    assert len({client_id for _card, client_id in cards}) == 2
    tap(deelnemer_face, path, other, "done")
    assert list(Assignment.objects.filter(interaction__isnull=False).values_list("participation")) == [
        (other.pk,)
    ]
    stranger = make_participation()
    assert tap(deelnemer_face, path, stranger, "done")["Location"] == path
    assert Interaction.objects.count() == 1


def test_not_today_is_fine_too(deelnemer_face: Client, participation: Participation, path: Path) -> None:
    response = tap(deelnemer_face, path, participation, "not_today")
    assert response["Location"] == f"{path}?niet=vandaag"
    assert DayAnswer.objects.get().local_date == TODAY
    assert deelnemer_face.get(response["Location"]).status_code == 200
    tap(deelnemer_face, path, participation, "done")  # it became something after all
    assert (DayAnswer.objects.count(), Interaction.objects.get().status) == (0, "done")
    tap(deelnemer_face, path, participation, "not_today")
    assert DayAnswer.objects.count() == 0


def test_not_today_keeps_what_was_said_about_it(
    deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    barrier = Barrier.objects.create(
        key="druk", label="Druk", answer="Kan.", position=1, offers="ten_seconds"
    )
    say_not_today(participant=participation.participant, day=TODAY, barriers=[barrier], now=AT_NOON)
    tap(deelnemer_face, path, participation, "not_today")
    assert list(DayAnswer.objects.get().barriers.all()) == [barrier]


def test_the_next_day_it_is_a_late_moment_of_that_day(
    deelnemer_face: Client, participation: Participation, path: Path, clock: time_machine.Traveller
) -> None:
    offer_today(participation=participation, day=TODAY, now=AT_NOON)
    clock.move_to(AT_NOON + DAY)
    assert "gisteren" in deelnemer_face.get(path).content.decode()
    tap(deelnemer_face, path, participation, "not_today")
    assert DayAnswer.objects.count() == 0
    tap(deelnemer_face, path, participation, "done")
    moment = Interaction.objects.get()
    assert (moment.local_date, moment.late) == (TODAY, True)
    assert Assignment.objects.get().interaction == moment


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (dt.datetime(2026, 10, 16, 1, 59, 59, tzinfo=dt.UTC), 200),  # four in the morning, in summer
        (dt.datetime(2026, 10, 16, 2, 0, tzinfo=dt.UTC), 410),
    ],
)
def test_it_ends_with_the_next_day(
    at: dt.datetime, status: int, deelnemer_face: Client, path: Path, clock: time_machine.Traveller
) -> None:
    clock.move_to(at)
    response = deelnemer_face.get(path)
    assert response.status_code == status
    assert deelnemer_face.post(path, {}).status_code == (302 if status == 200 else 410)
    if status == 410:
        assert "Er is niets weg" in response.content.decode()


def test_an_unknown_or_withdrawn_link_opens_nothing(deelnemer_face: Client, path: Path) -> None:
    assert deelnemer_face.get("/dag/verzonnen/").status_code == 404
    WayBack.objects.update(replaced_at=AT_NOON)
    assert deelnemer_face.get(path).status_code == 410
    Participant.objects.all().delete()
    assert deelnemer_face.get(path).status_code == 404


def test_a_day_without_anything_to_do_says_so(
    deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    pause_participation(participation=participation, starts_on=TODAY, ends_on=TODAY)
    assert "Er staat nu niets voor je klaar" in deelnemer_face.get(path).content.decode()
    assert tap(deelnemer_face, path, participation, "done")["Location"] == path
    Campaign.objects.update(status="paused")
    assert deelnemer_face.get(path).context["cards"] == []
    assert Interaction.objects.count() == 0


def test_it_has_nothing_of_who_this_browser_knows(
    participation: Participation, path: Path, browser_of: Callable[[Participant], Client]
) -> None:
    someone = make_participation(campaign=make_campaign())
    browser = browser_of(someone.participant)
    response = browser.get(path)
    assert 'class="bar"' not in response.content.decode()
    assert response.context["campaign"] == participation.campaign
    assert django_settings.PARTICIPANT_COOKIE_NAME not in response.cookies


def test_it_speaks_the_language_of_the_mails_unless_the_browser_chose(
    deelnemer_face: Client, participation: Participation, path: Path
) -> None:
    Participant.objects.update(language="en")
    assert '<html lang="en">' in deelnemer_face.get(path).content.decode()
    deelnemer_face.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "nl"
    assert '<html lang="nl">' in deelnemer_face.get(path).content.decode()
