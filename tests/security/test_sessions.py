"""A session gets another name whenever somebody becomes more than they were, the old name is worth nothing from then
on, and none ever begins because a page was merely opened."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import Participant, ParticipantSession, User
from accounts.services.sessions import open_session, recognise
from accounts.services.ways_back import make_paper_code, make_start_link
from tests.accounts.test_views_second_step import first_step
from tests.architecture import rights
from tests.architecture.rights import FACES
from tests.architecture.rights_world import browser_of as browser_of_actor
from tests.architecture.rights_world import make_world
from tests.faces import BEHEER, DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_campaign, make_contact, make_participant, make_staff
from tests.outbox import drain_outbox
from tests.second_step import code_now, connect_phone

pytestmark = pytest.mark.django_db
Browser = Callable[[Participant], Client]
STAFF = "beheer"  # name of their cookie over http
CHOSEN = "een-naam-die-een-ander-koos-0123456789abcdef"


@pytest.fixture(autouse=True)
def _limits_start_at_nothing() -> None:
    cache.clear()


def own_page(role: str, cookie: str, name: str, address: str) -> int:
    """What another browser gets that brings this cookie along."""
    client = FaceClient(role)
    client.cookies[cookie] = name
    return int(client.get(address).status_code)


class TestStaff:
    """7.2.4, at both steps."""

    def test_each_step_gives_another_name_and_ends_the_one_before(
        self, beheer_face: Client, staff: User
    ) -> None:
        connect_phone(staff)
        beheer_face.cookies[STAFF] = CHOSEN
        names = [CHOSEN]
        first_step(beheer_face, staff)
        names.append(beheer_face.cookies[STAFF].value)
        beheer_face.post("/inloggen/tweede-stap/", {"code": code_now()})
        names.append(beheer_face.cookies[STAFF].value)
        assert len(set(names)) == 3
        assert [own_page(BEHEER, STAFF, name, "/inloggen/mijn-account/") for name in names] == [302, 302, 200]
        assert Session.objects.filter(session_key__in=names[:2]).count() == 0

    def test_the_first_phone_gives_another_name_too(self, beheer_face: Client, staff: User) -> None:
        first_step(beheer_face, staff)
        half = beheer_face.cookies[STAFF].value
        key = str(beheer_face.get("/inloggen/tweede-stap/instellen/").context["key"]).replace(" ", "")
        beheer_face.post("/inloggen/tweede-stap/instellen/", {"code": code_now(key)})
        whole = beheer_face.cookies[STAFF].value
        assert half != whole
        assert own_page(BEHEER, STAFF, half, "/inloggen/mijn-account/") == 302
        assert own_page(BEHEER, STAFF, whole, "/inloggen/mijn-account/") == 200

    def test_signing_out_ends_it_for_good(self, beheer_face: Client, staff: User) -> None:
        beheer_face.force_login(staff)
        name = beheer_face.cookies[STAFF].value
        assert own_page(BEHEER, STAFF, name, "/inloggen/mijn-account/") == 200
        beheer_face.post("/uitloggen/")
        assert own_page(BEHEER, STAFF, name, "/inloggen/mijn-account/") == 302

    def test_signing_out_everywhere_ends_every_browser_and_nobody_elses(
        self, beheer_face: Client, staff: User
    ) -> None:
        colleague, elsewhere = FaceClient(BEHEER), FaceClient(BEHEER)
        colleague.force_login(make_staff())
        elsewhere.force_login(staff)
        beheer_face.force_login(staff)
        names = [one.cookies[STAFF].value for one in (beheer_face, elsewhere, colleague)]
        answer = beheer_face.post("/inloggen/mijn-account/overal-uitloggen/")
        assert (answer.status_code, answer["Location"]) == (302, "/inloggen/?waarom=overal-uit")
        assert "Je bent overal uitgelogd." in beheer_face.get(answer["Location"]).content.decode()
        assert [own_page(BEHEER, STAFF, name, "/inloggen/mijn-account/") for name in names] == [302, 302, 200]

    def test_a_name_that_somebody_else_chose_is_never_taken_over(
        self, beheer_face: Client, staff: User
    ) -> None:
        beheer_face.cookies[STAFF] = CHOSEN
        beheer_face.post("/inloggen/", {"email": staff.email})
        assert beheer_face.cookies[STAFF].value != CHOSEN


class TestParticipants:
    def test_joining_never_takes_over_a_name_that_was_there(self, deelnemer_face: Client) -> None:
        campaign = make_campaign()
        deelnemer_face.cookies["deelname"] = CHOSEN
        page = deelnemer_face.get(f"/{campaign.slug}/meedoen/?stap=zin")
        body = {"stap": "zin", "join_key": page.context["join_key"], "akkoord": "ja"}
        answer = deelnemer_face.post(f"/{campaign.slug}/meedoen/", body)
        assert answer.status_code == 302
        assert answer.cookies["deelname"].value != CHOSEN
        assert ParticipantSession.objects.count() == 1
        assert recognise(secret=CHOSEN, now=AT_NOON) is None

    @pytest.mark.parametrize("way", ["start", "paper", "mail"])
    def test_coming_back_ends_what_this_browser_was(self, way: str, browser_of: Browser) -> None:
        present, target = make_participant(), make_contact().participant
        browser = browser_of(present)
        before = browser.cookies["deelname"].value
        answer = COMING_BACK[way](browser, target)
        after = answer.cookies["deelname"].value
        assert (answer.status_code, after != before) == (302, True)
        assert recognise(secret=before, now=AT_NOON) is None
        assert recognise(secret=after, now=AT_NOON) == target

    @pytest.mark.parametrize("way", ["start", "paper", "mail"])
    @pytest.mark.usefixtures("deelnemer_face")
    def test_every_time_it_is_another_name(self, way: str) -> None:
        target = make_contact().participant
        names = [
            COMING_BACK[way](FaceClient(DEELNEMER), target).cookies["deelname"].value for _again in range(2)
        ]
        assert names[0] != names[1]
        assert [recognise(secret=name, now=AT_NOON) for name in names] == [target, target]

    def test_signing_out_elsewhere_leaves_this_browser_alone(self, browser_of: Browser) -> None:
        participant = make_participant()
        here = browser_of(participant)
        others = [open_session(participant=participant, now=AT_NOON) for _ in range(3)]
        here.post("/van-mij/uitloggen/elders/")
        assert here.get("/dagboek/").status_code == 200
        assert [own_page(DEELNEMER, "deelname", name, "/dagboek/") for name in others] == [302] * 3

    @pytest.mark.parametrize("address", ["/van-mij/uitloggen/", "/van-mij/wissen/"])
    def test_going_ends_it_for_good(self, address: str, browser_of: Browser) -> None:
        browser = browser_of(make_participant())
        name = browser.cookies["deelname"].value
        browser.post(address)
        assert own_page(DEELNEMER, "deelname", name, "/dagboek/") == 302


def with_start_link(browser: Client, target: Participant) -> object:
    return browser.post(f"/startlink/{make_start_link(participant=target, now=AT_NOON)}/")


def with_paper(browser: Client, target: Participant) -> object:
    return browser.post("/terug/code/", {"code": make_paper_code(participant=target, now=AT_NOON)})


def with_mail(browser: Client, target: Participant) -> object:
    mail.outbox.clear()
    browser.post("/terug/mail/", {"address": target.contact.address})
    drain_outbox(AT_NOON)
    code = next(
        line.strip() for line in str(mail.outbox[0].body).splitlines() if line.strip().replace("-", "").isupper()
        and len(line.strip().replace("-", "")) == 8
    )  # fmt: skip
    return browser.post("/terug/mail/code/", {"code": code, "own": "nee"})


COMING_BACK: dict[str, Callable[[Client, Participant], Any]] = {
    "start": with_start_link,
    "paper": with_paper,
    "mail": with_mail,
}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.usefixtures("_not_drawn")
def test_opening_a_page_never_begins_a_session(face: str, settings: Settings) -> None:
    """7.6.2, at every address: also with the secret of a mail in it, also asked by htmx."""
    settings.ROOT_URLCONF = settings.URLCONF_OF[face]
    settings.MIDDLEWARE = settings.MIDDLEWARE_OF[face]
    world = make_world()
    before = ParticipantSession.objects.count()
    began = []
    for actor in ("anoniem", "daglink"):
        for route in rights.routes_of(face):
            for method, headers in (("HEAD", {}), ("GET", {"HX-Request": "true"})):
                client = browser_of_actor(world, face, actor)
                address = rights.address_of(route, world, world.own, actor)
                answer = client.generic(method, address, headers=headers)
                signed_in = face == "beheer" and "_auth_user_id" in client.session
                if signed_in or django_settings.PARTICIPANT_COOKIE_NAME in answer.cookies:
                    began.append(route)
    assert (began, ParticipantSession.objects.count()) == ([], before)
