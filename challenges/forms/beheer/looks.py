"""Forms about looks: the sixteen values of one, a new one from another, and the one that a campaign has."""

from collections.abc import Mapping, Sequence
from typing import Any

import tinycss2
from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.models import Theme, ThemeVersion
from challenges.queries.tokens.values import FONTS, colour

# What staff call the tokens, in the groups of the page.
GROUPS: Sequence[tuple[Any, Any, Mapping[str, Any]]] = (
    (
        _("De pagina"),
        _("Waar alles op staat, en wat erop staat."),
        {
            "brand-paper": _("Achtergrond"),
            "brand-ink": _("Tekst en koppen"),
            "brand-ink-soft": _("Rustige tekst"),
            "brand-link": _("Links"),
            "brand-line": _("Randen van velden en knoppen"),
            "brand-focus": _("Rand om wat je aanwijst met het toetsenbord"),
        },
    ),
    (
        _("De knop"),
        _("Op elk scherm is er één: de volgende stap."),
        {
            "brand-action": _("Knop"),
            "brand-on-action": _("Tekst op de knop"),
            "brand-action-strong": _("Knop onder de muis"),
        },
    ),
    (
        _("De poster"),
        _("Het grote vlak boven aan de campagnepagina."),
        {"brand-band": _("Poster"), "brand-on-band": _("Tekst op de poster")},
    ),
    (
        _("De tekstballonnen"),
        _("Wat jij zegt, en wat een ander terugzegt."),
        {"brand-sun": _("Eerste ballon"), "brand-tint": _("Tweede ballon")},
    ),
    (
        _("Letters en vorm"),
        _("Letters die wij hebben of die elk toestel heeft."),
        {
            "brand-font-head": _("Letter van koppen"),
            "brand-font": _("Letter van tekst"),
            "brand-radius": _("Hoeken"),
        },
    ),
)
LABELS: Mapping[str, Any] = {
    token: label for _title, _about, labels in GROUPS for token, label in labels.items()
}
_FONT_NAMES = {
    "commissioner": _("Commissioner (van Gedag)"),
    "system-ui": _("De letter van het toestel zelf"),
    "arial": "Arial",
    "verdana": "Verdana",
    "trebuchet ms": "Trebuchet",
    "georgia": _("Georgia, met schreef"),
    "times new roman": _("Times, met schreef"),
}
_RADII = [
    ("0rem", _("Recht")),
    ("0.25rem", _("Een beetje rond")),
    ("0.75rem", _("Rond")),
    ("1.25rem", _("Heel rond")),
]


def field_name(token: str) -> str:
    """The name of a token's field: brand-ink-soft is asked as ink_soft."""
    return token.removeprefix("brand-").replace("-", "_")


class ColourInput(forms.TextInput):
    """A colour by its number, beside the browser's own picker. Both are sent; the one that was changed counts."""

    template_name = "challenges/beheer/colour.html"

    def __init__(self, *, label: Any) -> None:
        super().__init__(attrs={"class": "utrecht-textbox", "spellcheck": "false", "autocomplete": "off"})
        self.label = label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(picked=_as_colour(str(value or "")), label=self.label)
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed, picked, shown = (data.get(key) for key in (name, f"{name}-kies", f"{name}-was"))
        untouched = shown and typed and typed.strip().lower() == shown
        return picked if untouched and picked else typed


def _as_colour(text: str) -> str:
    """#rrggbb of a colour as somebody types it, or nothing."""
    found = colour(tinycss2.parse_component_value_list(text[:60]))
    return found.value if found else ""


class ColourField(forms.CharField):
    """A colour: #rrggbb, or any other way in which CSS writes one that hides nothing behind it."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        found = _as_colour(text) or _as_colour(f"#{text}")
        if not found:
            raise forms.ValidationError(_("Dit is geen kleur. Schrijf bijvoorbeeld #0b6470."), code="colour")
        return found


class LookForm(forms.Form):
    """The sixteen values of a look with its name. `version`: the one that the page showed; `source`: where the values
    come from."""

    name = forms.CharField(label=_("Naam"), max_length=60, help_text=_("Alleen voor jullie zelf."))
    version = forms.IntegerField(widget=forms.HiddenInput)
    source = forms.ChoiceField(
        widget=forms.HiddenInput,
        choices=[(one, one) for one in ThemeVersion.Source.values if one != ThemeVersion.Source.REVERTED],
    )

    def __init__(self, data: Any = None, *, shown: Mapping[str, str]) -> None:
        """`shown` are the look's values now: a font or radius of its own stays one of the choices."""
        super().__init__(data)
        for token, label in LABELS.items():
            if token == "brand-radius":  # noqa: S105 (a token of design)
                field: forms.Field = forms.ChoiceField(label=label, choices=_with(shown[token], _RADII))
            elif token.startswith("brand-font"):
                fonts = [(stack, _FONT_NAMES[key]) for key, stack in FONTS.items()]
                field = forms.ChoiceField(label=label, choices=_with(shown[token], fonts))
            else:
                field = ColourField(
                    label=label,
                    max_length=60,
                    widget=ColourInput(label=label),
                    error_messages={"required": _("Kies een kleur. Schrijf bijvoorbeeld #0b6470.")},
                )
            field.widget.attrs["data-token"] = f"--{token}"
            self.fields[field_name(token)] = field

    @property
    def groups(self) -> list[tuple[Any, Any, list[forms.BoundField]]]:
        """The fields as the page shows them: title, explanation, fields."""
        return [
            (title, about, [self[field_name(token)] for token in labels]) for title, about, labels in GROUPS
        ]

    def tokens(self) -> dict[str, str]:
        """The values that came in, once they are valid."""
        return {token: self.cleaned_data[field_name(token)] for token in LABELS}


def _with(value: str, choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    known = {choice for choice, _label in choices}
    return (
        choices
        if value in known
        else [(value, _("Zoals het nu is (%(value)s)") % {"value": value}), *choices]
    )


def look_form(
    tokens: Mapping[str, str], *, name: str, version: int, source: str = ThemeVersion.Source.PICKER
) -> LookForm:
    """The form filled in with values that nobody sent."""
    form = LookForm(shown=tokens)
    form.initial = {
        "name": name,
        "version": version,
        "source": source,
        **{field_name(token): value for token, value in tokens.items()},
    }
    return form


class NewLookForm(forms.Form):
    """A look of one's own, from another."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=60,
        help_text=_("Bijvoorbeeld de naam van je gemeente."),
        error_messages={"required": _("Geef de uitstraling een naam.")},
    )
    source = forms.ModelChoiceField(
        label=_("Begin met de kleuren van"),
        queryset=Theme.objects.none(),
        to_field_name="key",
        empty_label=None,
    )

    def __init__(self, data: Any = None, *, looks: Any, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["source"].queryset = looks  # type: ignore[attr-defined]


class WearForm(forms.Form):
    """The look that a campaign has."""

    look = forms.ModelChoiceField(queryset=Theme.objects.none(), to_field_name="key", empty_label=None)

    def __init__(self, data: Any = None, *, looks: Any) -> None:
        super().__init__(data)
        self.fields["look"].queryset = looks  # type: ignore[attr-defined]
