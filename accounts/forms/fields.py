"""Form fields that more than one app asks with."""

from django import forms


class LineField(forms.CharField):
    """A text in which a line end counts as one character, as people and the page's own counter count it."""

    def to_python(self, value: object) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")
