"""The forms of one moment: one question each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from accounts.forms.widgets import SCALE_CHOICES, NumberScale, PeopleScale, PickOne
from interactions.forms.diary import PlaceField
from interactions.models import Interaction, Reflection
from interactions.models.library import Counterpart

RESPONSE_ICONS = {
    Interaction.Response.POSITIVE.value: "a-positief",
    Interaction.Response.NEUTRAL.value: "a-neutraal",
    Interaction.Response.DECLINED.value: "a-liever-niet",
    Interaction.Response.UNKNOWN.value: "a-weet-niet",
}
_ZERO_TO_TEN = {
    "required": _("Tik een getal aan, of sla de vraag over."),
    "invalid_choice": _("Kies een getal van 0 tot en met 10."),
}


class NumberField(forms.TypedChoiceField):
    """A whole number from a scale."""

    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {"choices": SCALE_CHOICES, "error_messages": _ZERO_TO_TEN}
        super().__init__(coerce=int, empty_value=None, **(defaults | kwargs))


class PredictionForm(forms.Form):
    """What somebody expects: of ten people, how many react positively."""

    predicted_yes = NumberField(
        label=_("Stel, je doet dit bij 10 mensen. Hoeveel reageren er positief, denk je?"),
        widget=PeopleScale,
        error_messages={
            "required": _("Tik een aantal aan, of sla de vraag over."),
            "invalid_choice": _("Kies een aantal van 0 tot en met 10."),
        },
    )


class AwkwardPredictionForm(forms.Form):
    """What somebody expects to feel."""

    predicted_awkward = NumberField(label=_("Hoe ongemakkelijk gaat het voelen?"), widget=NumberScale)


class PlanForm(forms.Form):
    """When and how: als …, dan …"""

    plan = LineField(
        label=_("Wanneer doe je het?"),
        help_text=_(
            "Alleen jij leest dit. Een plan met ‘als’ en ‘dan’ helpt veel mensen om het echt te doen."
        ),
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": _(
                "Je plan is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in. "
                "Haal er iets af, wat je schreef staat er nog."
            )
        },
    )


class ResponseForm(forms.Form):
    """How the other person reacted."""

    response = forms.ChoiceField(
        label=_("Hoe reageerde de ander?"),
        choices=Interaction.Response.choices,
        widget=PickOne(icons=RESPONSE_ICONS, layout="two"),
        error_messages={
            "required": _("Tik aan hoe de ander reageerde, of sla de vraag over."),
            "invalid_choice": _("Kies een van de vier antwoorden."),
        },
    )


class AwkwardForm(forms.Form):
    """How it felt."""

    awkward = NumberField(label=_("Hoe ongemakkelijk was het?"), widget=NumberScale)


class EnjoyedForm(forms.Form):
    """How pleasant it was."""

    enjoyed = NumberField(label=_("Hoe leuk was het?"), widget=NumberScale)


class MoodForm(forms.Form):
    """How somebody feels, as a school mark."""

    score = NumberField(
        label=_("Hoe zit je nu in je vel?"),
        choices=[(number, str(number)) for number in range(1, 11)],
        widget=NumberScale(low=_("helemaal niet lekker"), high=_("heel lekker")),
        error_messages={
            "required": _("Tik een getal aan, of sla de vraag over."),
            "invalid_choice": _("Kies een getal van 1 tot en met 10."),
        },
    )


class PlaceForm(forms.Form):
    """Where it was, and with what kind of person."""

    domain = PlaceField(
        label=_("Waar was het?"),
        error_messages={
            "required": _("Tik een plek aan, of sla de vraag over."),
            "invalid_choice": _("Deze plek kennen we niet. Kies uit de lijst."),
        },
    )
    counterpart = forms.ChoiceField(
        label=_("Met wie was het?"),
        required=False,
        choices=Counterpart.choices,
        widget=PickOne,
        error_messages={"invalid_choice": _("Dit antwoord kennen we niet. Kies uit de lijst.")},
    )


class ReflectionForm(forms.Form):
    """A private note."""

    note = LineField(
        label=_("Wat wil je onthouden?"),
        help_text=_("Alleen jij leest dit. Schrijf liever geen namen op."),
        required=False,
        max_length=Reflection.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "max_length": _(
                "Je notitie is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in. "
                "Haal er iets af, wat je schreef staat er nog."
            )
        },
    )
