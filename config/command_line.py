"""manage.py for people: what a command refuses is one sentence, without the English name of its class in front."""

import sys
from collections.abc import Callable

from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand, CommandError, OutputWrapper


class CommandLine(ManagementUtility):
    """Django's own, with commands that say no in our words."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        command = super().fetch_command(subcommand)
        command.stderr = _Sentences(sys.stderr)
        command.stderr.style_func = command.style.ERROR
        return command


class _Sentences(OutputWrapper):
    def write(  # type: ignore[override]  # as Django does
        self, msg: str = "", style_func: Callable[[str], str] | None = None, ending: str | None = None
    ) -> None:
        super().write(msg.removeprefix(f"{CommandError.__name__}: "), style_func, ending)
