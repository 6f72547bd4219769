"""What can be seen of a draw changes at whole turns of the clock."""

import pytest

from insights.services import pace
from insights.services.pace import TURN, wait_for_the_turn


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes only while somebody sleeps."""
    at = [1000.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: at[0])
    monkeypatch.setattr(pace.time, "sleep", lambda seconds: at.__setitem__(0, at[0] + seconds))
    return at


@pytest.mark.parametrize("passed", [0.01, 1.0, 7.3, TURN - 0.2, TURN + 0.1, 2.5 * TURN])
def test_it_ends_at_a_whole_turn_after_the_beginning(clock: list[float], passed: float) -> None:
    began = clock[0] - passed
    wait_for_the_turn(passed=passed)
    turns = (clock[0] - began) / TURN
    assert turns == pytest.approx(round(turns))
    assert clock[0] - 1000.0 < TURN


def test_a_worker_that_must_stop_does_not_wait(clock: list[float]) -> None:
    wait_for_the_turn(passed=1.0, stop_asked=lambda: True)
    assert clock == [1000.0]
