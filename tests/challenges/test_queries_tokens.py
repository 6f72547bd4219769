"""What a stranger's file of tokens comes to, the gate of contrast, and the style sheet that is written from it."""

import json
import re
from pathlib import Path

import pytest
import tinycss2
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.queries.tokens.bridge import CANDIDATES, read_tokens
from challenges.queries.tokens.colours import channels, contrast, hexadecimal, nearest, oklch
from challenges.queries.tokens.files import LARGEST, TokensUnreadableError
from challenges.queries.tokens.gate import FIXED, PAIRS, problems, repaired
from challenges.queries.tokens.house import house_tokens, whole
from challenges.queries.tokens.sheets import style_sheet
from challenges.queries.tokens.values import FONTS
from challenges.validators import BRAND_TOKENS, validate_theme_tokens

HOSTILE = sorted((Path(__file__).parent / "hostile_tokens").iterdir())
COLOUR_TOKENS = [name for name, value in house_tokens().items() if value.startswith("#")]
colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*BRAND_TOKENS, "value", "$value", "brand", "ink"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
few = settings(deadline=None, max_examples=20)
looks = st.fixed_dictionaries(dict.fromkeys(COLOUR_TOKENS, colours))


def read(text: str) -> dict[str, str]:
    """The tokens of a file; none at all when it is refused."""
    try:
        return read_tokens(text).tokens
    except TokensUnreadableError:
        return {}


def reason(text: str) -> str:
    with pytest.raises(TokensUnreadableError) as refused:
        read_tokens(text)
    return refused.value.reason


def assert_only_brand_tokens(css: str) -> None:
    """Reads a style sheet as a browser does: one rule, in it only our names with values of the grammar."""
    rules = tinycss2.parse_stylesheet(css)
    assert [rule.type for rule in rules] == ["qualified-rule"]
    assert tinycss2.serialize(rules[0].prelude) == ":root"
    for part in tinycss2.parse_blocks_contents(rules[0].content):
        assert part.type == "declaration"
        assert not part.important
        validate_theme_tokens({part.name.removeprefix("--"): tinycss2.serialize(part.value)})
    assert not re.search(r"[<>\\@!]|url|/\*|\(", css)


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_a_hostile_file_is_refused_or_reduced(path: Path) -> None:
    tokens = read(path.read_bytes().decode("utf-8", errors="replace"))
    validate_theme_tokens(tokens)
    assert_only_brand_tokens(style_sheet(":root", tokens))
    assert set(tokens.values()) <= {
        "#111111",
        "#222222",
        "#0b6470",
        "#ffffff",
        "#000000",
        "2rem",
        *FONTS.values(),
    }


def test_there_are_hostile_files_enough() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("address_in_a_colour.css", {"brand-ink": "#111111"}),
        ("import_before_rules.css", {"brand-ink": "#222222"}),
        ("style_end.css", {"brand-ink": "#111111"}),
        ("variables_in_a_long_chain.css", {}),
        ("variable_hides_an_address.css", {}),
        ("colour_that_is_see_through.css", {}),
        ("only_in_the_dark.css", {}),
        ("rule_in_a_value.json", {"brand-ink": "#111111"}),
        ("references_in_a_ring.json", {}),
        ("nested_deep.json", {}),
    ],
)
def test_what_is_left_of_a_hostile_file(name: str, tokens: dict[str, str]) -> None:
    assert read((Path(__file__).parent / "hostile_tokens" / name).read_text(encoding="utf-8")) == tokens


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    validate_theme_tokens(read(text))


@settings(deadline=None)
@given(
    st.sampled_from(BRAND_TOKENS),
    st.text(alphabet="#0f9.,:;(){}[]\"'\\/*<>@!-% \nurlvarexpimot", max_size=60),
)
def test_any_value_of_a_token_comes_out_in_our_grammar(token: str, value: str) -> None:
    for text in (f":root{{--{token}:{value}}}", json.dumps({token: value})):
        assert_only_brand_tokens(style_sheet(":root", read(text)))


@settings(deadline=None)
@given(json_values)
def test_any_json_is_read_or_refused(tokens: object) -> None:
    validate_theme_tokens(read(json.dumps(tokens)))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("x" * (LARGEST + 1), "size"),
        ("a{}" * 40_000, "count"),
        ("{" + ",".join(f'"t{number}":"#fff"' for number in range(8001)) + "}", "count"),
        (":root{--brand-ink:" + "(" * 30, "depth"),
        ("Beste collega, hierbij de huisstijl.", "shape"),
        ("body { color: red }", "shape"),
        ("[1]", "shape"),
    ],
)
def test_a_file_is_measured_before_it_is_read(text: str, why: str) -> None:
    assert reason(text) == why


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#0a4", "#00aa44"),
        ("#00AA44", "#00aa44"),
        ("#00aa44ff", "#00aa44"),
        ("rgb(0, 170, 68)", "#00aa44"),
        ("rgb(0 170 68 / 100%)", "#00aa44"),
        ("rgba(0,170,68,1)", "#00aa44"),
        ("hsl(144deg 100% 33.3333%)", "#00aa44"),
        ("hsl(144, 100%, 33.3333%)", "#00aa44"),
        ("white", "#ffffff"),
        ("RebeccaPurple", "#663399"),
        ("var(--groen)", "#00aa44"),
        ("var(--nergens, var(--groen))", "#00aa44"),
    ],
)
def test_a_colour_may_be_written_in_any_way(written: str, colour: str) -> None:
    assert read(f".x{{--groen:#00aa44;--utrecht-link-color:{written}}}") == {"brand-link": colour}


@pytest.mark.parametrize(
    ("written", "radius"),
    [
        ("0", "0rem"),
        ("4px", "0.25rem"),
        (".5rem", "0.5rem"),
        ("6px 6px 0 6px", "0.375rem"),
        ("999px", "2rem"),
    ],
)
def test_corners_come_out_in_rem(written: str, radius: str) -> None:
    assert read(f".x{{--utrecht-button-border-radius:{written}}}") == {"brand-radius": radius}


@pytest.mark.parametrize(
    ("written", "first", "instead_of"),
    [
        ("Arial, sans-serif", "arial", ""),
        ('"Fira Sans", Helvetica, sans-serif', "arial", "Fira Sans"),
        ("Gemeenteletter", "system-ui", "Gemeenteletter"),
        ("Lora, serif", "georgia", "Lora"),
    ],
)
def test_a_font_that_we_do_not_have_becomes_one_that_we_have(
    written: str, first: str, instead_of: str
) -> None:
    found = {one.token: one for one in read_tokens(f".x{{--utrecht-document-font-family:{written}}}").found}
    assert (found["brand-font"].value, found["brand-font"].instead_of) == (FONTS[first], instead_of)


@pytest.mark.parametrize(
    "text",
    [
        '{"utrecht-link-color": "#0b6470"}',
        '{"utrecht": {"link": {"color": {"value": "#0b6470"}}}}',
        '{"utrecht": {"link": {"color": {"$type": "color", "$value": "#0b6470"}}}}',
        '{"set/link": {"utrecht": {"link": {"color": {"value": "{a.b}"}}}}, "a": {"b": {"value": "#0b6470"}}}',
        '{"utrecht.link.color": {"$value": {"colorSpace": "srgb", "components": [0, 0, 0], "hex": "#0b6470"}}}',
        "--utrecht-link-color: #0b6470;",
        "@layer thema { .x-theme { --utrecht-link-color: #0b6470 } }",
        "\ufeff.x { --utrecht-link-color: #ffffff } .y { --utrecht-link-color: #0b6470 }",
        ".x { --utrecht-link-color: #0b6470 } .x--dark { --utrecht-link-color: #ffffff }",
        ".x { --ams-link-color: #0b6470 }",
        ".x { --nl-link-color: #0b6470 }",
        ".x { --basis-color-action-1-color-default: #0b6470 }",
    ],
)
def test_the_ways_in_which_municipalities_have_their_tokens(text: str) -> None:
    assert read(text) == {"brand-link": "#0b6470"}


def test_what_was_not_found_is_told() -> None:
    imported = read_tokens('{"brand-ink": "#111111"}')
    assert (imported.kind, imported.missing) == (
        "json",
        tuple(name for name in BRAND_TOKENS if name != "brand-ink"),
    )


def test_the_text_of_one_part_does_not_land_on_the_ground_of_another() -> None:
    css = ".x{--utrecht-page-header-background-color:#ffffff;--utrecht-page-footer-color:#fffffe}"
    assert read(css) == {"brand-band": "#ffffff"}


def test_every_token_has_names_to_look_for() -> None:
    assert set(CANDIDATES) == set(BRAND_TOKENS)
    assert read_tokens(style_sheet(":root", house_tokens())).tokens == {**house_tokens()}


def test_a_style_sheet_leaves_out_what_it_does_not_know() -> None:
    tokens = {"brand-ink": "#111111", "brand-paper": "red", "body": "#111111", "brand-link": None}
    assert style_sheet(":root", tokens) == ":root{--brand-ink:#111111;}"


def test_the_house_passes_its_own_gate() -> None:
    assert problems({}) == []
    assert repaired({}) == dict(house_tokens())


@few
@given(looks)
def test_the_proposals_together_always_pass_and_change_nothing_that_passes(tokens: dict[str, str]) -> None:
    plan = repaired(tokens)
    assert problems(plan) == []
    assert repaired(plan) == plan
    validate_theme_tokens(plan)
    named = {one.change for one in problems(tokens)}
    assert {name for name, value in plan.items() if value != whole(tokens)[name]} >= named


@few
@given(looks)
def test_taking_proposals_one_by_one_arrives_too(tokens: dict[str, str]) -> None:
    for _ in BRAND_TOKENS:
        found = problems(tokens)
        if not found:
            break
        tokens = {**tokens, found[0].change: found[0].proposal}
    assert problems(tokens) == []


@settings(deadline=None, max_examples=40)
@given(colours, colours)
def test_a_proposal_keeps_the_hue(colour: str, ground: str) -> None:
    found = nearest(colour, lambda other: contrast(other, ground) >= 4.5)
    assert found is not None
    assert contrast(found, ground) >= 4.5
    (_l, chroma, hue), (_m, then_chroma, then_hue) = oklch(colour), oklch(found)
    if min(chroma, then_chroma) > 0.04:  # with less colour than that, a hue is hardly there
        assert abs((hue - then_hue + 180) % 360 - 180) <= 6


@settings(deadline=None)
@given(colours)
def test_a_colour_is_the_same_after_reading_it(colour: str) -> None:
    assert hexadecimal(channels(colour)) == colour
    assert nearest(colour, lambda other: True) == colour


def test_the_nearest_lightness_is_taken() -> None:
    proposal = nearest("#ee5f45", lambda other: contrast(other, "#ffffff") >= 4.5)
    assert proposal is not None
    assert contrast(proposal, "#ffffff") < 4.7
    assert oklch(proposal)[0] < oklch("#ee5f45")[0]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),
        ("#ee5f45", "#021e25", 5.23),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_pairs_look_back_only() -> None:
    """So that one proposal is never undone by the next."""
    order = list(dict.fromkeys(pair.token for pair in PAIRS))
    for pair in PAIRS:
        assert pair.other not in order or order.index(pair.other) < order.index(pair.token)


def test_a_failing_pair_stands_beside_its_proposal() -> None:
    (problem,) = problems({"brand-on-action": "#ffffff", "brand-action-strong": "#000000"})
    assert (problem.pair.token, problem.pair.other, problem.change) == (
        "brand-on-action",
        "brand-action",
        "brand-on-action",
    )
    assert problem.ratio == pytest.approx(contrast("#ffffff", "#ee5f45"))
    assert contrast(problem.proposal, "#ee5f45") >= 4.5


def test_the_fixed_colours_are_those_of_the_style_sheet() -> None:
    css = (Path(__file__).resolve().parents[2] / "static/css/tokens.css").read_text(encoding="utf-8")
    written = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", css))
    written["surface"] = "#ffffff" if written["surface"] == "#fff" else written["surface"]
    assert {name: written[name] for name in FIXED} == FIXED
