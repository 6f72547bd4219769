#!/usr/bin/env python
"""Django's command line. `./gedag manage …` runs it in the right environment."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.command_line import CommandLine
    from config.log_lines import take_over_from_python

    take_over_from_python()
    CommandLine(sys.argv).execute()


if __name__ == "__main__":
    main()
