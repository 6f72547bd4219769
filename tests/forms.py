"""The forms of a page, as a browser finds them that knows nothing of them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

TYPED = {"text", "email", "search", "url", "tel", "password"}


@dataclass
class Form:
    """Where a form goes, and what it sends as the page stands; `typed` are the fields for words."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)  # name → kind of field
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def body(self, *, button: tuple[str, str] | None = None, typed: str | None = None) -> str:
        """What a browser sends; with `typed` in every field in which somebody types."""
        said = [
            (name, value if typed is None or name not in self.typed else typed) for name, value in self.values
        ]
        return urlencode([*said, *([button] if button and button[0] else [])])


def forms_of(html: str, address: str) -> list[Form]:
    """Every form of a page at `address`."""
    reader = _Forms(address)
    reader.feed(html)
    return reader.forms


class _Forms(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._written = ""
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(
                urljoin(self.address, about.get("action", "")), about.get("method", "get").lower()
            )
            self.forms.append(self._form)
        elif self._form is not None and about.get("name"):
            self._field(self._form, tag, about, dict(attrs))
        elif self._form is not None and tag == "button" and about.get("type") == "submit":
            self._form.buttons.append(("", ""))
        elif tag == "option" and self._select:
            self._options.append((about.get("value", ""), "selected" in dict(attrs)))

    def _field(self, form: Form, tag: str, about: dict[str, str], attrs: dict[str, Any]) -> None:
        name, kind, value = about["name"], about.get("type", "text"), about.get("value", "")
        if tag == "textarea":
            self._area, self._written = name, ""
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "button":
            form.buttons.append((name, value))
        elif tag != "input":
            return
        elif kind in {"radio", "checkbox"}:
            first = kind == "radio" and all(name != one for one, _ in form.values)
            if "checked" in attrs and kind == "radio":
                form.values[:] = [pair for pair in form.values if pair[0] != name]
            if "checked" in attrs or first:
                form.values.append((name, value or "on"))
        elif kind == "file":
            form.files.append(name)
        elif kind in TYPED:
            form.values.append((name, value))
            form.typed[name] = kind
        elif kind not in {"submit", "button", "image", "reset"}:
            form.values.append((name, value))

    def handle_data(self, data: str) -> None:
        self._written += data

    def handle_endtag(self, tag: str) -> None:
        form = self._form
        if form is None:
            return
        if tag == "textarea" and self._area:
            form.values.append((self._area, self._written.removeprefix("\n")))
            form.typed[self._area] = "textarea"
            self._area = None
        elif tag == "select" and self._select:
            chosen = [value for value, selected in self._options if selected] or [
                value for value, _ in self._options[:1]
            ]
            form.values += [(self._select, value) for value in chosen]
            self._select = None
        elif tag == "form":
            self._form = None
