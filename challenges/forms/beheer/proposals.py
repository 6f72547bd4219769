"""What an institute says about a proposal: the words of the library idea, or why it goes back."""

from typing import Any

from django import forms

from accounts.forms.fields import LineField
from challenges.forms.beheer.ideas import OwnIdeaForm


class PromoteForm(OwnIdeaForm):
    """The library idea that comes of a proposal. Which one it is, is in the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["client_id"], self.fields["gezien"]


class GiveBackForm(forms.Form):
    """Why it goes back; the municipality reads it."""

    note = LineField(
        label="Wat schrijf je terug?",
        help_text="De gemeente leest dit. Wie de tekst deelde, leest het niet. Hooguit 280 tekens.",
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Schrijf kort waarom je het teruggeeft.",
            "max_length": "Dat zijn %(show_value)d tekens, er passen er %(limit_value)d in. "
            "Wat je schreef staat er nog.",
        },
    )

    def clean_note(self) -> str:
        return " ".join(str(self.cleaned_data["note"]).split())
