"""What goes wrong in tests/canaries/faulty_face.py, and the status that the page has then; None is the page itself."""

NAMES: dict[str, int | None] = {
    "view": 500, "key": 500, "validation": 500, "system": 500, "unprintable": 500, "hidden": 500, "template": 500,
    "denied": 403, "missing": 404, "suspicious": 400, "bad": 400, "outside": 500,
    "thread": None, "logs": None, "warning": None,
    "unique": 500, "check": 500, "null": 500, "too long": 500, "no number": 500, "no date": 500, "no json": 500,
    "syntax": 500, "denied row": 500, "raised": 500, "timeout": 503,
}  # fmt: skip
