"""Mistakes that somebody could make: each lets a word out where none may be. The scan must see every one of them."""

import logging
import sys
from collections.abc import Callable

from config.celery import app


def _printed(word: str) -> None:
    print(f"debug {word}", flush=True)


def _logged(word: str) -> None:
    """A logger with a handler of its own, past the formatter."""
    logger = logging.getLogger("leak")
    logger.addHandler(logging.StreamHandler(sys.stderr))
    logger.error("debug %s", word)


def _told_a_task(word: str) -> None:
    app.send_task("accounts.keep_heartbeat", args=[word], ignore_result=True)


LEAKS: dict[str, Callable[[str], None]] = {
    "leak: print": _printed,
    "leak: logger": _logged,
    "leak: task": _told_a_task,
}
