"""Form controls in Gedag's look: real inputs underneath, so keyboard and no-script work.

`GedagFormRenderer` (setting FORM_RENDERER) gives plain Django widgets the NL Design System classes, so a form
only names a widget when it wants one of the drawn ones below.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCALE_CHOICES = [(number, str(number)) for number in range(11)]
NOBODY, NOT_AT_ALL, VERY_MUCH = _("Niemand"), _("helemaal niet"), _("heel erg")

# Without the --html-… modifiers: those mark an empty required field as wrong before anybody has typed.
_TEXTBOX = "utrecht-textbox"
_COMPONENTS = {
    "text": _TEXTBOX,
    "email": _TEXTBOX,
    "number": _TEXTBOX,
    "date": _TEXTBOX,
    "time": _TEXTBOX,
    "search": _TEXTBOX,
    "tel": _TEXTBOX,
    "url": _TEXTBOX,
    "password": _TEXTBOX,
    "textarea": "utrecht-textarea",
    "select": "utrecht-select",
    "checkbox": "utrecht-checkbox utrecht-form-field__input",
}


class GedagFormRenderer(TemplatesSetting):
    """Renders fields with our field template and widgets with the component classes they stand for."""

    field_template_name = "includes/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        name = template_name.removeprefix("django/forms/widgets/").removesuffix(".html")
        component = _COMPONENTS.get(name)
        if component and "widget" in context:
            attrs = context["widget"]["attrs"]
            classes = [component, attrs.get("class", "")]
            if attrs.get("aria-invalid") == "true":
                classes.append(f"{component.split(' ', 1)[0]}--invalid")
            attrs["class"] = " ".join(filter(None, classes))
        return super().render(template_name, context, request)


class _Picks(forms.widgets.ChoiceWidget):
    """What PickOne and PickMany share: an icon and a second line for every choice, and a layout.

    `icons` maps values to icon names, or is a pattern such as "d-{}". `subs` maps values to second lines.
    `layout`: "list" (one under another), "two" (two columns), "steps" (three equal doors), "tiles" (small squares
    with an icon) or "chips".
    """

    template_name = "widgets/picks.html"
    option_template_name = "widgets/pick.html"
    layouts = ("list", "two", "steps", "tiles", "chips")

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        icons: Mapping[str, str] | str | None = None,
        subs: Mapping[str, str | Promise] | None = None,
        layout: str = "list",
    ) -> None:
        if layout not in self.layouts:
            raise ValueError(f"layout is one of {', '.join(self.layouts)}")
        super().__init__(attrs, choices)
        self.icons, self.subs, self.layout = icons, subs or {}, layout

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["layout"] = self.layout
        return context

    def create_option(
        self,
        name: str,
        value: Any,
        label: int | str,
        selected: bool,  # noqa: FBT001 (Django's signature)
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        key = str(value)
        if isinstance(self.icons, str):
            option["icon"] = self.icons.format(key) if key else ""
        else:
            option["icon"] = (self.icons or {}).get(key, "")
        option["sub"] = self.subs.get(key, "")
        option["icon_size"] = "i-m" if self.layout in ("tiles", "chips") else "i-l"
        return option


class PickOne(_Picks, forms.RadioSelect):
    """One out of a handful, each with an icon and a second line if it has one."""


class PickMany(_Picks, forms.CheckboxSelectMultiple):
    """Any number out of a handful."""


class StepChooser(PickOne):
    """The three step sizes as three equal doors; none of them is the beginner's."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(attrs, choices, **{"icons": "s-{}", "layout": "steps", **kwargs})


class PeopleScale(forms.RadioSelect):
    """0 to 10 as ten little people who fill up to the one you point at; 0 is a button of its own.

    `none` is the text of that button. Stands under a field whose choices are SCALE_CHOICES.
    """

    template_name = "widgets/people_scale.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = SCALE_CHOICES,
        *,
        none: str | Promise = NOBODY,
    ) -> None:
        super().__init__(attrs, choices)
        self.none = none

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["none"] = self.none
        context["widget"]["options"] = list(_numbered(context))
        return context


class NumberScale(forms.RadioSelect):
    """0 to 10 as eleven cells, with words for both ends: `low` at 0, `high` at 10."""

    template_name = "widgets/number_scale.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = SCALE_CHOICES,
        *,
        low: str | Promise = NOT_AT_ALL,
        high: str | Promise = VERY_MUCH,
    ) -> None:
        super().__init__(attrs, choices)
        self.low, self.high = low, high

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(low=self.low, high=self.high, options=list(_numbered(context)))
        return context


def _numbered(context: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The options of a scale without the empty choice that a field which may stay open brings along."""
    for _group, options, _index in context["widget"]["optgroups"]:
        yield from (option for option in options if str(option["value"]) != "")
