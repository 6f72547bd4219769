"""Work that one thread of a process does at a time, and that nobody has to wait for."""

import threading
from collections.abc import Callable


class OneAtATime:
    """Runs `work` when it does not run yet; whoever asks meanwhile makes it run once more, and does not wait.

    So many who ask take one thread together, and what came after the last look is still looked at.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._running = threading.Lock()
        self._asked = threading.Event()

    def ask(self) -> None:
        """Sees to it that `work` begins after this moment, here or in the thread that runs it now."""
        self._asked.set()
        while self._asked.is_set() and self._running.acquire(blocking=False):
            try:
                self._asked.clear()
                self._work()
            finally:
                self._running.release()
