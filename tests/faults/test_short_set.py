"""The short set of `./gedag faults`, with servers and workers of its own; the long one is on demand."""

import re
import subprocess

from tests.config.runner.running import clean_environment, run_command


def test_no_promise_is_broken_under_fire() -> None:
    done = subprocess.run(
        run_command("faults", "--seed", "7"),
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line.endswith("✓ |")]
    assert re.search(
        rf"^{len(lines)} scenario's, 0 met een gebroken belofte, seed 7", done.stdout, re.MULTILINE
    )
    assert len(lines) >= 12
