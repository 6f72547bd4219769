"""Giving an offered text back: a reason that is ready, words of one's own, or both."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from accounts.forms.widgets import PickOne

OWN_WORDS = "eigen"
# Ready-made, as its owner reads them.
REASONS = {
    "gegevens": _("Er staat een naam, adres of nummer in. Wil je het zonder nog eens sturen?"),
    "herkenbaar": _("Iemand anders is te herkennen. Wil je dat stukje weglaten?"),
    "duidelijker": _("Mooi, maar we snappen het nog niet helemaal. Wil je het anders zeggen?"),
    "staat-er-al": _("Dit staat er bijna zo al op. Dank je wel dat je meedenkt."),
    "past-niet": _("Dit past niet bij wat we op de pagina zetten. Dank je wel voor het sturen."),
}


class ReturnForm(forms.Form):
    """Why a text goes back. What comes out is one note, `note`."""

    reason = forms.ChoiceField(
        label=_("Wat schrijf je terug?"),
        choices=[*REASONS.items(), (OWN_WORDS, _("Alleen mijn eigen woorden"))],
        widget=PickOne,
        error_messages={
            "required": _("Kies wat je terugschrijft."),
            "invalid_choice": _("Kies een van deze redenen."),
        },
    )
    words = LineField(
        label=_("Wil je er zelf iets bij zeggen?"),
        help_text=_("Mag leeg blijven. Wie dit stuurde, leest het. Je weet niet wie dat is."),
        required=False,
        max_length=180,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": _(
                "Dat zijn %(show_value)d tekens, er passen er %(limit_value)d in. Wat je schreef staat er nog."
            )
        },
    )

    def clean(self) -> dict[str, str]:
        said = super().clean() or self.cleaned_data
        words = " ".join(str(said.get("words", "")).split())
        if said.get("reason") == OWN_WORDS and not words and "words" not in self.errors:
            self.add_error("words", _("Schrijf op waarom je het teruggeeft, of kies een van de redenen."))
        reason = REASONS.get(said.get("reason", ""), "")
        said["note"] = " ".join(filter(None, [str(reason), words]))
        return said
