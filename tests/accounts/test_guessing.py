"""Guessing: the sum says how much is taken at most, and the pages take no more tries than the sum counts."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import Contact, EmailCode, User
from accounts.services.email_codes import MOST_TRIES, NoCodeError, WrongCodeError, redeem_code
from accounts.services.limit_table import DAY, HOUR, LIMITS, MINUTE, Act, Bound, Who
from accounts.services.limits import take
from accounts.services.secrets import ALPHABET, PAPER_LENGTH, new_code, new_secret
from accounts.services.ways_back import make_paper_code
from bench import guessing
from tests.accounts.test_views_second_step import first_step
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_organisation, make_participant, make_staff
from tests.second_step import code_now, connect_phone, with_the_mail_alone

pytestmark = pytest.mark.django_db
VICTIM = "doelwit@thuis.example"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(AT_NOON, tick=False) as travel:
        yield travel


def stranger(number: int, face: str = DEELNEMER) -> Client:
    """A browser on a network of its own."""
    return FaceClient(face, REMOTE_ADDR=f"10.{number // 250}.{number % 250}.1")


@pytest.mark.parametrize("kind", guessing.guesses(), ids=lambda kind: kind.name)
def test_less_than_a_thousandth_of_an_account_is_taken_in_a_day(kind: guessing.Guess) -> None:
    assert 0 < kind.taken < guessing.MOST_TAKEN


def test_the_sum_is_the_one_that_is_written_down() -> None:
    found = {one.name: one for one in guessing.guesses()}
    mailed = found["code in een mail (deelnemer)"]
    assert mailed.tries == 24 * 3 * 5 * 500_000
    assert mailed.taken == pytest.approx(mailed.tries / 32**8)
    on_paper = found["code op papier"]
    assert on_paper.tries == 2 * 6_000 * 60 * 24
    assert on_paper.taken == pytest.approx(on_paper.tries * 500_000 / 2**60)
    staff = found["code in een mail (medewerker)"]
    assert staff.tries == 24 * 30 * 3 * 500_000
    second = found["tweede stap, met iemands mailbox al in handen"]
    assert second.tries == 40 * 5
    assert second.chance == pytest.approx(3e-6 + 1e-7, rel=0.001)


def test_six_digits_would_not_have_done() -> None:
    """The sum can fail: with a code of six digits as many tries take hundreds of accounts."""
    mailed = guessing.guesses()[0]
    assert mailed.tries / 10**6 > 100


def test_codes_in_mails_are_tried_no_more_often_than_the_sum_counts(
    deelnemer_face: Client, clock: time_machine.Traveller
) -> None:
    Contact.objects.create(participant=make_participant(), address=VICTIM, confirmed_at=AT_NOON)
    tried, browsers = 0, iter(range(10_000))
    for _ in range(12 * 3):  # three hours in fives of minutes, as fast as it goes
        while True:
            browser = stranger(next(browsers))
            if browser.post("/terug/mail/", {"address": VICTIM}).status_code != 302:
                break
            for _try in range(MOST_TRIES + 3):
                page = browser.post("/terug/mail/code/", {"code": "0000-0000"})
                tried += "klopt niet" in page.content.decode()
        clock.shift(dt.timedelta(minutes=5))
    assert tried == 3 * 3 * MOST_TRIES
    assert tried * 8 <= guessing.guesses()[0].tries / guessing.ACCOUNTS


def test_a_code_takes_five_wrong_tries_also_when_they_are_all_sent_at_once() -> None:
    browser = new_secret()
    from accounts.services.email_codes import ask_code

    ask_code(address=VICTIM, browser=browser, participant=None, now=AT_NOON)
    came_to: list[str] = []
    for _ in range(20):
        try:
            redeem_code(code="0" * 8, browser=browser, now=AT_NOON)
        except WrongCodeError:
            came_to.append("wrong")
        except NoCodeError:
            came_to.append("none")
    assert came_to == ["wrong"] * MOST_TRIES + ["none"] * (20 - MOST_TRIES)
    assert EmailCode.objects.get().tries == MOST_TRIES


@pytest.mark.parametrize("how", ["typed", "button", "picture"])
def test_codes_on_paper_are_tried_no_more_often_than_the_sum_counts(
    how: str, monkeypatch: pytest.MonkeyPatch, deelnemer_face: Client, clock: time_machine.Traveller
) -> None:
    """With a four-hundredth of the bound that is everybody's, so that thousands of requests are not needed."""
    for act in (Act.TRY_PAPER_CODE, Act.TRY_PAPER_CODE_OF_FEW):
        *others, everybody = LIMITS[act]
        less = Bound(everybody.counter, everybody.who, everybody.most // 400, everybody.per)
        monkeypatch.setitem(LIMITS, act, (*others, less))
    tried = 0
    for minute in range(3):
        for number in range(40):
            browser, code = stranger(number), new_code(PAPER_LENGTH)
            answer = {
                "typed": lambda: browser.post("/terug/", {"code": code}),  # noqa: B023
                "button": lambda: browser.post("/terug/code/", {"code": code}),  # noqa: B023
                "picture": lambda: browser.get(f"/terug/code/{code}/"),  # noqa: B023
            }[how]()
            tried += answer.status_code in {404, 422}
            assert answer.status_code in {404, 422, 429}, minute
        clock.shift(MINUTE)
    assert 3 * less.most < tried <= 3 * 2 * less.most


def test_who_fills_the_codes_on_paper_keeps_nobody_out_who_tries_a_few(
    monkeypatch: pytest.MonkeyPatch, deelnemer_face: Client
) -> None:
    client, everybody = LIMITS[Act.TRY_PAPER_CODE]
    full = Bound(everybody.counter, everybody.who, 20, everybody.per)
    monkeypatch.setitem(LIMITS, Act.TRY_PAPER_CODE, (client, full))
    path = f"/terug/code/{'0' * PAPER_LENGTH}/"
    answers = [stranger(1).get(path).status_code for _ in range(21)]
    assert answers == [404] * 20 + [429]  # theirs alone: twenty is more than a few
    code = make_paper_code(participant=make_participant(), now=AT_NOON)
    assert stranger(2).get(f"/terug/code/{code}/").status_code == 200
    answers = [stranger(2).get(path).status_code for _ in range(10)]
    assert answers == [404] * 9 + [429]


def test_one_network_tries_no_more_codes_on_paper_than_its_bound(
    deelnemer_face: Client, clock: time_machine.Traveller
) -> None:
    most = LIMITS[Act.TRY_PAPER_CODE][0].most
    browser = stranger(1)
    answers = [browser.get(f"/terug/code/{'0' * PAPER_LENGTH}/").status_code for _ in range(most + 5)]
    assert answers == [404] * most + [429] * 5
    assert stranger(2).get(f"/terug/code/{'0' * PAPER_LENGTH}/").status_code == 404


def ask_staff(browser: Client, address: str) -> bool:
    return browser.post("/inloggen/", {"email": address}).status_code == 302


def test_codes_of_staff_are_tried_no_more_often_than_the_sum_counts(
    beheer_face: Client, clock: time_machine.Traveller
) -> None:
    staff = make_staff(organisation=make_organisation())
    tried = asked = 0
    browsers = iter(range(10_000))
    for _ in range(12 * 3):
        for _again in range(3):
            browser = stranger(next(browsers), BEHEER)
            if not ask_staff(browser, staff.email):
                continue
            asked += 1
            for _try in range(5):
                page = browser.post("/inloggen/code/", {"code": "0000-0000"})
                tried += page.status_code in {200, 302} and "Location" not in page.headers
                tried += page.headers.get("Location", "").endswith("/inloggen/") and _try < 3
        clock.shift(dt.timedelta(minutes=5))
    per_hour = next(one.most for one in LIMITS[Act.STAFF_ASK_CODE] if one.who is Who.ADDRESS)
    assert 2 * per_hour <= asked <= 3 * per_hour
    assert 0 < tried <= asked * guessing.staff_tries()


def test_many_tries_of_one_staff_code_at_once_are_three(beheer_face: Client) -> None:
    """Each with the session as it was before any of them, as when they arrive together."""
    staff = make_staff(organisation=make_organisation())
    ask_staff(beheer_face, staff.email)
    before = dict(beheer_face.session.items())
    answers = []
    for _ in range(8):
        session = beheer_face.session
        session.update(before)
        session.save()
        answers.append(beheer_face.post("/inloggen/code/", {"code": "0000-0000"}).status_code)
    assert answers == [200] * 3 + [429] * 5


def test_a_code_of_staff_has_forty_bits_however_it_is_typed(beheer_face: Client) -> None:
    staff = make_staff(organisation=make_organisation(slug="ede"))
    codes = []
    ways: list[Callable[[str], str]] = [str, str.lower, lambda code: code.replace("-", " ")]
    for number, typed in enumerate(ways):
        browser = stranger(number, BEHEER)
        ask_staff(browser, staff.email)
        found = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
        assert found
        codes.append(found[1])
        answer = browser.post("/inloggen/code/", {"code": typed(found[1])})
        assert (answer.status_code, answer["Location"]) == (302, "/beheer/")
    assert len(set(codes)) == 3
    assert set("".join(codes)) <= {*ALPHABET, "-"}


def test_the_second_step_is_tried_no_more_often_than_the_sum_counts(
    beheer_face: Client, clock: time_machine.Traveller
) -> None:
    """By who has the mailbox: a new sign-in each time, until the day is full."""
    staff = make_staff(organisation=make_organisation())
    connect_phone(staff)
    tried = 0
    for turn in range(24):
        browser = FaceClient(BEHEER)
        with_the_mail_alone(browser, staff)
        for _try in range(6):
            page = browser.post("/inloggen/tweede-stap/", {"code": "000000"}).content.decode()
            tried += "Deze code klopt niet" in page
        clock.shift(dt.timedelta(minutes=20))
        if turn == 2:  # an hour
            assert 5 <= tried <= 10
    assert 30 < tried <= guessing.second_step_tries() == 40


@pytest.mark.parametrize("door", ["while signing in", "half signed in", "at one's own account"])
def test_at_every_door_a_second_step_is_counted_before_it_is_tried(
    door: str, beheer_face: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, Act.STAFF_SECOND_STEP, (Bound("staff second step", Who.MEMBER, 2, HOUR),))
    staff = make_staff(organisation=make_organisation())
    connect_phone(staff)
    path = "/inloggen/tweede-stap/"
    if door == "while signing in":
        first_step(beheer_face, staff)
    elif door == "half signed in":
        with_the_mail_alone(beheer_face, staff)
    else:
        beheer_face.force_login(staff)
        path = "/inloggen/mijn-account/vernieuwen/"
    codes = ["000000", "000000", code_now()]
    answers = [beheer_face.post(path, {"code": code, "what": "noodcodes"}) for code in codes]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert codes[2] not in answers[2].content.decode()


def test_second_steps_of_a_colleague_count_apart(beheer_face: Client, clock: time_machine.Traveller) -> None:
    organisation = make_organisation()
    staff, colleague = (make_staff(organisation=organisation) for _ in range(2))
    for user in (staff, colleague):
        connect_phone(user)
    browser = FaceClient(BEHEER)
    with_the_mail_alone(browser, staff)
    for _ in range(12):
        browser.post("/inloggen/tweede-stap/", {"code": "000000"})
    clock.shift(dt.timedelta(minutes=6))  # allauth's own limit is over, ours is not
    refused = browser.post("/inloggen/tweede-stap/", {"code": "000000"})
    assert (refused.status_code, HOUR.total_seconds() < int(refused["Retry-After"]) + 600) == (429, True)
    assert "kan het weer" in refused.content.decode()
    with_the_mail_alone(other := FaceClient(BEHEER), colleague)
    assert "klopt niet" in other.post("/inloggen/tweede-stap/", {"code": "000000"}).content.decode()


@pytest.mark.parametrize("path", ["/startlink/{}/", "/dag/{}/"])
def test_who_opens_link_after_link_is_told_to_stop_and_the_right_one_still_opens(
    path: str, deelnemer_face: Client
) -> None:
    most = LIMITS[Act.MISS_LINK][0].most
    browser = stranger(1)
    answers = [browser.get(path.format(new_secret())).status_code for _ in range(most + 2)]
    assert answers == [404] * most + [429] * 2
    from accounts.services.ways_back import make_start_link

    secret = make_start_link(participant=make_participant(), now=AT_NOON)
    assert browser.get(f"/startlink/{secret}/").status_code == 200


def test_a_day_is_covered_by_whole_stretches() -> None:
    assert guessing.most_times(3, HOUR) == 72
    assert guessing.most_times(40, DAY) == 40
    assert guessing.most_times(1, dt.timedelta(hours=7)) == 4


def test_nobody_is_kept_from_asking_a_code_by_who_asks_for_them_from_elsewhere(
    beheer_face: Client, clock: time_machine.Traveller
) -> None:
    """Five networks, as often as they like."""
    staff = make_staff(organisation=make_organisation())
    for _ in range(3):
        for number in range(5):
            for _again in range(9):
                ask_staff(stranger(number, BEHEER), staff.email)
        clock.shift(dt.timedelta(seconds=10))
    assert len(mail.outbox) == 25
    assert ask_staff(stranger(6, BEHEER), staff.email)


def test_after_a_day_full_of_second_steps_it_is_said_when_it_can_be_done_again(
    beheer_face: Client, clock: time_machine.Traveller
) -> None:
    staff = make_staff(organisation=make_organisation())
    connect_phone(staff)
    for number in range(40):
        take(act=Act.STAFF_SECOND_STEP, by={Who.MEMBER: staff.pk}, now=AT_NOON + number * HOUR / 4)
    clock.move_to(AT_NOON + 11 * HOUR)
    with_the_mail_alone(browser := FaceClient(BEHEER), staff)
    refused = browser.post("/inloggen/tweede-stap/", {"code": code_now()})
    assert (refused.status_code, "Over 15 uur kan het weer" in refused.content.decode()) == (429, True)


def test_nobody_is_kept_from_signing_in_by_who_does_not_have_the_mailbox(beheer_face: Client) -> None:
    """Codes asked by others do not end the one that somebody has."""
    staff: User = make_staff(organisation=make_organisation())
    ask_staff(beheer_face, staff.email)
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", str(mail.outbox[-1].body))
    assert code
    for number in range(20):
        other = stranger(number, BEHEER)
        ask_staff(other, staff.email)
        for _ in range(4):
            other.post("/inloggen/code/", {"code": "0000-0000"})
    assert beheer_face.post("/inloggen/code/", {"code": code[0]})["Location"] == "/beheer/"
