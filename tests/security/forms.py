"""The forms of a page, as a program finds them that knows nothing of them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

TYPED = {"text", "search", "email", "url", "tel", "password", ""}


@dataclass
class Form:
    """Where a form goes, and what it holds as the page stands."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)  # names of fields in which somebody types
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def body(self, *, button: tuple[str, str] | None = None, typed: str | None = None) -> str:
        """What a browser sends; with `typed` in every field in which somebody types."""
        said = [
            (name, value if typed is None or name not in self.typed else typed) for name, value in self.fields
        ]
        return urlencode([*said, *([button] if button and button[0] else [])])


class _Forms(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.found: list[Form] = []
        self.inside: Form | None = None
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.address, said.get("action", ""))
            self.inside = Form(action, said.get("method", "get").lower())
            self.found.append(self.inside)
        elif self.inside is not None and (name := said.get("name", "")):
            self._field(self.inside, tag, name, said)
        elif self.inside is not None and tag == "button" and said.get("type") == "submit":
            self.inside.buttons.append(("", ""))

    def _field(self, form: Form, tag: str, name: str, said: dict[str, str]) -> None:
        sort = said.get("type", "")
        if tag == "button":
            form.buttons.append((name, said.get("value", "")))
        elif tag == "textarea" or (tag == "input" and sort in TYPED):
            form.fields.append((name, said.get("value", "")))
            form.typed.add(name)
            self.area = name if tag == "textarea" else ""
        elif tag == "input" and (sort not in {"checkbox", "radio", "file"} or "checked" in said):
            form.fields.append((name, said.get("value", "on")))

    def handle_data(self, data: str) -> None:
        if self.area and self.inside is not None and data.strip():
            self.inside.fields = [
                (name, data if name == self.area else value) for name, value in self.inside.fields
            ]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "form":
            self.inside = None


def forms_of(html: str, address: str) -> list[Form]:
    """Every form of a page at `address`."""
    parser = _Forms(address)
    parser.feed(html)
    return parser.found
