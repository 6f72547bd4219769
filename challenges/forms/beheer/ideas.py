"""Writing an idea: an organisation's own here, one of the library in `library.py`."""

from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from accounts.forms.widgets import PickOne
from interactions.models import IdeaVersion, LifeDomain
from interactions.models.library import Act, Counterpart, Form, Step
from interactions.queries.stamps import PLACE, place_stamp

SECONDS = [
    (10, _("tien tellen")),
    (30, _("een halve minuut")),
    (60, _("een minuut")),
    (120, _("twee minuten")),
    (300, _("vijf minuten")),
]


def words_field(
    model: type[models.Model],
    name: str,
    label: Any,
    help_text: Any = "",
    *,
    rows: int = 0,
    missing: Any = "",
) -> LineField:
    """A text with the length of its column; required when there is something to say about it missing."""
    length: int = model._meta.get_field(name).max_length  # type: ignore[union-attr, assignment]
    return LineField(
        label=label,
        help_text=help_text,
        max_length=length,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={
            "required": missing,
            "max_length": _("Maak het korter: hooguit %(limit_value)d tekens, nu %(show_value)d."),
        },
    )


def _text(name: str, label: Any, help_text: Any = "", *, rows: int = 0, missing: Any = "") -> LineField:
    return words_field(IdeaVersion, name, label, help_text, rows=rows, missing=missing)


class OwnIdeaForm(forms.Form):
    """What, where and how big in Dutch; the English may be left out."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    gezien = forms.IntegerField(widget=forms.HiddenInput, required=False)
    gezien_plek = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    form = forms.ChoiceField(
        label=_("Is het iets om te zeggen of iets om te doen?"),
        choices=[(Form.GROETSMOESJE, _("iets om te zeggen")), (Form.TIP, _("iets om te doen"))],
        widget=PickOne(layout="chips"),
        error_messages={"required": _("Kies zeggen of doen.")},
    )
    domain = forms.ModelChoiceField(
        label=_("Waar gebeurt het?"),
        queryset=LifeDomain.objects.none(),
        empty_label=None,
        widget=PickOne(icons="d-{}", layout="chips"),
        error_messages={"required": _("Kies een plek.")},
    )
    step = forms.ChoiceField(
        label=_("Hoe groot is de stap?"),
        choices=Step.choices,
        widget=PickOne(icons="s-{}", layout="chips"),
        error_messages={"required": _("Kies een knik, een zin of een praatje.")},
    )
    act = forms.ChoiceField(
        label=_("Wat doe je?"),
        choices=Act.choices,
        widget=PickOne(layout="chips"),
        error_messages={"required": _("Kies wat je doet.")},
    )
    counterpart = forms.ChoiceField(
        label=_("Met wie?"),
        choices=Counterpart.choices,
        widget=PickOne(layout="chips"),
        error_messages={"required": _("Kies met wie.")},
    )
    seconds = forms.TypedChoiceField(
        label=_("Hoelang duurt het ongeveer?"), choices=SECONDS, coerce=int, initial=30
    )
    title = _text(
        "title",
        _("Titel"),
        _("Kort, met een werkwoord: ‘Groet iedereen in de lift’."),
        missing=_("Geef het idee een titel."),
    )
    do = _text(
        "do",
        _("Wat doe je precies?"),
        _("Eén of twee zinnen, in de je-vorm."),
        rows=3,
        missing=_("Schrijf op wat je doet."),
    )
    say = _text(
        "say",
        _("Wat zeg je?"),
        _("Eén zin om mee te beginnen, zonder aanhalingstekens. Komt in een tekstballon."),
    )
    why = _text(
        "why",
        _("Waarom werkt het?"),
        _("Eén of twee zinnen. Wat maakt dit leuk of makkelijk?"),
        rows=3,
        missing=_("Schrijf op waarom het werkt."),
    )
    safety = _text("safety", _("Let op"), _("Alleen als er iets is om aan te denken."))
    english_title = _text("title", _("Titel in het Engels"))
    english_do = _text("do", _("Wat doe je, in het Engels"), rows=3)
    english_say = _text("say", _("Wat zeg je, in het Engels"))
    english_why = _text("why", _("Waarom, in het Engels"), rows=3)
    english_safety = _text("safety", _("Let op, in het Engels"))

    def __init__(
        self, *args: Any, domains: Any, used_steps: frozenset[str] = frozenset(), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].queryset = domains  # type: ignore[attr-defined]
        self.used_steps = used_steps

    def clean_step(self) -> str:
        step: str = self.cleaned_data["step"]
        if self.used_steps - {step}:
            raise forms.ValidationError(
                _("Dit idee staat al op een dag. Dan kan de stap niet meer anders. Maak een nieuw idee.")
            )
        return step

    def clean(self) -> dict[str, Any]:
        got = super().clean() or self.cleaned_data
        if got.get("form") == Form.GROETSMOESJE and not got.get("say") and "say" not in self.errors:
            self.add_error("say", _("Schrijf op wat je zegt, of kies ‘iets om te doen’."))
        return got

    @property
    def has_english(self) -> bool:
        """Whether there is something to see under the English texts."""
        names = [name for name in self.fields if name.startswith("english_")]
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def place(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PLACE}

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in IdeaVersion.TEXTS}

    @property
    def english(self) -> dict[str, str]:
        """Only what was written."""
        given = {name: self.cleaned_data[f"english_{name}"] for name in IdeaVersion.TEXTS}
        return {name: text for name, text in given.items() if text}


def values_of(version: IdeaVersion) -> dict[str, Any]:
    """What the form shows of an idea that exists."""
    idea = version.idea
    return {
        "gezien": version.number,
        "gezien_plek": place_stamp(idea),
        "domain": idea.domain_id,
        "form": idea.form,
        "act": idea.act,
        "step": idea.step,
        "counterpart": idea.counterpart,
        "seconds": idea.seconds,
        **{name: getattr(version, name) for name in IdeaVersion.TEXTS},
        **{f"english_{name}": version.english.get(name, "") for name in IdeaVersion.TEXTS},
    }


def seen_again(data: QueryDict, version: IdeaVersion) -> QueryDict:
    """What somebody sent, now that they have the newest words and place on the screen too."""
    again = data.copy()
    again["gezien"], again["gezien_plek"] = str(version.number), place_stamp(version.idea)
    return again


def theirs_and_mine(form: forms.Form, theirs: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each field in which what somebody sent differs from what is there now: its name, and both in words."""
    found = []
    for name, value in theirs.items():
        if name not in form.fields or form.fields[name].widget.is_hidden:
            continue
        choices = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
        sent = form[name].value()
        both = [choices.get(str(one), str(one or "")) for one in (value, sent)]
        if both[0] != both[1].replace("\r\n", "\n").strip():
            found.append((str(form.fields[name].label), both[0], both[1]))
    return found
