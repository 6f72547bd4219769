"""Forms for what an organisation brings along for its look: a file of design tokens, a logo."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from challenges.queries.tokens.bridge import Import, read_tokens
from challenges.queries.tokens.files import TokensUnreadableError
from challenges.services.logos import Drawn, LogoRefusedError, draw_logo

_UNREADABLE = {
    "empty": _("Hier staat nog niets in."),
    "size": _("Dit bestand is te groot. Neem er een van hooguit 900.000 tekens."),
    "count": _("Hier staan te veel waarden in. Neem alleen het bestand met de tokens van je huisstijl."),
    "depth": _("Dit bestand zit te diep in elkaar om te lezen. Vraag om een plat bestand met tokens."),
    "shape": _(
        "Hier staan geen tokens in die we herkennen. Zoek een bestand met regels als --utrecht-link-color."
    ),
}


class ImportForm(forms.Form):
    """Tokens from a file or pasted: what they come to is in `cleaned_data["found"]` (Import)."""

    file = forms.FileField(
        label=_("Bestand"),
        required=False,
        help_text=_("Een .css- of .json-bestand met design tokens, tot 900 kB."),
    )
    text = forms.CharField(
        label=_("Of plak de inhoud"),
        required=False,
        strip=False,
        help_text=_("Tot 200.000 tekens. Is het meer, kies dan het bestand."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload: UploadedFile | None = data.get("file")
        name = "file" if upload else "text"
        try:
            text = upload.read().decode("utf-8") if upload else data.get("text") or ""
            found = read_tokens(text)
        except UnicodeDecodeError:
            self.add_error(name, _UNREADABLE["shape"])
        except TokensUnreadableError as error:
            self.add_error(name, _UNREADABLE[error.reason])
        else:
            if not found.found:
                self.add_error(name, _UNREADABLE["shape"])
            data["found"] = found
        return data

    def found(self) -> Import:
        """What the tokens come to, once the form is valid."""
        found: Import = self.cleaned_data["found"]
        return found


_REFUSED = {
    "size": _("Dit bestand is groter dan 200 kB. Sla je logo kleiner op en probeer het nog eens."),
    "svg": _("Een SVG kunnen we niet veilig laten zien. Sla je logo op als PNG en kies dat bestand."),
    "format": _("Dit is geen plaatje dat we kennen. Sla je logo op als PNG en kies dat bestand."),
    "side": _(
        "Dit plaatje is te groot: hooguit 4000 punten breed of hoog, en samen hooguit 4 miljoen (2000 bij 2000). "
        "Sla het kleiner op en probeer het nog eens."
    ),
    "small": _(
        "Dit plaatje is te klein om scherp te zijn. Neem er een van minstens 16 punten hoog en breed."
    ),
    "broken": _("Dit bestand is niet heel. Sla je logo opnieuw op als PNG en kies dat bestand."),
}


class LogoForm(forms.Form):
    """A logo, drawn anew by us (`cleaned_data["file"]` is a Drawn)."""

    file = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG, WebP of GIF, tot 200 kB. Een PNG zonder achtergrond staat het mooist."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        error_messages={"required": _("Kies een bestand."), "empty": _("Dit bestand is leeg.")},
    )
    alt = forms.CharField(
        label=_("Wat staat erop?"),
        max_length=100,
        help_text=_("Dit hoort wie het logo niet ziet. Bijvoorbeeld: Logo van de gemeente."),
        error_messages={"required": _("Schrijf op wat er op het logo staat.")},
    )

    def clean_file(self) -> Drawn:
        try:
            return draw_logo(data=self.cleaned_data["file"].read())
        except LogoRefusedError as error:
            raise forms.ValidationError(_REFUSED[error.reason], code=error.reason) from error
