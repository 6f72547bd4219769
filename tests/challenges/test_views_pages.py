"""Every page of the participant face: whole for a browser, its inside for htmx, and open to the right people only."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client

from accounts.models import Participant
from accounts.services.ways_back import make_start_link
from challenges.models import Assignment
from interactions.models import Interaction
from tests.factories import AT_NOON, make_assignment, make_campaign, make_moment, make_participant

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(AT_NOON, tick=False):
        yield


@dataclass
class Scene:
    """A participant in a campaign with a plan and something done, and somebody else in nothing."""

    participant: Participant
    other: Participant
    slug: str
    idea: str
    planned: uuid.UUID
    done: uuid.UUID
    start_link: str

    def path(self, name: str) -> str:
        return {**self.public(), **self.own(), **self.of_a_moment(), **self.of_a_participation()}[name]

    def public(self) -> dict[str, str]:
        return {
            "front": "/",
            "how": "/hoe-het-werkt/",
            "ideas": "/ideeen/",
            "idea": f"/ideeen/{self.idea}/",
            "privacy": "/privacy/",
            "accessibility": "/toegankelijkheid/",
            "landing": f"/{self.slug}/",
            "guest_today": f"/{self.slug}/rondkijken/",
            "start": f"/startlink/{self.start_link}/",
        }

    def own(self) -> dict[str, str]:
        return {
            "today": "/vandaag/",
            "not_today": "/vandaag/niet/",
            "diary": "/dagboek/",
            "mine": "/van-mij/",
        }

    def of_a_participation(self) -> dict[str, str]:
        return {"today_in": f"/vandaag/in/{self.slug}/"}

    def of_a_moment(self) -> dict[str, str]:
        return {
            "moment": f"/moment/{self.done}/",
            "predict": f"/moment/{self.planned}/voorspelling/",
            "response": f"/moment/{self.done}/reactie/",
            "note": f"/moment/{self.done}/notitie/",
        }


PUBLIC = ("front", "how", "ideas", "idea", "privacy", "accessibility", "landing", "guest_today", "start")
OWN = ("today", "not_today", "diary", "mine")
OF_SOMEBODY = ("today_in", "moment", "predict", "response", "note")


@pytest.fixture
def scene() -> Scene:
    participant = make_participant()
    assignment = make_assignment(participation=None)
    type(assignment.participation).objects.filter(pk=assignment.participation.pk).update(
        participant=participant
    )
    planned = make_moment(participant=participant, status=Interaction.Status.PLANNED)
    Assignment.objects.filter(pk=assignment.pk).update(interaction=planned)
    done = make_moment(participant=participant, predicted_yes=4, response="positive")
    version = done.idea_version
    assert version is not None
    return Scene(
        participant=participant,
        other=make_participant(),
        slug=assignment.participation.campaign.slug,
        idea=version.idea.key,
        planned=planned.client_id,
        done=done.client_id,
        start_link=make_start_link(participant=make_participant(), now=AT_NOON),
    )


def assert_whole(html: str) -> None:
    assert html.startswith("<!DOCTYPE html>")
    assert len(re.findall(r"<title>[^<]+ · Gedag</title>", html)) == 1
    assert html.count("<h1") == 1
    assert '<main id="inhoud">' in html


def assert_inside(html: str) -> None:
    assert re.match(r"<title>[^<]+ · Gedag</title>", html)
    assert html.count("<title>") == 1
    assert "<html" not in html
    assert "<main" not in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("name", PUBLIC)
def test_a_stranger_may_read_the_public_pages(name: str, scene: Scene, deelnemer_face: Client) -> None:
    response = deelnemer_face.get(scene.path(name))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert_whole(response.content.decode())
    assert "deelname" not in response.cookies


@pytest.mark.parametrize("name", [*PUBLIC, *OWN, *OF_SOMEBODY])
def test_a_participant_gets_the_page_whole(
    name: str, scene: Scene, browser_of: Callable[[Participant], Client]
) -> None:
    response = browser_of(scene.participant).get(scene.path(name))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "HX-Request" in response["Vary"]
    assert_whole(response.content.decode())


@pytest.mark.parametrize("name", [*PUBLIC, *OWN, *OF_SOMEBODY])
def test_htmx_gets_the_inside_with_its_title_and_address(
    name: str, scene: Scene, browser_of: Callable[[Participant], Client]
) -> None:
    path = f"{scene.path(name)}?a=b"
    response = browser_of(scene.participant).get(path, headers=HTMX)
    assert (response.status_code, response["HX-Push-Url"]) == (200, path)
    assert_inside(response.content.decode())


@pytest.mark.parametrize("name", [*OWN, *OF_SOMEBODY])
def test_a_stranger_is_sent_to_the_front_page(name: str, scene: Scene, deelnemer_face: Client) -> None:
    response = deelnemer_face.get(scene.path(name))
    assert (response.status_code, response["Location"]) == (302, "/?wie=onbekend")
    response = deelnemer_face.get(scene.path(name), headers=HTMX)
    assert response["HX-Redirect"] == "/?wie=onbekend"
    assert response.content == b""


@pytest.mark.parametrize("name", OF_SOMEBODY)
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_is_not_there(
    name: str, method: str, scene: Scene, browser_of: Callable[[Participant], Client]
) -> None:
    response = getattr(browser_of(scene.other), method)(scene.path(name))
    assert response.status_code == (
        405 if (name, method) in {("today_in", "post"), ("moment", "post")} else 404
    )


@pytest.mark.parametrize(
    "path",
    [
        "/bestaat-niet/",
        "/bestaat-niet/meedoen/",
        "/bestaat-niet/rondkijken/",
        "/ideeen/bestaat-niet/",
        "/vandaag/in/bestaat-niet/",
        f"/moment/{uuid.UUID(int=0)}/",
        "/moment/geen-uuid/",
        "/moment/%00/",
        "/%00/",
        "/a/b/c/d/",
        "/thema/bestaat-niet-1.css",
        "/thema/gedag-99999999999999999999999.css",
        f"/{'a' * 3000}/",
        "/<script>/",
    ],
)
def test_an_unknown_address_is_a_page_that_says_so(
    path: str, scene: Scene, browser_of: Callable[[Participant], Client]
) -> None:
    response = browser_of(scene.participant).get(path)
    assert response.status_code == 404
    assert "Deze pagina is er niet" in response.content.decode()


@pytest.mark.parametrize("name", ["try_it", "outcome"])
def test_a_tap_is_a_post(name: str, scene: Scene, browser_of: Callable[[Participant], Client]) -> None:
    path = f"/vandaag/in/{scene.slug}/{'probeer' if name == 'try_it' else 'uitkomst'}/"
    assert browser_of(scene.participant).get(path).status_code == 405
    assert browser_of(scene.other).post(path, {"client_id": uuid.uuid4(), "did": "done"}).status_code == 404


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_a_hidden_campaign_is_not_there(status: str, deelnemer_face: Client) -> None:
    slug = make_campaign(status=status).slug
    for path in (f"/{slug}/", f"/{slug}/rondkijken/", f"/{slug}/meedoen/"):
        assert deelnemer_face.get(path).status_code == 404


def test_reading_stores_nothing_of_a_stranger(scene: Scene, deelnemer_face: Client) -> None:
    before = Participant.objects.count()
    for name in PUBLIC:
        deelnemer_face.get(scene.path(name))
    deelnemer_face.get(f"/{scene.slug}/meedoen/?stap=zin")
    assert Participant.objects.count() == before


def test_a_head_is_a_get_without_content(scene: Scene, browser_of: Callable[[Participant], Client]) -> None:
    browser = browser_of(scene.participant)
    for name in (*PUBLIC, *OWN, *OF_SOMEBODY):
        response = browser.head(scene.path(name))
        assert (response.status_code, response.content) == (200, b""), name
