"""Keeps out of the logs what is of one person: secrets in an address, and the values of a row that the database
refused."""

import logging
import re

_SECRET = re.compile(r"/(startlink|terug/code|dag|afmelden|berichten|inloggen/uitnodiging)/[^/\s'\"]+")
# PostgreSQL says of a refused row what stands in it: "DETAIL:  Key (address)=(…) already exists." A text in it may
# have lines of its own, so it goes up to where Python's account of the error goes on.
_ROW = re.compile(
    r"(DETAIL|CONTEXT):.*?(?=\n+(?:The above exception was|During handling of the above)|\Z)", re.DOTALL
)
_FORMATTER = logging.Formatter()


class WithoutSecrets(logging.Filter):
    """Writes `/startlink/…` for a start link, and so for a code on paper, and `DETAIL: …` for what the database tells
    of a row, wherever they came into a message or into the account of an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        plain = without_secrets(message)
        if plain != message:
            record.msg, record.args = plain, None
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:  # what a formatter writes, in the place of the error itself
            record.exc_text = without_secrets(record.exc_text)
        return True


def without_secrets(text: str) -> str:
    """The text with every secret and every value of a row made unreadable."""
    return _ROW.sub(r"\1: …", _SECRET.sub(r"/\1/…", text))
