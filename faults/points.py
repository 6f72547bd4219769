"""Exact places in the life of a message where a worker dies or falls asleep, as the harness ordered.

The orders lie in `points.json` of the run's folder: per place the passages (counted over all workers, from 1) at which
something happens, and what. What happened is in `points.log`, written before it does.
"""

import fcntl
import json
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CLAIMED, SENDING, ACCEPTED, RECORDED = "claimed", "sending", "accepted", "recorded"
WRITING = "writing"  # between claimed and sending, in a transaction that holds the message
# Between these a message may or may not have arrived: what is cut off here has to be sent again.
IN_THE_WINDOW = (SENDING, ACCEPTED)
KILL_TASK, KILL_WORKER, SLEEP = "kill task", "kill worker", "sleep"


@dataclass(frozen=True)
class Struck:
    """A process that reached its place."""

    place: str
    what: str
    pid: int


def order(folder: Path, orders: Mapping[str, tuple[str, Sequence[int]]]) -> None:
    """From now on only these orders hold: place → what, and at which passages. Counting begins anew."""
    for file in folder.glob("passages-*"):
        file.unlink()
    fresh = folder / "points.new"
    fresh.write_text(json.dumps(orders))
    fresh.replace(folder / "points.json")
    (folder / "points.log").write_text("")


def struck(folder: Path) -> list[Struck]:
    """What happened since the orders were given."""
    lines = [line.split("\t") for line in (folder / "points.log").read_text().splitlines()]
    return [Struck(place, what, int(pid)) for place, what, pid in lines]


def reach(folder: Path, place: str) -> None:
    """A worker passes this place; it may never come back from here."""
    what, passages = json.loads((folder / "points.json").read_text()).get(place, ("", ()))
    if not passages:
        return
    with (folder / f"passages-{place}").open("ab") as count:
        fcntl.flock(count, fcntl.LOCK_EX)
        count.write(b".")
        count.flush()
        if os.fstat(count.fileno()).st_size not in passages:
            return
        with (folder / "points.log").open("a") as log:
            log.write(f"{place}\t{what}\t{os.getpid()}\n")
    if what == SLEEP:
        os.kill(os.getpid(), signal.SIGSTOP)
    elif what == KILL_WORKER:
        os.killpg(os.getpgrp(), signal.SIGKILL)
    else:
        os.kill(os.getpid(), signal.SIGKILL)
