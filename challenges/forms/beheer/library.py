"""What the editors send about the library: filters, ideas, places and barriers."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms

from accounts.forms.widgets import PickOne
from challenges.forms.beheer.days import PickerForm
from challenges.forms.beheer.ideas import OwnIdeaForm, values_of, words_field
from interactions.models import Barrier, Idea, IdeaVersion, LifeDomain
from interactions.queries.stamps import row_stamp


class LibraryFilter(PickerForm):
    """The picker's words and filters, and whether to look at what was put away."""

    vrij = None  # type: ignore[assignment]  # how a form of Django leaves out a field of its parent
    stand = forms.ChoiceField(
        label="Laat zien",
        required=False,
        choices=[("", "wat te kiezen is"), ("archief", "wat is opgeborgen")],
    )

    @property
    def archived(self) -> bool:
        self.is_valid()
        return self.cleaned_data.get("stand") == "archief"


class LibraryIdeaForm(OwnIdeaForm):
    """An idea of the library; where it came from may be said with it."""

    credit = words_field(
        Idea,
        "credit",
        "Waar komt het vandaan?",
        "Staat klein onder het idee: ‘Uit Enschede’. Geen namen van mensen.",
    )

    def add_prefix(self, field_name: str) -> str:
        """In the page one field has another name: one called `form` would hide the form itself from htmx."""
        return "vorm" if field_name == "form" else super().add_prefix(field_name)

    @property
    def place(self) -> dict[str, Any]:
        return {**super().place, "credit": self.cleaned_data["credit"]}


def library_values(version: IdeaVersion) -> dict[str, Any]:
    """What the form shows of an idea that exists."""
    return {**values_of(version), "credit": version.idea.credit}


class RowForm(forms.Form):
    """A place or a barrier: its texts in Dutch, the English beside them may be left out."""

    model: ClassVar[type[LifeDomain] | type[Barrier]]

    gezien = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    @property
    def dutch(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.model.TEXTS)

    @property
    def english_fields(self) -> Iterator[forms.BoundField]:
        return (self[f"english_{name}"] for name in self.model.TEXTS)

    @property
    def has_english(self) -> bool:
        """Whether there is something to see under the English texts."""
        return any(field.value() or field.errors for field in self.english_fields)

    @property
    def wished(self) -> dict[str, Any]:
        texts = {name: self.cleaned_data[name] for name in self.model.TEXTS}
        given = {name: self.cleaned_data[f"english_{name}"] for name in self.model.TEXTS}
        return {**texts, "english": {name: text for name, text in given.items() if text}}


class DomainForm(RowForm):
    model = LifeDomain

    name = words_field(
        LifeDomain, "name", "Naam", "Zonder hoofdletter: ‘winkel’.", missing="Geef de plek een naam."
    )
    short_name = words_field(
        LifeDomain,
        "short_name",
        "Korte naam",
        "Voor een smalle tegel.",
        missing="Geef de plek een korte naam.",
    )
    place = words_field(
        LifeDomain,
        "place",
        "Zo staat het in een zin",
        "‘Een praatje in de winkel’: vul in ‘in de winkel’.",
        missing="Vul in hoe je de plek in een zin zegt.",
    )
    description = words_field(
        LifeDomain,
        "description",
        "Uitleg",
        "Eén zin, met waar je dan bent.",
        rows=3,
        missing="Schrijf op welke plekken erbij horen.",
    )
    english_name = words_field(LifeDomain, "name", "Naam in het Engels")
    english_short_name = words_field(LifeDomain, "short_name", "Korte naam in het Engels")
    english_place = words_field(LifeDomain, "place", "In een zin, in het Engels")
    english_description = words_field(LifeDomain, "description", "Uitleg in het Engels", rows=3)


class BarrierForm(RowForm):
    model = Barrier

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    label = words_field(
        Barrier,
        "label",
        "Wat hield iemand tegen?",
        "Zoals iemand het zelf zegt: ‘Ik had het te druk’.",
        missing="Schrijf op wat iemand tegenhield.",
    )
    answer = words_field(
        Barrier,
        "answer",
        "Wat antwoordt Gedag?",
        "Warm en kort. Een nee is altijd goed: geen raad die niemand vroeg, geen diagnose.",
        rows=4,
        missing="Schrijf een antwoord. Iemand zei net dat het niet lukte.",
    )
    offers = forms.ChoiceField(
        label="Wat krijgt iemand daarna aangeboden?",
        choices=Barrier.NextOffer.choices,
        widget=PickOne(layout="chips"),
        error_messages={
            "required": "Kies wat iemand daarna krijgt.",
            "invalid_choice": "Kies wat iemand daarna krijgt.",
        },
    )
    english_label = words_field(Barrier, "label", "Wat hield iemand tegen, in het Engels")
    english_answer = words_field(Barrier, "answer", "Het antwoord in het Engels", rows=4)

    @property
    def wished(self) -> dict[str, Any]:
        return {**super().wished, "offers": self.cleaned_data["offers"]}


def row_values(row: LifeDomain | Barrier) -> dict[str, Any]:
    """What the form shows of a row that exists."""
    english = {f"english_{name}": row.english.get(name, "") for name in row.TEXTS}
    offers = {"offers": row.offers} if isinstance(row, Barrier) else {}
    return {
        "gezien": row_stamp(row),
        **{name: getattr(row, name) for name in row.TEXTS},
        **english,
        **offers,
    }
