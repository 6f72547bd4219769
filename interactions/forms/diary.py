"""Writing down and changing a moment."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
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
        return obj.words.short_name


class DayField(forms.TypedChoiceField):
    """Today or yesterday. The page carries the date, so that a page of last night still means last night."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Wanneer was het?"),
            coerce=dt.date.fromisoformat,
            widget=PickOne(layout="two"),
            error_messages={
                "required": _("Tik aan wanneer het was."),
                "invalid_choice": _("Dat is langer dan een dag geleden. Kies vandaag of gisteren."),
            },
        )

    def offer(self, today: dt.date) -> None:
        """Offers local day `today` and the day before."""
        yesterday = today - dt.timedelta(days=1)
        self.choices = [(today.isoformat(), _("vandaag")), (yesterday.isoformat(), _("gisteren"))]


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
    note = LineField(
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


class OwnMomentForm(MomentForm):
    """A moment outside any challenge, of today or yesterday; the page made its id."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    day = DayField()

    field_order = ["client_id", "domain", "day", "status", "counterpart", "note"]

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(DayField, self.fields["day"]).offer(today)


class ChangeForm(MomentForm):
    """A moment that is there already. "Iets anders gedaan" may be said too; the day only where it is free."""

    day = DayField()

    field_order = OwnMomentForm.field_order

    def __init__(self, *args: Any, today: dt.date, day_is_free: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (status, Interaction.Status(status).label) for status in Interaction.ATTEMPTS
        ]
        self.fields["status"].widget.layout = "list"
        if day_is_free:
            cast(DayField, self.fields["day"]).offer(today)
        else:
            del self.fields["day"]
