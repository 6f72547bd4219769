#!/usr/bin/env python
"""Django's command line. `./gedag manage …` runs it in the right environment."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.log_lines import take_over_from_python

    take_over_from_python()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
