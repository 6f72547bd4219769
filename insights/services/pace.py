"""How long a draw takes must not say how many people it is about.

Staff may look at a draw while it runs, and everybody sees when it is done. Reading takes longer the more people there
are, so what can be seen changes only at whole turns of the clock after the beginning: up to some thousands of people
that is the same moment for every draw.
"""

import time
from collections.abc import Callable

TURN = 20.0  # seconds; five thousand people are read in less, measured with `./gedag bench release`


def wait_for_the_turn(*, passed: float, stop_asked: Callable[[], bool] = lambda: False) -> None:
    """Waits until the seconds since the beginning, `passed` so far, are a whole number of turns. A worker that must
    stop does not wait."""
    ends = time.monotonic() + -passed % TURN
    while not stop_asked() and (left := ends - time.monotonic()) > 0:
        time.sleep(min(left, 0.5))
