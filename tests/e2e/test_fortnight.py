"""A fortnight of five people, day by day, with and without script: a shy one, a busy one, one who does this already,
one in two campaigns, one who loses the phone. Every page they meet is accessible and narrow enough."""

import dataclasses
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.clock import Clock, moved_face
from tests.e2e.conftest import Stack, Visitor
from tests.e2e.journey import join, press

pytestmark = pytest.mark.e2e
both_ways = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])

# A campaign that begins on day 0, through the same services as the demo.
MAKE_CAMPAIGN = """
import datetime as dt
from challenges.services.campaign_files import load_house_themes, make_campaign, read_campaign_file
row = {{**read_campaign_file(name="demo/enschede.yaml"), "slug": "veertien"}}
make_campaign(row=row, themes=load_house_themes(), starts_on=dt.date.fromisoformat("{}"))
"""
# There is no screen for approving yet.
APPROVE = """
from django.utils import timezone
from challenges.models import Contribution
Contribution.objects.filter(text={!r}).update(status="approved", decided_at=timezone.now())
"""


@pytest.fixture(scope="module")
def clock(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clock]:
    with moved_face(stack, tmp_path_factory.mktemp("clock")) as moved:
        stack.manage("shell", "-v", "0", "-c", MAKE_CAMPAIGN.format(moved.first))
        yield moved


@dataclasses.dataclass
class Person:
    """Somebody who comes back on other days."""

    visitor: Visitor
    clock: Clock
    face: Stack
    script: bool
    checked: set[str] = dataclasses.field(default_factory=set)

    def join(self, campaign: str, step: str) -> None:
        """Takes part from day 0 on."""
        self.clock.set(0)
        join(self.visitor, self.face, campaign=campaign, step=step)

    def on(self, day: int, path: str = "/vandaag/") -> None:
        """Opens a page on this day."""
        self.clock.set(day)
        self.visitor.page.goto(self.face.deelnemer + path)
        self.check()

    def sees(self, words: str) -> None:
        """These words stand on the page, and the page has come to rest."""
        expect(self.visitor.page.locator("main").get_by_text(words).first).to_be_visible()

    def misses(self, words: str) -> None:
        """These words stand nowhere on the page."""
        expect(self.visitor.page.locator("main")).not_to_contain_text(words)

    def check(self) -> None:
        """Each page once a journey: nothing sticks out, and with script axe finds nothing."""
        page = self.visitor.page
        name = re.sub(r"[0-9a-f-]{36}", "", page.url) + page.locator("h1").first.inner_text()
        if name not in self.checked:
            self.checked.add(name)
            self.visitor.reflows()
            if self.script:
                self.visitor.axe()

    def press(self, name: str, then: str) -> None:
        """Presses a button; the page that follows carries these words."""
        press(self.visitor.page, name)
        self.sees(then)
        self.check()

    def follow(self, name: str, then: str) -> None:
        """Follows a link; the page that follows carries these words."""
        self.visitor.page.get_by_role("link", name=name).first.click()
        self.sees(then)
        self.check()

    def pick(self, answer: str) -> None:
        """Chooses an answer."""
        self.visitor.page.get_by_label(answer, exact=True).check(force=True)

    def guess_and_log(self, *, guess: str, answer: str) -> None:
        """From the challenge to the mirror."""
        self.press("Ik ga het proberen", "Stel, je doet dit bij 10 mensen")
        self.pick(guess)
        self.press("Dit denk ik", "Hoe ongemakkelijk gaat het voelen?")
        self.follow("Sla over", "Ga je gang.")
        self.press("Gelukt", "Hoe reageerde de ander?")
        self.pick(answer)
        self.press("Verder", "Hoe ongemakkelijk was het?")
        self.follow("Genoeg zo", "Jij dacht")

    def not_today(self, barrier: str, then: str) -> None:
        """Says "vandaag niet" and what the reason is; the answer carries these words."""
        self.follow("Vandaag niet", "Je hoeft niets te kiezen.")
        self.pick(barrier)
        self.press("Bewaar", "Hoe zit je nu in je vel?")
        self.follow("Sla over", then)


@pytest.fixture
def person(stack: Stack, clock: Clock, visit: Callable[..., Visitor], script: bool) -> Person:
    return Person(visit(script=script), clock, dataclasses.replace(stack, deelnemer=stack.clocked), script)


@both_ways
def test_a_shy_person(person: Person) -> None:
    person.join("veertien", "Knik")
    person.guess_and_log(guess="2 van de 10", answer="positief")
    person.on(1)
    person.not_today("Ik vond het spannend", "Kies gerust een kleinere stap.")
    person.on(2)
    person.sees("Je vond het spannend. Daarom een kleinere stap.")
    person.guess_and_log(guess="3 van de 10", answer="neutraal")
    person.on(3)
    person.not_today("Ik moet al zo veel", "Neem eerst een rustdag.")
    person.on(4)
    person.sees("Vandaag hoeft er niets.")
    person.on(5)
    unpleasant = person.visitor.page.get_by_role("heading", level=1).inner_text()
    person.press("Al gedaan", "Hoe reageerde de ander?")
    person.press("Het voelde niet prettig of veilig", "Weggaan is altijd goed.")
    for day in (6, 7, 8):
        person.on(day)
        person.misses(unpleasant)
        person.guess_and_log(guess="4 van de 10", answer="positief")
    person.on(9, "/dagboek/")
    person.sees("De ander reageerde vaker positief dan je vooraf dacht.")
    person.on(14)
    person.sees("Je bent aan het eind. Mooi.")


@both_ways
def test_a_busy_person(person: Person) -> None:
    person.join("veertien", "Zin")
    person.on(1)
    person.not_today("Ik had het te druk", "tien tellen")
    person.on(2)
    person.sees("Daarom iets van tien tellen")
    person.on(3)
    person.follow("Gisteren nog iets gedaan?", "Dat kan vandaag nog in je dagboek.")
    person.press("Anders gelopen", "Hoe reageerde de ander?")
    person.follow("Genoeg zo", "Iets wijzigen of delen")
    person.on(3)
    expect(person.visitor.page.get_by_role("link", name="Gisteren nog iets gedaan?")).to_have_count(0)
    person.on(4, "/van-mij/in/veertien/")
    person.follow("Even pauze", "Je mist niets.")
    person.press("Neem pauze", "Pauze tot en met")
    person.on(7)
    person.sees("Je hebt pauze")
    person.on(11)
    expect(person.visitor.page.get_by_role("button", name="Ik ga het proberen")).to_be_visible()


@both_ways
def test_one_who_does_this_already(person: Person, stack: Stack) -> None:
    page, words = (
        person.visitor.page,
        f"Zal ik plaats maken? {'Met' if person.script else 'Zonder'} alle plezier.",
    )
    person.clock.set(0)
    page.goto(f"{person.face.deelnemer}/veertien/meedoen/")
    person.press("Ik doe dit al veel", "Nog één tik, dan doe je mee")
    person.press("Ja, ik ben 16 of ouder en doe mee", "Heb jij een goed smoesje?")
    person.on(1, "/smoesje/?plek=ov&karakter=giver")
    person.follow("Maak hem van jou", "Jouw smoesje")
    page.get_by_label("Jouw smoesje").fill(words)
    person.press("Bewaar", words)
    person.follow("Geef door aan de campagne", "Jouw tekst")
    person.press("Bekijk het eerst", "Klopt het zo?")
    person.press("Ja, deel dit", "wacht op")
    stack.manage("shell", "-v", "0", "-c", APPROVE.format(words))
    person.on(5, "/veertien/smoesjes/")
    person.sees(words)
    person.on(9, "/van-mij/gedeeld/")
    person.press("Neem terug", "Je deelde nog niets")
    person.on(9, "/veertien/smoesjes/")
    person.misses(words)
    person.on(12, "/van-mij/in/veertien/vanzelf/")
    person.press("Ja, ik rond af", "Het gaat vanzelf. Mooi.")
    person.on(13)
    person.sees("Je doet nu nergens aan mee")


@both_ways
def test_one_in_two_campaigns(person: Person) -> None:
    page = person.visitor.page
    person.join("veertien", "Zin")
    page.goto(f"{person.face.deelnemer}/landelijk/meedoen/?stap=praatje")
    person.press("Ik doe mee", "Ook vandaag")
    person.on(1)
    person.guess_and_log(guess="6 van de 10", answer="liever niet")
    person.on(1)
    person.press("Al gedaan", "Hoe reageerde de ander?")
    person.on(1)
    person.sees("Dit is je 2e moment deze maand.")
    person.on(4)
    person.not_today("Het is mijn rustdag", "Geniet ervan.")
    person.on(4, "/vandaag/in/landelijk/")
    person.sees("Geniet ervan.")
    person.on(14)  # one is over, the other goes on
    person.misses("Ook vandaag")
    expect(page.get_by_role("button", name="Ik ga het proberen")).to_be_visible()
    person.on(14, "/van-mij/in/landelijk/")
    person.follow("Stop met deze campagne", "Je dagboek blijft van jou.")
    person.press("Ja, ik stop", "Waar je aan meedoet")
    person.on(15)
    person.sees("Je bent aan het eind. Mooi.")


@both_ways
def test_one_who_loses_the_phone(person: Person, visit: Callable[..., Visitor]) -> None:
    page = person.visitor.page
    person.join("landelijk", "Knik")
    person.guess_and_log(guess="5 van de 10", answer="positief")
    person.on(0, "/van-mij/terugkomen/")
    person.press("Maak mijn code", "Print deze pagina")
    code = page.locator(".code").inner_text()
    found = dataclasses.replace(person, visitor=visit(script=person.script))
    found.on(8, "/terug/")
    found.visitor.page.get_by_label("De code van je papier").fill(code.lower())
    found.press("Verder met mijn code", "Ga op dit toestel verder waar je was.")
    found.press("Verder op dit toestel", "dag 9 van")
    found.press("Al gedaan", "Hoe reageerde de ander?")
    found.on(9, "/van-mij/gegevens/")
    found.press("Log uit op alle andere", "Andere toestellen kennen je niet meer.")
    person.on(9, "/dagboek/")
    person.sees("Dit toestel kennen we nog niet.")
