"""What may be decided about an infographic. There is no field for a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from challenges.models import Contribution
from insights.models import Infographic, InfographicBlock, Release, ReleaseKind
from insights.queries.infographics.content import OF_KIND
from insights.queries.infographics.words import Choice, logbook_choices, logbook_rows, shared_choices
from insights.services.infographics import Choices

_TOO_LONG = _("Dit zijn %(show_value)d tekens, er passen er %(limit_value)d op. Wat je schreef staat er nog.")
_UP, _DOWN = "op:", "neer:"


@dataclass(frozen=True)
class BlockRow:
    """One part in the list: its name, whether it is chosen, and whether it can go up or down."""

    value: str
    label: str
    chosen: bool
    first: bool
    last: bool
    moves: bool = True


class InfographicForm(forms.Form):
    """`order` is every part in the order of the page, `blocks` those that are ticked; `seen` is the version that the
    page was made of."""

    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    headline = LineField(
        label=_("Kop"),
        max_length=60,
        help_text=_("Wat in de grote bubbel staat. Kort is sterker."),
        error_messages={"max_length": _TOO_LONG, "required": _("Zonder kop kan het niet.")},
    )
    introduction = LineField(
        label=_("Inleiding"),
        max_length=220,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eén of twee zinnen. Zet er geen cijfers in: die komen uit de resultaten."),
        error_messages={"max_length": _TOO_LONG},
    )
    english_headline = LineField(label=_("Kop in het Engels"), max_length=60, required=False)
    english_introduction = LineField(
        label=_("Inleiding in het Engels"),
        max_length=220,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    order = forms.MultipleChoiceField(required=False)
    blocks = forms.MultipleChoiceField(error_messages={"required": _("Kies minstens één onderdeel.")})
    quotes = forms.MultipleChoiceField(required=False)
    helped = forms.MultipleChoiceField(required=False)
    logbook = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any = None, *, infographic: Infographic, newest: int) -> None:
        self.release: Release = infographic.release
        super().__init__(data, initial=_initial(infographic, newest))
        self.possible = [block.value for block in OF_KIND[ReleaseKind(self.release.draw.kind)]]
        of_participants = shared_choices(self.release)
        self.shared: Mapping[str, Sequence[Choice]] = {
            "quotes": of_participants[Contribution.Kind.QUOTE],
            "helped": of_participants[Contribution.Kind.HELPED],
            "logbook": logbook_choices(self.release),
        }
        for name in ("order", "blocks"):
            self._choices(name, [(value, value) for value in self.possible])
        for name, choices in self.shared.items():
            self._choices(name, [(choice.value, choice.text) for choice in choices])

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_quotes(self) -> list[str]:
        return self._at_most("quotes", Infographic.MOST_QUOTES)

    def clean_helped(self) -> list[str]:
        return self._at_most("helped", Infographic.MOST_HELPED)

    def clean_logbook(self) -> list[str]:
        return self._at_most("logbook", Infographic.MOST_LOGBOOK)

    def _at_most(self, name: str, most: int) -> list[str]:
        chosen: list[str] = self.cleaned_data[name]
        if len(chosen) > most:
            raise forms.ValidationError(
                _("Je koos er %(count)s, er passen er %(most)s op. Haal er een paar weg."),
                params={"count": len(chosen), "most": most},
            )
        return chosen

    @property
    def choices(self) -> Choices:
        """What a valid form decides."""
        said = self.cleaned_data
        chosen = [value for value in self._order() if value in said["blocks"]]
        english = {"headline": said["english_headline"], "introduction": said["english_introduction"]}
        return Choices(
            headline=said["headline"],
            introduction=said["introduction"],
            blocks=chosen,
            quotes=[int(value) for value in said["quotes"]],
            helped=[int(value) for value in said["helped"]],
            logbook=logbook_rows(self.release, said["logbook"]),
            english={name: text for name, text in english.items() if text},
        )

    def as_version(self, number: int) -> Infographic:
        """A valid form as a version that nobody saved, to look at."""
        choices = self.choices
        return Infographic(
            release=self.release,
            number=number,
            headline=choices.headline,
            introduction=choices.introduction,
            blocks=list(choices.blocks),
            quotes=list(choices.quotes),
            helped=list(choices.helped),
            logbook=list(choices.logbook),
            english=dict(choices.english),
        )

    @property
    def query(self) -> str:
        """A valid form as the end of an address, for its picture."""
        said = self.cleaned_data
        names = ("headline", "introduction", "english_headline", "english_introduction")
        pairs = [(name, said[name]) for name in names if said[name]]
        pairs += [("order", value) for value in self._order()]
        pairs += [(name, value) for name in ("blocks", "quotes", "helped", "logbook") for value in said[name]]
        return urlencode(pairs)

    @property
    def rows(self) -> list[BlockRow]:
        """The parts in their order, for the page. How many took part always stands at the top."""
        order, chosen = self._order(), self._said("blocks")
        moving = [value for value in order if value != InfographicBlock.PEOPLE]
        rows = [
            BlockRow(
                value=value,
                label=str(InfographicBlock(value).label),
                chosen=value in chosen,
                first=value == moving[0],
                last=value == moving[-1],
                moves=value != InfographicBlock.PEOPLE,
            )
            for value in order
        ]
        return sorted(rows, key=lambda row: row.moves)

    @property
    def words(self) -> list[dict[str, Any]]:
        """What others said, to choose from, sort by sort."""
        titles = {
            "quotes": (_("Citaten van deelnemers"), Infographic.MOST_QUOTES),
            "helped": (_("Wat deelnemers hielp"), Infographic.MOST_HELPED),
            "logbook": (_("Uit het logboek"), Infographic.MOST_LOGBOOK),
        }
        return [
            {
                "name": name,
                "title": title,
                "most": most,
                "choices": self.shared[name],
                "chosen": self._said(name),
                "errors": self.errors.get(name) if self.is_bound else None,
            }
            for name, (title, most) in titles.items()
        ]

    @property
    def gone(self) -> int:
        """How many texts of participants this version had that are not to be had any more."""
        return sum(
            value not in {choice.value for choice in self.shared[name]}
            for name in ("quotes", "helped")
            for value in self.initial[name]
        )

    def _said(self, name: str) -> list[str]:
        """What is ticked now, valid or not."""
        if not self.is_bound:
            return list(self.initial[name])
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    def _order(self) -> list[str]:
        """Every possible part once: as the page had them, and what it did not have at the end."""
        said = [value for value in dict.fromkeys(self._said("order")) if value in self.possible]
        return said + [value for value in self.possible if value not in said]


def moved(data: QueryDict, action: str) -> QueryDict | None:
    """What was sent, with one part moved up or down; None when something else was asked."""
    step = -1 if action.startswith(_UP) else 1 if action.startswith(_DOWN) else 0
    if not step:
        return None
    key = action.partition(":")[2]
    order = data.getlist("order")
    changed = data.copy()
    if key in order and 0 <= order.index(key) + step < len(order):
        place = order.index(key)
        order.insert(place + step, order.pop(place))
        changed.setlist("order", order)
    return changed


def _initial(infographic: Infographic, newest: int) -> dict[str, Any]:
    return {
        "seen": newest,
        "headline": infographic.headline,
        "introduction": infographic.introduction,
        "english_headline": infographic.english.get("headline", ""),
        "english_introduction": infographic.english.get("introduction", ""),
        "order": infographic.blocks,
        "blocks": infographic.blocks,
        "quotes": [str(pk) for pk in infographic.quotes],
        "helped": [str(pk) for pk in infographic.helped],
        "logbook": [f"{row['entry']}:{row['field']}" for row in infographic.logbook],
    }
