"""The page for when the network is gone, the script that shows it, and the home screen."""

import re
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client

from accounts.models import Participant
from challenges.views import device
from tests.factories import make_participant


@pytest.mark.django_db
def test_offline_page_is_the_same_for_everybody(
    deelnemer_face: Client, browser_of: Callable[[Participant], Client]
) -> None:
    own = browser_of(make_participant())
    assert own.get("/offline/").content == deelnemer_face.get("/offline/").content


def test_service_worker_is_a_script_that_keeps_the_offline_page(deelnemer_face: Client) -> None:
    answer = deelnemer_face.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert 'const PAGE = "/offline/";' in answer.content.decode()


def test_other_words_on_the_offline_page_make_another_service_worker(deelnemer_face: Client) -> None:
    before = deelnemer_face.get("/sw.js").content
    assert deelnemer_face.get("/sw.js").content == before
    with patch.object(device, "render_to_string", return_value="andere woorden"):
        assert deelnemer_face.get("/sw.js").content != before


def test_home_screen_has_an_icon_of_our_own_and_opens_in_the_browser(
    deelnemer_face: Client,
) -> None:
    answer = deelnemer_face.get("/gedag.webmanifest")
    facts = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (facts["start_url"], facts["display"]) == ("/vandaag/", "browser")
    assert facts["icons"] == [{"src": "/static/svg/favicon.svg", "sizes": "any", "type": "image/svg+xml"}]


def test_home_screen_has_the_colours_of_our_own_theme(deelnemer_face: Client) -> None:
    tokens = Path("static/css/tokens.css").read_text("utf-8")
    ours = dict(re.findall(r"--brand-(paper|ink): (#\w+);", tokens))
    facts = deelnemer_face.get("/gedag.webmanifest").json()
    assert (facts["background_color"], facts["theme_color"]) == (ours["paper"], ours["ink"])


def test_policy_allows_the_service_worker(deelnemer_face: Client) -> None:
    policy = deelnemer_face.get("/offline/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy


def test_the_page_that_asks_says_the_language(deelnemer_face: Client) -> None:
    english = {"accept-language": "en"}
    assert "Even geen verbinding" in deelnemer_face.get("/offline/?taal=nl", headers=english).content.decode()
    assert "/offline/" in deelnemer_face.get("/sw.js?taal=nl", headers=english).content.decode()
    assert "?taal=nl`" in deelnemer_face.get("/sw.js?taal=nl", headers=english).content.decode()
    assert "?taal=en`" in deelnemer_face.get("/sw.js?taal=\x00", headers=english).content.decode()
