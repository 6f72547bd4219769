"""Writing down and changing a moment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PickOne
from interactions.models import Interaction, LifeDomain, Reflection
from interactions.models.library import Counterpart

OUTCOMES = [
    (status.value, status.label) for status in (Interaction.Status.DONE, Interaction.Status.DIFFERENT)
]


class PlaceField(forms.ModelChoiceField):
    """One of the places, by its short name so that it fits a tile."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=LifeDomain.objects.all(),
            empty_label=None,
            widget=PickOne(icons="d-{}", layout="tiles"),
            **kwargs,
        )

    def label_from_instance(self, obj: LifeDomain) -> str:
        return obj.short_name


class MomentForm(forms.Form):
    """Where, with whom, how it went, and what to remember."""

    domain = PlaceField(
        label=_("Waar was het?"),
        error_messages={
            "required": _("Tik aan waar het was. Staat je plek er niet bij? Kies dan anders."),
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
    status = forms.ChoiceField(
        label=_("Hoe ging het?"),
        choices=OUTCOMES,
        initial=Interaction.Status.DONE,
        widget=PickOne(layout="two"),
        error_messages={
            "required": _("Tik aan hoe het ging."),
            "invalid_choice": _("Kies een van de antwoorden."),
        },
    )
    note = forms.CharField(
        label=_("Wat deed je?"),
        help_text=_("Alleen jij leest dit. Schrijf liever geen namen op."),
        required=False,
        max_length=Reflection.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": _(
                "Je notitie is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in. "
                "Haal er iets af, wat je schreef staat er nog."
            )
        },
    )

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).replace("\r\n", "\n")


class OwnMomentForm(MomentForm):
    """A moment outside any challenge, of today or yesterday; the page made its id."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.ChoiceField(
        label=_("Wanneer was het?"),
        choices=[("vandaag", _("vandaag")), ("gisteren", _("gisteren"))],
        initial="vandaag",
        widget=PickOne(layout="two"),
        error_messages={
            "required": _("Tik aan wanneer het was."),
            "invalid_choice": _("Kies vandaag of gisteren."),
        },
    )

    field_order = ["client_id", "domain", "day", "status", "counterpart", "note"]


class ChangeForm(MomentForm):
    """A moment that is there already. "Iets anders gedaan" may be said too."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (status, Interaction.Status(status).label) for status in Interaction.ATTEMPTS
        ]
        self.fields["status"].widget.layout = "list"
