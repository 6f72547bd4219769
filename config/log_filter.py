"""Keeps secrets that stand in an address out of the logs."""

import logging
import re

_START_LINK = re.compile(r"/startlink/[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Writes `/startlink/…` for a start link, wherever the address came into a message."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/startlink/" in message:
            record.msg, record.args = _START_LINK.sub("/startlink/…", message), None
        return True
