"""The noise: whole, independent, as wide as the policy says, and refused when it would protect less."""

import math
import subprocess
import sys

import pytest

from config.runner.folders import REPO
from insights.queries.policy import Part
from insights.services import noise
from insights.services.noise import WeakerThanPromisedError, discrete_laplace, with_noise

MANY = 20_000


@pytest.mark.parametrize(
    "part", [Part("people", 30), Part("records", 80, bound=7), Part("enjoyed", 8, bound=50)]
)
def test_the_width_is_that_of_the_policy(part: Part) -> None:
    drawn = discrete_laplace([0] * MANY, part)
    assert all(type(number) is int for number in drawn)
    ratio = math.exp(-1 / part.scale)
    # The mean distance from zero; its own spread is a hundredth of it, so this is far outside chance.
    expected = 2 * ratio / (1 - ratio**2)
    assert sum(map(abs, drawn)) / MANY == pytest.approx(expected, rel=0.12)
    assert sum(drawn) / MANY == pytest.approx(0, abs=0.12 * part.scale)


def test_every_draw_is_another() -> None:
    part = Part("people", 15)
    assert discrete_laplace([5] * 50, part) != discrete_laplace([5] * 50, part)
    assert discrete_laplace([], part) == []


def test_a_mechanism_that_protects_less_than_the_ledger_says_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Part, "scale", property(lambda part: 50 * part.bound / part.epsilon))
    with pytest.raises(WeakerThanPromisedError):
        discrete_laplace([1], Part("people", 30))


def test_only_the_measures_that_are_named_get_noise() -> None:
    asked = []

    def plus_hundred(numbers: object, part: Part) -> list[int]:
        asked.append((numbers, part))
        return [number + 100 for number in numbers]  # type: ignore[attr-defined]

    cells = [{"key": "a", "one": 1, "two": 2, "not": 3}, {"key": "b", "one": 4, "two": 5, "not": 6}]
    part = Part("records", 80, bound=7)
    assert with_noise(cells, ["one", "two"], part, plus_hundred) == [
        {"key": "a", "one": 101, "two": 102, "not": 3},
        {"key": "b", "one": 104, "two": 105, "not": 6},
    ]
    assert asked == [([1, 2, 4, 5], part)]
    assert cells[0]["one"] == 1


def test_the_web_faces_and_the_clock_do_not_load_opendp() -> None:
    """It is large and slow to load; only a worker that draws has a use for it."""
    code = """
import django, sys
django.setup()
from django.urls import get_resolver
for face in ("config.urls_deelnemer", "config.urls_beheer"):
    assert get_resolver(face).url_patterns
import config.celery
config.celery.app.loader.import_default_modules()
assert "insights.tasks" in sys.modules
print(sorted(name for name in sys.modules if name.split(".")[0] == "opendp"))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=REPO, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr
    assert noise.discrete_laplace([], Part("people", 30)) == []
