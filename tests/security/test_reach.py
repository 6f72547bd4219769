"""What an address and what somebody sends can reach: other methods, files, headers, and the secrets that stand in some
addresses."""

import re
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from django.core import mail
from pytest_django import Settings

from accounts.models import Organisation
from challenges.models import Participation
from challenges.services.messages import plan_messages
from tests.architecture import rights
from tests.architecture.rights import FACES
from tests.architecture.rights_world import LOGIN_OF, browser_of, make_world
from tests.architecture.test_templates import TEMPLATES
from tests.faces import DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_campaign, make_contact, make_participation
from tests.outbox import drain_outbox
from tests.security.asking import SIGNED_IN, as_on_a_server, ask
from tests.security.test_addresses import leads_away

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_header_makes_no_other_method_of_it(header: str, settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    world = make_world()
    client = browser_of(world, "deelnemer", "deelnemer")
    for address, status in (("/van-mij/uitloggen/", 405), ("/van-mij/wissen/", 200)):
        query = "?_method=POST&_METHOD=POST"
        answer = ask(client, "GET", address + query, face="deelnemer", headers={header: "POST"})
        assert answer.status_code == status
    assert ask(client, "GET", "/dagboek/", face="deelnemer").status_code == 200


TRAVELLERS = [
    "../config/settings.py",
    "..%2fconfig%2fsettings.py",
    "%2e%2e/config/settings.py",
    "%2e%2e%2fconfig%2fsettings.py",
    "..\\config\\settings.py",
    "..%5cconfig%5csettings.py",
    "....//config/settings.py",
    "%252e%252e/config/settings.py",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "css/../../../config/settings.py",
    "..;/config/settings.py",
    "%00../config/settings.py",
    "css/app.css%00.svg",
    "..%c0%af..%c0%afetc/passwd",
    "~root/.ssh/id_rsa",
    "C:\\windows\\win.ini",
    "file:///etc/passwd",
]
BASES = {
    "deelnemer": ["/static/", "/open-data/2026-Q3/", "/thema/", "/resultaten/", "/"],
    "beheer": [
        "/static/",
        "/static/handleiding/",
        "/handleiding/",
        "/beheer/eigen/campagnes/eigen-campagne/bereik/",
    ],
}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("step", TRAVELLERS)
def test_no_address_reaches_a_file_that_is_not_for_it(
    face: str, step: str, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "app.css").write_text("a{}", encoding="utf-8")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.py").write_text("GEHEIM = 1", encoding="utf-8")
    as_on_a_server(settings, face)
    settings.STATIC_ROOT = tmp_path / "static"
    world = make_world()
    client = browser_of(world, face, SIGNED_IN[face])
    for base in BASES[face]:
        answer = ask(client, "GET", base + step, face=face)
        assert answer.status_code in (301, 302, 400, 404, 410), (base, answer.status_code)
        assert not leads_away(answer.get("Location", "/"), face)
        assert b"GEHEIM" not in answer.content
        assert b"root:" not in answer.content


# --- what gets into a header ------------------------------------------------------------------------------------
BROKEN_LINE = "Ede\r\nX-Kwaad: ja\r\n\r\n<b>"


def test_a_name_makes_no_header_of_an_answer(settings: Settings) -> None:
    """Names stand in titles, file names and subjects; none gets out of its line."""
    as_on_a_server(settings, "beheer")
    world = make_world()
    Organisation.objects.update(name=BROKEN_LINE)
    world.own.campaign.name = BROKEN_LINE[:80]
    world.own.campaign.save()
    client = browser_of(world, "beheer", "beheerder")
    for route in rights.routes_of("beheer"):
        if route.startswith("/beheer/<slug:org>/"):
            address = rights.address_of(route, world, world.own, "beheerder")
            for headers in ({}, {"HX-Request": "true"}):
                answer = ask(client, "GET", address, face="beheer", headers=headers)
                assert "X-Kwaad" not in answer, route
                assert answer.status_code < 500, route
                assert not [value for value in answer.headers.values() if "\r" in value or "\n" in value]


def test_a_name_makes_no_header_of_a_mail() -> None:
    campaign = make_campaign()
    Organisation.objects.update(name="Ede\nBcc: kwaad@kwaad.example")
    participant = make_contact().participant
    make_participation(participant=participant, campaign=campaign)
    Participation.objects.update(channel="email", prompt_time="12:00")
    plan_messages(now=AT_NOON)
    drain_outbox(AT_NOON)
    assert len(mail.outbox) == 1
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert mail.outbox[0].recipients() == [participant.contact.address]


def test_an_odd_address_makes_no_header(settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    for address in (
        "/ideeen%0d%0aX-Kwaad:ja",
        "/%0d%0aX-Kwaad:%20ja/",
        "/ideeen?a=%0d%0aX-Kwaad:ja",
        "/q/%0d%0a/",
    ):
        answer = ask(FaceClient(DEELNEMER), "GET", address, face="deelnemer")
        assert answer.status_code in (301, 404)
        assert "X-Kwaad" not in answer
        assert "\n" not in answer.get("Location", "")


# --- what stands in an address ----------------------------------------------------------------------------------
# Each is one person's, and stands there because it is a link in a mail or on paper (14.2.1: docs/beveiliging.md).
WITH_A_SECRET = {
    "/startlink/<str:secret>/",
    "/terug/code/<str:code>/",
    "/dag/<str:secret>/",
    "/dag/<str:secret>/<uuid:client_id>/",
    "/afmelden/<str:token>/",
    "/berichten/<str:token>/",
    "/inloggen/uitnodiging/<str:secret>/",
}


def test_these_addresses_hold_a_secret_and_no_others() -> None:
    found = {
        route
        for face in FACES
        for route in rights.routes_of(face)
        if re.search(r"<\w+:(secret|token|code|key_secret|password)>", route)
    }
    assert found == WITH_A_SECRET


@pytest.mark.parametrize("route", sorted(WITH_A_SECRET))
def test_an_address_with_a_secret_is_told_to_nobody(route: str, settings: Settings) -> None:
    """Not to another site (no referrer), not to a copy on the way or on the device, and nothing on the page is fetched
    from elsewhere or leads there."""
    face = "beheer" if route.startswith("/inloggen") else "deelnemer"
    as_on_a_server(settings, face)
    world = make_world()
    actor = "daglink" if route.startswith("/dag/") else "anoniem"
    address = rights.address_of(route, world, world.own, actor)
    answer = ask(FaceClient(LOGIN_OF[face]), "GET", address, face=face)
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("same-origin", "no-store")
    html = answer.content.decode()
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', html)
    secret = address.split("/")[2 if face == "deelnemer" else 3]
    assert secret not in " ".join(
        f"{name}{value}" for name, value in answer.headers.items() if name != "HX-Push-Url"
    )


def test_no_form_sends_what_is_secret_in_an_address() -> None:
    """A form that is sent with GET puts what is typed in the address."""
    for template in TEMPLATES:
        for form in re.findall(r"<form[^>]*method=\"get\".*?</form>", template.read_text("utf-8"), re.DOTALL):
            assert not re.search(
                r"csrf_token|password|name=\"(code|token|secret|address|email|note|text)\"", form
            ), template


def test_sign_in_keeps_the_code_out_of_the_address(settings: Settings) -> None:
    as_on_a_server(settings, "beheer")
    answer = ask(FaceClient(LOGIN_OF["beheer"]), "GET", "/inloggen/code/?code=ABCDEFGH", face="beheer")
    assert "ABCDEFGH" not in answer.content.decode() + answer.get("Location", "")


def test_an_idea_goes_back_only_to_a_page_of_its_own_organisation(settings: Settings) -> None:
    as_on_a_server(settings, "beheer")
    world = make_world()
    client = browser_of(world, "beheer", "beheerder")
    for goal, shown in (
        ("/beheer/eigen/campagnes/", True),
        ("/beheer/ander/", False),
        ("/beheer/eigen/@kwaad", True),
    ):
        page = ask(client, "GET", f"/beheer/eigen/ideeen/nieuw/?terug={quote(goal)}", face="beheer")
        assert (f'value="{goal}"' in unquote(page.content.decode())) == shown
