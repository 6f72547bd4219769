"""Drawn parts, form controls and the field template."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template

from accounts.forms.widgets import SCALE_CHOICES, NumberScale, PeopleScale, PickMany, PickOne, StepChooser
from accounts.templatetags import components

SPRITES = Path(__file__).resolve().parents[2] / "static" / "svg"
STEPS = [("knik", "knik"), ("zin", "zin"), ("praatje", "praatje")]


def _symbols() -> dict[str, str]:
    """Every symbol of every sprite with its view box."""
    found: dict[str, str] = {}
    for sprite in ("icons", "objects", "people", "senders"):
        found |= dict(
            re.findall(r'<symbol id="([^"]+)" viewBox="([^"]+)"', (SPRITES / f"{sprite}.svg").read_text())
        )
    return found


def _render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_drawings_are_there_with_the_view_box_we_say() -> None:
    symbols = _symbols()
    for name, box in components.VIEW_BOXES.items():
        assert symbols[name] == box, name
    assert set(components.DOMAIN_DRAWINGS.values()) <= set(components.VIEW_BOXES)


@pytest.mark.parametrize(
    "name",
    [*(f"d-{key}" for key in [*components.DOMAIN_DRAWINGS, "anders"]), *(f"s-{key}" for key, _ in STEPS),
     "a-positief", "a-neutraal", "a-liever-niet", "a-weet-niet", "a-rust", "mens"],
)  # fmt: skip
def test_every_word_of_the_house_has_an_icon(name: str) -> None:
    assert name in _symbols()


def test_icons_used_in_templates_exist() -> None:
    templates = Path(__file__).resolve().parents[2] / "templates"
    used = {
        name
        for path in templates.rglob("*.html")
        for name in re.findall(r'{% (?:icon|drawing) "([^"]+)"', path.read_text())
    }
    assert used <= set(_symbols())


def test_icon_is_decoration_unless_it_has_a_label() -> None:
    plain = _render('{% icon "check" %}')
    assert 'aria-hidden="true"' in plain
    assert "#check" in plain
    named = _render('{% icon "d-buurt" "i-l" label=label %}', label='"><script>')
    assert 'role="img" aria-label="&quot;&gt;&lt;script&gt;"' in named
    assert 'class="i-l"' in named


def test_drawing_comes_from_its_own_file() -> None:
    assert "svg/people.svg#p-bun" in _render('{% drawing "p-bun" %}')
    assert "svg/objects.svg#o-bank" in _render('{% domain_drawing "onbekend" %}')
    with pytest.raises(KeyError):
        components.drawing("o-olifant")


def test_tens_says_in_words_what_it_shows() -> None:
    html = _render('{% tens 4 "reageren positief" %}')
    assert 'aria-label="4 van de 10 reageren positief"' in html
    assert html.count('class="on"') == 4
    assert html.count("<use") == 10


def test_the_door_you_came_through_is_marked() -> None:
    assert _render('<a{% current "dagboek" %}>', current_door="dagboek") == '<a aria-current="page">'
    assert _render('<a{% current "vandaag" %}>', current_door="dagboek") == "<a>"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(10, "tien tellen"), (30, "een halve minuut"), (60, "een minuut"), (300, "5 minuten")],
)
def test_duration_in_words(seconds: int, words: str) -> None:
    assert components.duration(seconds) == words


class _Form(forms.Form):
    predicted = forms.TypedChoiceField(
        label="Hoeveel?", choices=SCALE_CHOICES, coerce=int, widget=PeopleScale, help_text="Een gok is goed."
    )
    awkward = forms.TypedChoiceField(
        choices=[("", "open"), *SCALE_CHOICES], coerce=int, required=False, widget=NumberScale
    )
    step = forms.ChoiceField(choices=STEPS, widget=StepChooser)
    size = forms.ChoiceField(
        choices=STEPS, widget=PickOne(icons={"zin": "s-zin"}, subs={"zin": "Eén vraag."})
    )
    places = forms.MultipleChoiceField(
        choices=[("buurt", "buurt"), ("ov", "ov")], widget=PickMany(icons="d-{}", layout="tiles")
    )
    note = forms.CharField(label="Notitie", widget=forms.Textarea)
    code = forms.CharField(help_text="<b>Let op</b>")
    agreed = forms.BooleanField(label="Akkoord")


def test_people_scale_is_eleven_radio_inputs() -> None:
    html = str(_Form(initial={"predicted": 4})["predicted"])
    assert html.count('type="radio"') == 11
    assert html.count("svg/icons.svg#mens") == 10
    assert "Niemand (0)" in html
    assert re.findall(r'value="(\d+)"[^>]* checked', html) == ["4"]
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) == set(
        re.findall(r'<input[^>]* id="([^"]+)"', html)
    )


def test_number_scale_says_its_ends_and_leaves_the_empty_choice_out() -> None:
    html = str(_Form()["awkward"])
    assert html.count('type="radio"') == 11
    assert "0 = helemaal niet" in html
    assert ", heel erg" in html


def test_picks_show_icon_second_line_and_layout() -> None:
    form = _Form(initial={"places": ["ov"]})
    assert "picks--steps" in str(form["step"])
    assert "#s-praatje" in str(form["step"])
    size = str(form["size"])
    assert "<small>Eén vraag.</small>" in size
    assert "#s-knik" not in size
    places = str(form["places"])
    assert places.count('type="checkbox"') == 2
    assert places.count("checked") == 1
    with pytest.raises(ValueError, match="layout"):
        PickOne(layout="cirkel")


def test_plain_widgets_get_component_classes() -> None:
    form = _Form()
    assert 'class="utrecht-textarea"' in str(form["note"])
    assert 'class="utrecht-textbox"' in str(form["code"])
    wrong = _Form({})
    assert 'class="utrecht-textbox utrecht-textbox--invalid"' in str(wrong["code"])


@pytest.mark.parametrize("name", ["predicted", "note", "agreed"])
def test_field_names_its_hint_and_error(name: str) -> None:
    html = _Form({})[name].as_field_group()
    named = re.search(r'aria-describedby="([^"]+)"', html)
    assert named
    for reference in named[1].split():
        assert f'id="{reference}"' in html
    assert "utrecht-form-field-error-message" in html
    assert ("<fieldset" in html) == (name == "predicted")


def test_hint_is_text_and_not_markup() -> None:
    html = _Form()["code"].as_field_group()
    assert "<b>Let op</b>" not in html
