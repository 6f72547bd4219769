"""The words themselves: is the library whole, short enough, kind, and do the demo campaigns fit it?"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "interactions" / "library"
CAMPAIGNS = [ROOT / "challenges" / "national.yaml", *sorted((ROOT / "challenges" / "demo").glob("*.yaml"))]

FORMS = {"tip", "groetsmoesje"}
ACTS = {"greet", "ask", "ask_help", "share", "remember"}
STEPS = {"knik", "zin", "praatje"}
COUNTERPARTS = {"stranger", "acquaintance", "service"}
OFFERS = {"ten_seconds", "service_role", "rest_day", "smaller_step", "other_domain", "none"}
SITUATIONS = {
    "done_positive", "done_neutral", "done_declined", "done_unknown",
    "different", "other", "not_today", "unsafe", "first_moment",
}  # fmt: skip
IDEA_KEYS = {"key", "form", "act", "step", "counterpart", "seconds", "title", "do", "why"}
IDEA_OPTIONAL = {"say", "safety", "from_article"}
ARTICLE_IDEAS = {
    "school-leer-een-naam", "buurt-klein-nieuws", "winkel-welke-taart", "uit-vraag-de-weg",
    "buurt-deel-wat-over-is", "werk-ga-rond-met-fruit", "online-weerbericht", "uit-fijn-cafe",
}  # fmt: skip

# Words that diagnose, scold or push. "Ik moet al zo veel" is a participant's own sentence and stays possible.
FORBIDDEN = re.compile(
    r"eenza|diagnos|\bfalen|gefaald|mislukt|\bje (moet|moest)\b|\bmoet je\b|verplicht|helaas|slecht",
    re.IGNORECASE,
)


def read(name: str) -> Any:
    return yaml.safe_load((LIBRARY / name).read_text(encoding="utf-8"))


DOMAINS: list[dict[str, Any]] = read("domains.yaml")
IDEA_DOMAINS: list[str] = [domain["key"] for domain in DOMAINS if domain["for_ideas"]]
IDEAS: dict[str, list[dict[str, Any]]] = {key: read(f"ideas/{key}.yaml") for key in IDEA_DOMAINS}
ALL_IDEAS: list[dict[str, Any]] = [idea for ideas in IDEAS.values() for idea in ideas]
BARRIERS: list[dict[str, Any]] = read("barriers.yaml")
PRINCIPLES: list[dict[str, Any]] = read("principles.yaml")
FACTS: list[dict[str, Any]] = read("facts.yaml")
OPENERS: dict[str, dict[str, list[str]]] = read("openers.yaml")
ALL_OPENERS: list[str] = [text for kinds in OPENERS.values() for texts in kinds.values() for text in texts]
WARM_LINES: dict[str, list[dict[str, str]]] = read("warm_lines.yaml")


# An opener is about what two people see or do: never looks, body, origin, faith, politics or money, and no chat-up.
PERSONAL = re.compile(
    r"\b(knap|mooie? (ogen|lach|meid|vrouw|man)|lekker ding|schat\w*|lief(je)?|slank|dik|dun|kapsel|jurk\w*|kleding"
    r"|vandaan|accent|huidskleur|geloof\w*|kerk|moskee|bidden|stem(men|t)?|partij|regering|duur|goedkoop|euro|geld"
    r"|salaris|loon|vaker hier|kom jij hier vaker|telefoonnummer|relatie|vrijgezel)\b",
    re.IGNORECASE,
)
SEASON = re.compile(
    r"sneeuw|zomer|winter|lente|herfst|\bkerst|zonnetje|warm vandaag|koud vandaag", re.IGNORECASE
)


def texts(value: Any) -> Iterator[str]:
    """Every string inside a YAML value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def test_there_is_one_ideas_file_per_domain() -> None:
    assert IDEA_DOMAINS == ["buurt", "winkel", "school", "ov", "uit", "werk", "online"]
    assert {path.stem for path in (LIBRARY / "ideas").glob("*.yaml")} == set(IDEA_DOMAINS)
    assert [domain["key"] for domain in DOMAINS if not domain["for_ideas"]] == ["anders"]
    assert [domain["position"] for domain in DOMAINS] == list(range(1, len(DOMAINS) + 1))


@pytest.mark.parametrize("idea", ALL_IDEAS, ids=lambda idea: idea["key"])
def test_idea_has_the_agreed_shape(idea: dict[str, Any]) -> None:
    assert IDEA_KEYS <= set(idea) <= IDEA_KEYS | IDEA_OPTIONAL
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", idea["key"])
    assert len(idea["key"]) <= 60
    assert idea["form"] in FORMS
    assert idea["act"] in ACTS
    assert idea["step"] in STEPS
    assert idea["counterpart"] in COUNTERPARTS
    assert idea["seconds"] in {10, 30, 60, 120, 300}
    assert idea["form"] == "tip" or idea.get("say")
    assert idea["seconds"] <= {"knik": 10, "zin": 60, "praatje": 300}[idea["step"]]
    assert idea["seconds"] >= {"knik": 10, "zin": 10, "praatje": 60}[idea["step"]]
    assert len(idea["title"]) <= 45
    assert len(idea["do"]) <= 220
    assert len(sentences(idea["do"])) <= 4
    assert len(idea.get("say", "")) <= 70
    assert len(idea["why"]) <= 200
    assert len(idea.get("safety", "")) <= 150
    assert not re.search(r"[\"„“”]", " ".join(texts(idea)))


@pytest.mark.parametrize("domain", IDEA_DOMAINS)
def test_every_domain_offers_every_kind(domain: str) -> None:
    ideas = IDEAS[domain]
    assert len(ideas) >= 11
    assert all(idea["key"].startswith(f"{domain}-") for idea in ideas)
    assert {idea["form"] for idea in ideas} == FORMS
    assert {idea["act"] for idea in ideas} == ACTS
    # "I thought they would not like it" is answered with somebody at work: every place has some.
    assert sum(idea["counterpart"] == "service" for idea in ideas) >= 1
    per_step = Counter(idea["step"] for idea in ideas)
    assert set(per_step) == STEPS
    assert min(per_step.values()) >= 3
    assert sum(idea["form"] == "groetsmoesje" for idea in ideas) >= 4
    # "Too busy" is answered with ten seconds: every place has some.
    assert sum(idea["seconds"] == 10 for idea in ideas) >= 2


def test_ideas_are_really_different() -> None:
    assert len(ALL_IDEAS) >= 78
    for field in ("key", "title", "say", "do", "why"):
        counted = Counter(idea[field].casefold() for idea in ALL_IDEAS if field in idea)
        assert [text for text, times in counted.items() if times > 1] == [], field


def test_the_article_is_carried() -> None:
    assert {idea["key"] for idea in ALL_IDEAS if idea.get("from_article")} == ARTICLE_IDEAS
    assert [barrier["from_article"] for barrier in BARRIERS[:4]] == [True, True, True, False]
    assert [barrier["offers"] for barrier in BARRIERS[:3]] == ["service_role", "ten_seconds", "rest_day"]
    assert len(PRINCIPLES) == 5


def test_barriers_are_answered() -> None:
    assert len(BARRIERS) == 9
    assert len({barrier["key"] for barrier in BARRIERS}) == 9
    assert [barrier["position"] for barrier in BARRIERS] == list(range(1, 10))
    assert {barrier["offers"] for barrier in BARRIERS} <= OFFERS
    assert [barrier["key"] for barrier in BARRIERS if barrier["asks_safety"]] == ["niet-prettig-of-veilig"]
    for barrier in BARRIERS:
        assert len(barrier["label"]) <= 60
        assert 2 <= len(sentences(barrier["answer"])) <= 4


def test_principles_are_in_order() -> None:
    assert len({principle["key"] for principle in PRINCIPLES}) == 5
    assert [principle["position"] for principle in PRINCIPLES] == [1, 2, 3, 4, 5]
    assert all(len(principle["text"]) <= 200 for principle in PRINCIPLES)


def test_facts_have_a_source_and_fit_a_no() -> None:
    assert 14 <= len(FACTS) <= 20
    assert len({fact["key"] for fact in FACTS}) == len({fact["text"] for fact in FACTS}) == len(FACTS)
    for fact in FACTS:
        assert len(fact["text"]) <= 180
        assert re.search(r", (19|20)\d\d, ", fact["source"])
        assert re.fullmatch(r"10\.\d{4,9}/\S+", fact["url_or_doi"])
        assert set(fact["fits"]) <= {"any", "declined", "neutral", "not_done"}
    for situation in ("declined", "neutral", "not_done"):
        assert sum(situation in fact["fits"] for fact in FACTS) >= 4


def test_every_place_and_character_has_openers_for_two_rounds() -> None:
    assert list(OPENERS) == IDEA_DOMAINS
    for place, kinds in OPENERS.items():
        assert list(kinds) == ["observer", "asker", "giver", "joker"], place
        assert min(len(lines) for lines in kinds.values()) >= 6, place


def test_openers_are_really_different() -> None:
    counted = Counter(text.casefold() for text in ALL_OPENERS)
    assert [text for text, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("text", ALL_OPENERS)
def test_an_opener_can_be_said_to_anybody_at_any_time(text: str) -> None:
    assert len(text) <= 70
    assert len(sentences(text)) <= 2
    assert text[0].isupper()
    assert text[-1] in ".?!"
    assert not PERSONAL.search(text)
    assert not SEASON.search(text)


@pytest.mark.parametrize("place", IDEA_DOMAINS)
def test_an_asker_asks(place: str) -> None:
    assert all("?" in text for text in OPENERS[place]["asker"])


def test_warm_lines_are_short_and_enough() -> None:
    assert set(WARM_LINES) == SITUATIONS
    every_line = [entry["line"] for entries in WARM_LINES.values() for entry in entries]
    assert len(set(every_line)) == len(every_line)
    for entries in WARM_LINES.values():
        assert len(entries) >= 5
        for entry in entries:
            assert set(entry) <= {"line", "more"}
            assert len(entry["line"]) <= 60
            assert len(entry.get("more", "")) <= 120
    # After a no, or something unpleasant, the app never answers with one bare line.
    assert all(entry.get("more") for entry in WARM_LINES["done_declined"] + WARM_LINES["unsafe"])


@pytest.mark.parametrize("path", CAMPAIGNS, ids=lambda path: path.stem)
def test_campaign_fits_the_library(path: Path) -> None:
    campaign = yaml.safe_load(path.read_text(encoding="utf-8"))
    by_key = {idea["key"]: idea for idea in ALL_IDEAS}
    assert campaign["slug"] == {"national": "landelijk"}.get(path.stem, path.stem)
    assert campaign["organisation"]["kind"] in {"municipality", "institute"}
    assert len(campaign["headline"]) <= 24
    assert len(campaign["reply"]) <= 28
    assert len(campaign["intro"]) <= 200
    assert len(campaign["help_line"]) <= 200
    assert campaign["contact_email"].endswith(".example")
    assert campaign["theme"] in {"gedag", "vaartwijk", "heuvelrade"}
    assert len(set(campaign["people"])) == 2
    assert set(campaign["people"]) <= {"bun", "curls", "scarf", "cap", "long"}
    days = campaign["days"]
    assert [day["number"] for day in days] == list(range(1, campaign["length_days"] + 1))
    last_seen: dict[str, int] = {}
    domains = set()
    for day in days:
        assert set(day["slots"]) == STEPS
        for step, key in day["slots"].items():
            assert by_key[key]["step"] == step, key
            assert day["number"] - last_seen.get(key, -7) >= 7, f"{key} twice within a week"
            last_seen[key] = day["number"]
            domains.add(key.split("-", 1)[0])
    assert len(domains) >= 5


def test_demo_campaigns_are_the_three_agreed() -> None:
    campaigns = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in CAMPAIGNS]
    found = {campaign["slug"]: campaign for campaign in campaigns}
    shape = {slug: (campaign["calendar"], campaign["length_days"]) for slug, campaign in found.items()}
    assert shape == {"landelijk": ("rolling", 21), "amsterdam": ("fixed", 14), "enschede": ("fixed", 14)}
    assert all("(demo)" in found[slug]["name"] for slug in ("amsterdam", "enschede"))


@pytest.mark.parametrize(
    "path", [*sorted(LIBRARY.rglob("*.yaml")), *CAMPAIGNS], ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_words_are_kind_and_sentences_short(path: Path) -> None:
    for text in texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
        assert not FORBIDDEN.search(text), text
        for sentence in sentences(text):
            assert len(sentence.split()) <= 20, sentence
