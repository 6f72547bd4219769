"""The history in plain Dutch: what each kind of row is called, and each of its fields. Only staff read it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import Organisation
from accounts.permissions import Role
from challenges.models import Campaign, Contribution, LogbookEntry, Proposal
from challenges.queries.staff_history import Event
from challenges.queries.staff_people import PEOPLE
from interactions.models import Barrier, IdeaVersion
from interactions.models.library import Act, Counterpart, Form, Step

Say = Callable[[Any], str]


@dataclass(frozen=True)
class Names:
    """What numbers stand for: members of staff by id, campaigns by id, and things by kind and id."""

    staff: Mapping[int, str]
    campaigns: Mapping[int, str]
    things: Mapping[tuple[str, int], str]

    def member(self, pk: int) -> str:
        return self.staff.get(pk, "oud-medewerker")

    def campaign(self, pk: int | None) -> str:
        name = self.campaigns.get(pk) if pk else None
        return f"‘{name}’" if name else "een campagne die er niet meer is"

    def day(self, pk: int) -> str:
        return f"dag {self.things.get(('day', pk), '?')}"

    def thing(self, kind: str, pk: int) -> str:
        return self.things.get((kind, pk), "is er niet meer")


@dataclass(frozen=True)
class Kind:
    """How a kind of row is told: what it is, what happened per label, and the name of each field that is shown."""

    what: Callable[[Event, Names], str]
    happened: Mapping[str, str]
    fields: Mapping[str, str | tuple[str, Say]]
    said: frozenset[str] = frozenset()  # what the sentence says already: told only when it changes


MADE = {"insert": "gemaakt", "update": "gewijzigd", "delete": "weggehaald"}


def _choice(choices: Any) -> Say:
    labels = {value: str(label) for value, label in choices}
    return lambda value: labels.get(value, str(value))


def _moment(value: str) -> str:
    return date_format(localtime(dt.datetime.fromisoformat(value)), "j F Y, H.i")


def _date(value: str) -> str:
    return date_format(dt.date.fromisoformat(value), "j F Y")


def _times(value: list[str]) -> str:
    return ", ".join(time[:5].replace(":", ".") for time in value)


def _people(value: list[str]) -> str:
    return ", ".join(PEOPLE.get(one, one) for one in value)


def _yes(value: bool) -> str:  # noqa: FBT001 (a value out of a row)
    return "ja" if value else "nee"


def _whose_idea(event: Event) -> tuple[str, str]:
    own = event.after["organisation_id"] is not None
    return ("Eigen idee", "") if own else ("Idee", " uit de bibliotheek")


def _of_campaign(text: str) -> Callable[[Event, Names], str]:
    return lambda event, names: f"{text} van {names.campaign(event.campaign_id)}"


def _proposal(event: Event, names: Names) -> str:
    idea = event.after["idea_id"]
    return f"Eigen idee ‘{names.thing('idea', idea)}’" if idea else "Een bijdrage van een deelnemer"


_STEPS, _MOMENTS = _choice(Step.choices), _choice(LogbookEntry.Moment.choices)

WORDS: dict[str, Kind] = {
    "organisation": Kind(
        lambda event, names: f"Organisatie ‘{event.after['name']}’",
        MADE,
        {"name": "naam", "slug": "adres", "kind": ("soort", _choice(Organisation.Kind.choices))},
        frozenset({"name"}),
    ),
    "membership": Kind(
        lambda event, names: f"Medewerker {names.member(event.after['user_id'])}",
        {"insert": "toegevoegd", "update": "andere rol", "delete": "uit de organisatie gehaald"},
        {"role": ("rol", _choice((role.value, role.value) for role in Role))},
    ),
    "campaign": Kind(
        lambda event, names: f"Campagne ‘{event.after['name']}’",
        MADE,
        {
            "status": ("stand", _choice(Campaign.Status.choices)),
            "name": "naam",
            "slug": "adres",
            "headline": "wat de een zegt",
            "reply": "wat de ander zegt",
            "intro": "uitleg",
            "people": ("de twee mensen", _people),
            "theme_id": "uitstraling",
            "calendar": ("kalender", _choice(Campaign.Calendar.choices)),
            "starts_on": ("eerste dag", _date),
            "ends_on": ("laatste dag", _date),
            "national": ("landelijke campagne", _yes),
            "contact_email": "e-mailadres voor deelnemers",
            "help_line": "hulplijn",
            "prompt_times": ("tijden voor berichten", _times),
            "adoptable": ("andere gemeenten mogen haar overnemen", _yes),
            "adopted_from_id": "overgenomen van",
            "published_at": ("gepubliceerd", _moment),
            "group_until": ("ruimte voor een groep tot", _moment),
        },
        frozenset({"name"}),
    ),
    "theme": Kind(
        lambda event, names: f"Uitstraling ‘{event.after['name']}’",
        MADE,
        {"name": "naam", "key": "adres"},
        frozenset({"name"}),
    ),
    "logo": Kind(
        lambda event, names: f"Logo van uitstraling ‘{names.thing('theme', event.after['theme_id'])}’",
        {"insert": "toegevoegd", "update": "vervangen", "delete": "weggehaald"},
        {"alt": "beschrijving", "width": "breedte", "height": "hoogte", "digest": "kenmerk van het bestand"},
    ),
    "idea": Kind(
        lambda event, names: (
            f"{_whose_idea(event)[0]} ‘{names.thing('idea', event.object_id)}’{_whose_idea(event)[1]}"
        ),
        MADE,
        {
            "key": "adres",
            "domain_id": "plek",
            "form": ("vorm", _choice(Form.choices)),
            "act": ("soort", _choice(Act.choices)),
            "step": ("stap", _STEPS),
            "counterpart": ("met wie", _choice(Counterpart.choices)),
            "seconds": "aantal seconden",
            "credit": "waar het vandaan komt",
            "archived_at": ("in het archief", _moment),
        },
    ),
    "words": Kind(
        lambda event, names: (
            f"Tekst van idee ‘{event.after['title']}’ uit de bibliotheek"
            if event.after["author"] == IdeaVersion.Author.EDITOR
            else f"Tekst van eigen idee ‘{event.after['title']}’"
        ),
        {"insert": "geschreven"},
        {"title": "titel", "do": "wat je doet", "say": "wat je zegt", "why": "waarom", "safety": "let op"},
        frozenset({"title"}),
    ),
    "domain": Kind(
        lambda event, names: f"Plek ‘{event.after['name']}’ in de bibliotheek",
        MADE,
        {
            "name": "naam",
            "short_name": "korte naam",
            "place": "zo staat het in een zin",
            "description": "uitleg",
        },
    ),
    "barrier": Kind(
        lambda event, names: f"Drempel ‘{event.after['label']}’ in de bibliotheek",
        MADE,
        {
            "label": "drempel",
            "answer": "antwoord",
            "offers": ("wat iemand daarna krijgt", _choice(Barrier.NextOffer.choices)),
            "position": "plaats in de lijst",
            "archived_at": ("in het archief", _moment),
        },
    ),
    "day": Kind(
        lambda event, names: f"Dag {event.after['number']} van {names.campaign(event.campaign_id)}",
        {"insert": "toegevoegd", "update": "verplaatst", "delete": "weggehaald"},
        {"number": "dag"},
        frozenset({"number"}),
    ),
    "slot": Kind(
        lambda event, names: (
            f"{names.day(event.after['day_id']).capitalize()} van {names.campaign(event.campaign_id)},"
            f" {_STEPS(event.after['step'])}"
        ),
        {"insert": "idee gekozen", "update": "ander idee", "delete": "idee weggehaald"},
        {"idea_id": "idee", "day_id": "dag", "step": ("stap", _STEPS)},
        frozenset({"day_id", "step"}),
    ),
    "logbook": Kind(
        lambda event, names: (
            f"Logboek van {names.campaign(event.campaign_id)}, {_MOMENTS(event.after['moment'])}"
        ),
        {"insert": "geschreven", "update": "gewijzigd", "delete": "weggehaald"},
        {
            "did": "wat we deden",
            "reach": "wie we bereikten",
            "hours": "uren",
            "worked": "wat werkte",
            "did_not": "wat niet werkte",
            "differently": "wat we anders zouden doen",
        },
    ),
    "broadcast": Kind(
        _of_campaign("Bericht aan de deelnemers"),
        {"insert": "geschreven"},
        {"title": "titel", "text": "tekst", "confirmed_at": ("bevestigd", _moment)},
    ),
    "contribution": Kind(
        _of_campaign("Bijdrage van een deelnemer"),
        {"update": "beoordeeld"},
        {"status": ("besluit", _choice(Contribution.Status.choices))},
    ),
    "proposal": Kind(
        _proposal,
        {"insert": "voorgesteld aan Movisie", "delete": "teruggenomen"},
        {"idea_id": "eigen idee"},
        frozenset({"idea_id"}),
    ),
    "decision": Kind(
        _proposal,
        {"update": "beoordeeld"},
        {"state": ("besluit", _choice(Proposal.State.choices)), "made_id": "werd het idee"},
    ),
    "outside": Kind(
        lambda event, names: f"Campagne buiten Gedag ‘{event.after['name']}’",
        {"insert": "opgeschreven", "update": "gewijzigd", "delete": "weggehaald"},
        {
            "municipality": "gemeente",
            "name": "naam",
            "starts_on": ("eerste dag", _date),
            "ends_on": ("laatste dag", _date),
            "about_how_many": "hoeveel mensen ongeveer",
            "did": "wat ze deden",
            "address": "webadres",
        },
        frozenset({"name"}),
    ),
}
# Kept, and nothing to read: numbers of rows, what the sentence above already says, and what follows from the rest.
NOT_SHOWN: dict[str, set[str]] = {
    "organisation": {"id"},
    "membership": {"id", "user_id", "organisation_id"},
    "campaign": {"id", "organisation_id"},
    "theme": {"id", "organisation_id", "version"},
    "logo": {"id", "theme_id"},
    "idea": {"id", "organisation_id", "from_article", "edited_at"},
    "words": {"id", "idea_id", "number", "author"},
    "domain": {"key", "for_ideas", "position", "edited_at"},
    "barrier": {"key", "from_article", "asks_safety", "edited_at"},
    "day": {"id", "campaign_id"},
    "slot": {"id"},
    "logbook": {"id", "campaign_id", "moment"},
    "broadcast": {"id", "campaign_id", "created_at"},
    "contribution": {"campaign_id", "decided_at"},
    "proposal": {"organisation_id", "state", "made_id"},
    "decision": {"organisation_id", "idea_id"},
    "outside": {"id", "organisation_id"},
}
# Fields that hold several values by name; each is told by itself.
IN_PARTS = {"english": "Engels", "tokens": "huisstijl"}
POINTERS: dict[str, Callable[[Names, Any], str]] = {
    "theme_id": lambda names, pk: names.thing("theme", pk),
    "idea_id": lambda names, pk: names.thing("idea", pk),
    "adopted_from_id": lambda names, pk: names.thing("campaign", pk),
    "day_id": lambda names, pk: names.day(pk),
    "made_id": lambda names, pk: names.thing("idea", pk),
}
