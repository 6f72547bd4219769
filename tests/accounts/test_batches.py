"""What is known for a batch is looked up once, and forgotten with it."""

import itertools
import threading

import pytest

from accounts.queries.batches import once_a_batch, one_batch


def test_it_is_looked_up_once_a_batch_and_anew_in_the_next() -> None:
    numbers = itertools.count(1)

    def asked(key: str) -> int | None:
        return once_a_batch(key, lambda: next(numbers))

    with one_batch():
        assert [asked("a"), asked("b"), asked("a")] == [1, 2, 1]
    with pytest.raises(ZeroDivisionError), one_batch():
        once_a_batch("c", lambda: 1 // 0)
    with one_batch():
        assert asked("a") == 3
    assert asked("a") is None


def test_another_thread_knows_nothing_of_it() -> None:
    found: list[object] = []
    with one_batch():
        once_a_batch("a", lambda: 1)
        thread = threading.Thread(target=lambda: found.append(once_a_batch("a", lambda: 2)))
        thread.start()
        thread.join()
    assert found == [None]
