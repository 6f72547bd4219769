"""The mails themselves: complete as text, and as HTML that asks nothing of anybody else."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from accounts.emails import HOUSE_COLOURS, Letter
from challenges import emails
from challenges.models import Participation, Theme
from challenges.queries.calendar import DayState
from challenges.queries.today import card
from challenges.services.campaign_files import read_campaign_file
from tests.factories import TODAY, make_assignment, make_participation

pytestmark = pytest.mark.django_db
TO = "ik@thuis.example"
LINK = "http://localhost:8000/vandaag/"
STOP = emails.stop(unsubscribe_token="een", preferences_token="twee")


def today(participation: Participation) -> Letter:
    assignment = make_assignment(participation=participation)
    shown = card(participation, state=DayState.CHALLENGE, assignment=assignment, on=TODAY)
    return emails.today_letter(to=TO, cards=[shown], day=TODAY, link=LINK, stop=STOP)


LETTERS: dict[str, Callable[[Participation], Letter]] = {
    "today": today,
    "log_reminder": lambda one: emails.log_reminder_letter(
        to=TO, participation=one, day=TODAY, link=LINK, stop=STOP
    ),
    "check_in": lambda one: emails.check_in_letter(to=TO, participation=one, stop=STOP),
    "notice": lambda one: emails.notice_letter(
        to=TO,
        campaign=one.campaign,
        title="Koffie op het plein",
        text="Kom je ook?\n\nZaterdag om <drie> uur.",
        stop=STOP,
    ),
}
each_letter = pytest.mark.parametrize("make", LETTERS.values(), ids=LETTERS.keys())


@pytest.fixture
def participation() -> Participation:
    participation = make_participation()
    theme = Theme.objects.create(
        key="paars", name="Paars", tokens={"brand-action": "#551177", "brand-on-action": "#ffffff"}
    )
    participation.campaign.theme = theme
    participation.campaign.save()
    return participation


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@each_letter
def test_a_mail_loads_nothing_and_runs_nothing(
    make: Callable[[Participation], Letter], participation: Participation
) -> None:
    for tag, attrs in Elements(make(participation).html).tags:
        assert tag not in {"img", "link", "script", "style", "iframe", "form", "object", "video"}, tag
        assert not {"src", "srcset", "background"} & set(attrs), attrs
        assert "url(" not in (attrs.get("style") or ""), attrs


@each_letter
def test_every_colour_of_text_stands_beside_its_background(
    make: Callable[[Participation], Letter], participation: Participation
) -> None:
    blocks = [
        attrs.get("style") or ""
        for tag, attrs in Elements(make(participation).html).tags
        if tag in {"body", "table", "td", "blockquote"} or attrs.get("class") == "button"
    ]
    for style in filter(lambda style: "color" in style, blocks):
        assert re.search(r"(?<!-)\bcolor:", style), style
        assert "background-color:" in style, style


@each_letter
def test_both_parts_say_the_same_and_where_to_go(
    make: Callable[[Participation], Letter], participation: Participation
) -> None:
    letter = make(participation)
    links = [attrs["href"] for tag, attrs in Elements(letter.html).tags if tag == "a"]
    assert len(links) >= 3
    for link in links:
        assert str(link).removeprefix("mailto:") in letter.text
        assert str(link).startswith(("http://localhost:8000/", "mailto:"))
    assert f"voor {participation.campaign.organisation.name}." in letter.text
    assert "Je krijgt deze mail" in letter.text
    assert "\n\n\n" not in letter.text
    assert not re.search(r"[{}]|&#?\w+;", letter.text)
    assert letter.html.count('class="button"') == 1


@each_letter
def test_a_mail_program_can_stop_it_with_one_tap_and_its_foot_leads_to_the_choice(
    make: Callable[[Participation], Letter], participation: Participation
) -> None:
    letter = make(participation)
    assert dict(letter.headers) == {
        "List-Unsubscribe": "<http://localhost:8000/afmelden/een/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert "http://localhost:8000/berichten/twee/" in letter.text


@each_letter
def test_a_mail_wears_the_campaigns_colours_and_says_its_language(
    make: Callable[[Participation], Letter], participation: Participation
) -> None:
    letter = make(participation)
    html = letter.html
    assert "background-color: #551177" in html
    assert HOUSE_COLOURS["brand-paper"] in html  # what the look leaves open is the house's
    assert '<html lang="nl">' in html
    assert f"<title>{letter.subject}</title>" in html


@each_letter
def test_a_subject_is_short_and_calm(
    make: Callable[[Participation], Letter], participation: Participation
) -> None:
    subject = make(participation).subject
    assert 0 < len(subject) <= 45
    assert not re.search(r"!|niet vergeten|laatste|dringend|let op|gemist", subject, re.IGNORECASE)


def test_what_an_organisation_writes_is_text_and_no_html(participation: Participation) -> None:
    letter = LETTERS["notice"](participation)
    assert "Zaterdag om <drie> uur." in letter.text
    assert "Zaterdag om &lt;drie&gt; uur." in letter.html


def test_the_houses_colours_are_those_of_its_theme() -> None:
    tokens = read_campaign_file(name="themes.yaml")["gedag"]["tokens"]
    assert {name: tokens[name] for name in HOUSE_COLOURS} == HOUSE_COLOURS
