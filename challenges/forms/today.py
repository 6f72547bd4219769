"""The forms of today: one question each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.widgets import PeopleScale, PickMany, PickOne
from interactions.models import Barrier, Interaction, Reflection

RESPONSE_ICONS = {
    Interaction.Response.POSITIVE.value: "a-positief",
    Interaction.Response.NEUTRAL.value: "a-neutraal",
    Interaction.Response.DECLINED.value: "a-liever-niet",
    Interaction.Response.UNKNOWN.value: "a-weet-niet",
}


class MomentForm(forms.Form):
    """A tap on a challenge. The page made the id, so the same tap is the same moment, and it names its day."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    did = forms.ChoiceField(
        required=False,
        choices=[
            (status.value, status.label) for status in (Interaction.Status.DONE, Interaction.Status.DIFFERENT)
        ],
    )


class PredictionForm(forms.Form):
    """What somebody expects: of ten people, how many react positively."""

    predicted_yes = forms.TypedChoiceField(
        label=_("Stel, je doet dit bij 10 mensen. Hoeveel reageren er positief, denk je?"),
        choices=[(number, str(number)) for number in range(11)],
        coerce=int,
        empty_value=None,
        widget=PeopleScale,
        error_messages={
            "required": _("Tik een aantal aan, of sla de vraag over."),
            "invalid_choice": _("Kies een aantal van 0 tot en met 10."),
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


class NoteField(forms.CharField):
    """A text in which a line end counts as one character, as people and the page's own counter count it."""

    def to_python(self, value: object) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ReflectionForm(forms.Form):
    """A private note."""

    note = NoteField(
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


class NotTodayForm(forms.Form):
    """What held somebody back; nothing chosen is an answer too."""

    barriers = forms.ModelMultipleChoiceField(
        label=_("Wat hield je tegen?"),
        queryset=Barrier.objects.filter(archived_at__isnull=True),
        required=False,
        widget=PickMany,
        error_messages={"invalid_choice": _("Deze keuze kennen we niet. Kies uit de lijst.")},
    )
