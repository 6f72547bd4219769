"""Keeps secrets that stand in an address out of the logs."""

import logging
import re

_SECRET = re.compile(r"/(startlink|terug/code)/[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Writes `/startlink/…` for a start link, and so for a code on paper, wherever it came into a message."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if _SECRET.search(message):
            record.msg, record.args = _SECRET.sub(r"/\1/…", message), None
        return True
