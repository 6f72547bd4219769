"""The hands of a campaign officer: what they press, choose and type, counted, and the steps of a set-up."""

import re
import time
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Stack, Visitor

# What an officer needs for one click, choice or run of keys, finding the place included, and for one typed character.
SECONDS_AN_INTERACTION, SECONDS_A_CHARACTER = 2.5, 0.25

ACTION, ACTION_SEEN = "#5b2a86", "rgb(91, 42, 134)"
# As a municipality's site has it. White on yellow is the one pair that cannot be read.
HOUSE_STYLE = f"""
:root {{
  --utrecht-link-color: #3d1c5a;
  --utrecht-button-primary-action-background-color: {ACTION};
  --utrecht-button-primary-action-color: #ffffff;
  --utrecht-button-primary-action-hover-background-color: #45206a;
  --utrecht-page-header-background-color: #ffc629;
  --utrecht-page-header-color: #ffffff;
  --utrecht-button-border-radius: 4px;
}}
"""


@dataclass
class Hands:
    """Everything somebody does on a page. A run of keys in a field is one interaction, and so is getting there."""

    page: Page
    interactions: int = 0
    characters: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long a person would need: their own time, and what the pages took."""
        own = self.interactions * SECONDS_AN_INTERACTION + self.characters * SECONDS_A_CHARACTER
        return own + time.monotonic() - self.began

    def press(self, name: str | re.Pattern[str]) -> None:
        """A button, once the page stands still: what is kept meanwhile may move it a little."""
        self.interactions += 1
        expect(self.page.locator(".htmx-request")).to_have_count(0)
        self.page.get_by_role("button", name=name, exact=isinstance(name, str)).click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.interactions += 1
        self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()

    def step(self, name: str) -> None:
        """To another step, by the bar above the page."""
        self.interactions += 1
        self.page.locator("#stappen a").filter(has_text=name).click()

    def choose(self, group: str, option: str) -> None:
        """One of a handful, by its face."""
        self.interactions += 1
        chosen = self.page.get_by_role("group", name=group).get_by_role(
            "radio", name=re.compile(f"^{option}")
        )
        chosen.check(force=True)

    def key(self, *names: str) -> None:
        """A run of keys that are no text."""
        self.interactions += 1
        for name in names:
            self.page.keyboard.press(name)

    def type(self, label: str, text: str) -> None:
        """Goes to a field and types over what is there."""
        self._into(self._field(label))
        self.interactions += 1
        self.characters += len(text)
        self.page.keyboard.type(text)

    def paste(self, label: str, text: str) -> None:
        self._into(self._field(label))
        self.interactions += 1
        self.page.keyboard.insert_text(text)

    def date(self, label: str, date: str) -> None:
        """A date in a browser's own date field, whose parts stand in an order of the browser's own."""
        self.interactions += 2
        self.characters += len(date)
        self._field(label).fill(date)

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def _into(self, place: Locator) -> None:
        self.interactions += 1
        place.click()
        self.page.keyboard.press("ControlOrMeta+A")


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def take_house_style(hands: Hands, campaign: str) -> None:
    """On the step about the look: an own one, from the styles of the municipality's site, with the pair mended."""
    page = hands.page
    hands.press("Maak er een eigen uitstraling van")
    hands.follow("Neem je huisstijl over")
    hands.paste("Of plak de inhoud", HOUSE_STYLE)
    hands.press("Kijk wat erin zit")
    expect(page.get_by_text("Hier staat 1 paar kleuren te dicht bij elkaar.")).to_be_visible()
    hands.press(re.compile("^Neem het voorstel over"))
    expect(page.get_by_text("Alle kleuren staan ver genoeg uit elkaar")).to_be_visible()
    hands.press("Bewaar de uitstraling")
    expect(page.get_by_text("Bewaard.", exact=True)).to_be_visible()
    hands.follow(f"Terug naar {campaign}")
    expect(page.get_by_role("radio", checked=True)).to_have_accessible_name(re.compile(campaign))


def fill_days(hands: Hands, empty: int) -> None:
    """On the board: takes over the proposal for what is empty."""
    page = hands.page
    hands.follow(f"Vul de {empty} lege dagen")
    heading(page, f"Voorstel voor {empty} dagen")
    hands.press("Neem over")
    expect(page.get_by_text(f"Er zijn {empty} dagen gevuld.")).to_be_visible()
    assert page.locator(".dayc[data-free]").count() == 0


def publish(hands: Hands) -> None:
    """On the check: it is fine, and then public."""
    page = hands.page
    heading(page, "Controle")
    expect(page.get_by_text("Moet nog, voor je publiceert.")).to_have_count(0)
    hands.press("Publiceer de campagne")
    expect(page.locator("#stappen a").filter(has_text="Controle")).to_contain_text("Gepubliceerd")


def poster(hands: Hands) -> bytes:
    """On the page about reach: the poster as it is opened."""
    page = hands.page
    with page.context.expect_event("response", lambda answer: "/bereik/poster.pdf" in answer.url) as opened:
        hands.press("Open de poster (PDF)")
    answer = page.context.request.get(opened.value.url)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def shows_house_style(visitor: Visitor, stack: Stack, slug: str) -> None:
    """What somebody sees who knows nothing but the address: the campaign, in the colour that was pasted."""
    page = visitor.page
    page.goto(f"{stack.deelnemer}/{slug}/")
    button = page.get_by_role("link", name=re.compile("^Ik doe (straks )?mee")).first
    assert button.evaluate("one => getComputedStyle(one).backgroundColor") == ACTION_SEEN
