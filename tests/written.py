"""What is written in the log while a test does something, as the processes of Gedag would write it."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from structlog.contextvars import clear_contextvars

from config.log_lines import LineFormatter, LineHandler


class Written:
    """The lines so far, read back."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = LineHandler()
        self.handler.setStream(self.stream)
        self.handler.setFormatter(LineFormatter(readable=False))

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, event: str) -> list[dict[str, Any]]:
        """The lines of one event."""
        return [line for line in self.lines if line["event"] == event]


@contextmanager
def written(level: int = logging.INFO) -> Iterator[Written]:
    """Everything that any logger writes from here on."""
    clear_contextvars()
    found = Written()
    root = logging.getLogger()
    before = root.level
    root.setLevel(level)
    root.addHandler(found.handler)
    try:
        yield found
    finally:
        root.removeHandler(found.handler)
        root.setLevel(before)
