"""One thread at a time does the work, and nobody who asked for it is forgotten."""

import threading
from collections.abc import Callable

import pytest

from accounts.services.one_at_a_time import OneAtATime


def test_asked_once_it_runs_once() -> None:
    runs: list[int] = []
    one = OneAtATime(lambda: runs.append(1))
    one.ask()
    one.ask()
    assert len(runs) == 2


def test_who_asks_meanwhile_does_not_wait_and_is_heard() -> None:
    runs: list[int] = []
    begun, may_end = threading.Event(), threading.Event()

    def work() -> None:
        runs.append(threading.get_ident())
        begun.set()
        assert may_end.wait(10)

    one = OneAtATime(work)
    first = threading.Thread(target=one.ask)
    first.start()
    assert begun.wait(10)
    for _ in range(5):
        one.ask()  # would hang here if it waited
    assert len(runs) == 1
    may_end.set()
    first.join(10)
    assert runs == [first.ident] * 2  # once more for all five together


def test_work_that_fails_does_not_keep_its_turn() -> None:
    work: Callable[[], None] = pytest.fail
    one = OneAtATime(lambda: work())
    with pytest.raises(pytest.fail.Exception):
        one.ask()
    done: list[int] = []
    work = lambda: done.append(1)  # noqa: E731
    one.ask()
    assert done == [1]


def test_whatever_was_asked_for_is_looked_at_after_it_was_asked() -> None:
    """Many threads put something down and ask; nothing is left lying."""
    waiting: set[int] = set()
    done: list[int] = []

    def work() -> None:
        for one in list(waiting):
            waiting.discard(one)
            done.append(one)

    turn = OneAtATime(work)

    def put_down(first: int) -> None:
        for number in range(first, first + 200):
            waiting.add(number)
            turn.ask()

    threads = [threading.Thread(target=put_down, args=(first,)) for first in range(0, 1000, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(done) == list(range(1000))
