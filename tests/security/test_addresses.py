"""Where an answer sends somebody, and whose host it is."""

import re
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.core import mail
from pytest_django import Settings

from tests.architecture import rights
from tests.architecture.rights import FACES
from tests.architecture.rights_world import LOGIN_OF, browser_of, make_world
from tests.faces import DEELNEMER, FaceClient
from tests.factories import AT_NOON, make_campaign, make_contact
from tests.outbox import drain_outbox
from tests.security.asking import HOSTS, SIGNED_IN, as_on_a_server, ask
from tests.security.reading import ALL_OF_IT, names_read

pytestmark = pytest.mark.django_db
# What has led elsewhere in some program or other. A browser reads a backslash as a slash, and skips tabs and ends of
# lines wherever they stand.
ELSEWHERE = [
    "https://kwaad.example/",
    "http://kwaad.example",
    "//kwaad.example/",
    "///kwaad.example",
    "////kwaad.example/",
    "/\\kwaad.example",
    "\\\\kwaad.example",
    "\\/kwaad.example",
    "/\t/kwaad.example",
    "/\n/kwaad.example",
    "\t//kwaad.example",
    " //kwaad.example",
    "\r\n//kwaad.example",
    "https:kwaad.example",
    "https:/kwaad.example",
    "https:///kwaad.example",
    "http:\\\\kwaad.example",
    "//kwaad.example\\@gedag.example",
    "//gedag.example@kwaad.example",
    "https://gedag.example.kwaad.example/",
    "https://gedag.example@kwaad.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//%09/kwaad.example",
    "/%09/kwaad.example",
    "//kwaad%E3%80%82example",
    "/beheer/eigen/\\..\\..//kwaad.example",
    "//[::1]/",
    "//1.2.3.4",
    "/\u2028/kwaad.example",
    "\u0000//kwaad.example",
    "/.//kwaad.example",
    "//kwaad.example:443/",
    "ftp://kwaad.example/",
    "/beheer/eigen/\r\nSet-Cookie: a=b",
    "/x\r\n\r\n<script>alert(1)</script>",
]
NAMES = (
    "next",
    "terug",
    "van",
    "naar",
    "url",
    "redirect",
    "return",
    "retry_path",
    "target",
    "campagne",
    "over",
)


def leads_away(location: str, face: str) -> bool:
    """Whether a browser that is told this leaves the face, as browsers read an address."""
    here = f"https://{HOSTS[face]}/een/pagina/"
    read = re.sub(r"[\t\r\n]", "", location.strip("".join(map(chr, range(33))))).replace("\\", "/")
    goal = urlsplit(urljoin(here, read))
    scheme = re.match(r"[a-z][a-z0-9+.-]*:", read, re.IGNORECASE)
    ours = read.startswith(f"https://{HOSTS[face]}/")
    doubtful = (
        bool(re.match(r"/[/\\]", read)) or bool(scheme and not ours) or "\r" in location or "\n" in location
    )
    return doubtful or (goal.scheme, goal.netloc) != ("https", HOSTS[face])


@pytest.mark.parametrize("address", ELSEWHERE[:20])
def test_what_leads_away_is_known_as_such(address: str) -> None:
    assert leads_away(address, "deelnemer")


@pytest.mark.parametrize("face", FACES)
@pytest.mark.usefixtures("_not_drawn")
def test_no_page_leads_away_whatever_is_asked(face: str, settings: Settings) -> None:
    """Every route, with every name that something to go to has anywhere, in the address and in the form."""
    as_on_a_server(settings, face)
    world = make_world()
    client, side = browser_of(world, face, SIGNED_IN[face]), world.side_of(SIGNED_IN[face])
    away = []
    for number, route in enumerate(rights.routes_of(face)):
        address = rights.address_of(route, world, side, SIGNED_IN[face])
        for method in ("GET", "POST"):
            for goal in (ELSEWHERE[number % len(ELSEWHERE)], "//kwaad.example/"):
                said = urlencode(dict.fromkeys(NAMES, goal))
                body = said if method == "POST" else ""
                with names_read() as read:
                    answer = ask(client, method, f"{address}?{said}", face=face, body=body)
                for name in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "Refresh"):
                    target = answer.get(name, "")
                    if name in answer and leads_away(target.partition("?")[0], face):
                        away.append((method, route, name, target))
                if not read & {ALL_OF_IT, *NAMES}:
                    break  # another goal makes no difference to who looks at none
    assert away == []


def test_a_language_leads_back_here(settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    client = FaceClient(DEELNEMER)
    goals = []
    for goal in ELSEWHERE:
        body = urlencode({"taal": "en", "terug": goal})
        goals.append(ask(client, "POST", "/taal/", face="deelnemer", body=body)["Location"])
    assert [goal for goal in goals if leads_away(goal, "deelnemer")] == []


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/inloggen/"),
        ("GET", "/inloggen/tweede-stap/"),
        ("POST", "/inloggen/noodcodes/"),
        ("GET", "/beheer/eigen/ideeen/nieuw/"),
    ],
)
def test_the_places_that_do_lead_somewhere(method: str, address: str, settings: Settings) -> None:
    as_on_a_server(settings, "beheer")
    client = browser_of(make_world(), "beheer", "beheerder")
    wrong = []
    for goal in ELSEWHERE:
        said = urlencode({"next": goal, "terug": goal})
        answer = ask(
            client, method, f"{address}?{said}", face="beheer", body=said if method == "POST" else ""
        )
        linked = f'href="{goal}' in answer.content.decode() and leads_away(
            re.sub(r"[\r\n]", "", goal), "beheer"
        )
        if leads_away(answer.get("Location", "/"), "beheer") or linked:
            wrong.append((goal, answer.get("Location")))
    assert wrong == []


def test_who_must_sign_in_comes_back_here_and_nowhere_else(settings: Settings) -> None:
    """The address that was asked for goes along, whatever its beginning."""
    as_on_a_server(settings, "beheer")
    client = FaceClient(LOGIN_OF["beheer"])
    answer = ask(client, "GET", "/beheer/eigen/?next=//kwaad.example", face="beheer")
    assert answer["Location"] == "/inloggen/?next=/beheer/eigen/%3Fnext%3D//kwaad.example"
    doubled = ask(client, "GET", "//kwaad.example/beheer/", face="beheer")
    assert "Location" not in doubled or not leads_away(doubled["Location"], "beheer")


# --- whose host it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "kwaad.example",
        "gedag.example.kwaad.example",
        "kwaad.example:443",
        "gedag.example@kwaad.example",
        "",
        "gedag.example, kwaad.example",
        "gedag.example/kwaad",
        "[::1]",
        "127.0.0.1",
        "beheer.gedag.example",
        "gedag_example",
    ],
)
def test_another_host_name_is_refused(host: str, settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    answer = ask(
        FaceClient(DEELNEMER, raise_request_exception=False), "GET", "/", face="deelnemer", HTTP_HOST=host
    )
    assert answer.status_code == 400
    assert "Location" not in answer


def test_what_a_stranger_says_of_the_host_counts_for_nothing(settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    campaign = make_campaign()
    headers = {
        "X-Forwarded-Host": "kwaad.example",
        "X-Original-Host": "kwaad.example",
        "Forwarded": "host=kwaad.example",
    }
    for address in ("/", f"/{campaign.slug}/", "/ideeen", "/dagboek/", "/van-mij/"):
        answer = ask(FaceClient(DEELNEMER), "GET", address, face="deelnemer", headers=headers)
        assert "kwaad" not in answer.content.decode() + answer.get("Location", "")


def test_a_mail_names_the_address_that_was_set_and_not_the_one_that_was_asked(settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    address = make_contact().address
    settings.ALLOWED_HOSTS = ["gedag.example", "ander.example"]
    client = FaceClient(DEELNEMER)
    client.post("/terug/mail/", {"address": address}, secure=True, headers={"Host": "ander.example"})
    drain_outbox(AT_NOON)
    assert len(mail.outbox) == 1
    assert "ander.example" not in mail.outbox[0].message().as_string()


def test_the_scheme_is_believed_of_our_own_proxy_alone(settings: Settings) -> None:
    as_on_a_server(settings, "deelnemer")
    said = {"X-Forwarded-Proto": "https"}
    answer = ask(FaceClient(DEELNEMER), "GET", "/", face="deelnemer", secure=False, headers=said)
    assert (answer.status_code, answer["Location"]) == (301, "https://gedag.example/")
