"""Everything that must be done inside Django before the pages open, in one start of Python.

    python -m config.runner.prepare STEP …      steps: migrate, library, static, demo

Prints the demo sign-ins (step demo) on stdout; all else goes to stderr. Every step may be run again.
"""

import fcntl
import os
import sys

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.log_lines import take_over_from_python
from config.runner import static_files


def main(steps: list[str]) -> None:
    """Do the named steps, in the fixed order below."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    take_over_from_python()
    django.setup()
    if "migrate" in steps:
        _migrate()
        call_command("set_login_passwords", stdout=sys.stderr)
    if "library" in steps:
        call_command("load_library", stdout=sys.stderr)
        call_command("load_national_campaign", stdout=sys.stderr)
    if "static" in steps:
        _collect_static()
    if "demo" in steps:
        call_command("seed_demo", stdout=sys.stderr)
        call_command("demo_sign_ins", stdout=sys.stdout)


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, stdout=sys.stderr)


def _collect_static() -> None:
    """Old files stay: pages that are open, and a process of before, still ask for them."""
    with static_files.LOCK.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if static_files.up_to_date():
            return
        fingerprint = static_files.sources_fingerprint()
        static_files.STAMP.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, stdout=sys.stderr)
        static_files.STAMP.write_text(fingerprint, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
