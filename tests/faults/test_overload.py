"""Three times as many visitors as the machine carries, on real servers. How fast it goes is for `./gedag bench`."""

import re
import subprocess

from tests.config.runner.running import clean_environment, run_command


def test_a_crowd_is_turned_away_in_words_and_nothing_confirmed_is_lost() -> None:
    done = subprocess.run(
        run_command("bench", "overload", "--size", "3"),
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"^[✓✗]", done.stdout, re.MULTILINE) == ["✓"] * 8
    confirmed = re.search(
        r"^(\d+) tikken als bewaard bevestigd: 0 kwijt, 0 dubbel$", done.stdout, re.MULTILINE
    )
    assert confirmed
    assert int(confirmed[1]) > 0
