"""`./gedag bench planning|draining|release`: both sides in one run, in turns, and the median of the rounds.
`./gedag bench coverage|utility`: how sure figures are and how useful, by simulation with a seed.

python -m bench planning|draining|release|coverage|utility [--rounds N] [--size N]
"""

import argparse
import statistics
import sys

from bench.staging import measured, simulated
from config.runner.refusal import Refusal

_SIZES = {"planning": 50_000, "draining": 5_000, "release": 10_000, "coverage": 4_000, "utility": 300}


def main(arguments: list[str]) -> int:
    """Carry out the command. Raises Refusal."""
    parser = argparse.ArgumentParser(prog="./gedag bench", description="Meten naast een kale tegenhanger.")
    parser.add_argument("what", choices=_SIZES)
    parser.add_argument("--rounds", type=int, default=3, help="hoe vaak beide kanten aan de beurt komen")
    parser.add_argument("--size", type=int, default=0, help="hoeveel berichten, deelnemers of trekkingen")
    asked = parser.parse_args(arguments)
    size = asked.size or _SIZES[asked.what]
    if asked.what in ("coverage", "utility"):
        return simulated(lambda: _figures(asked.what, size))
    measure = {"planning": _planning, "draining": _draining, "release": _release}[asked.what]
    return measured(lambda: measure(size, asked.rounds))


def _figures(what: str, size: int) -> int:
    from bench import coverage, utility  # they know the policy, which knows models

    if what == "coverage":
        return 0 if coverage.print_table(size) else 1
    utility.print_table(size)
    return 0


def _planning(size: int, rounds: int) -> int:
    from bench import planning  # its models need Django to be ready

    planning.stage(size)
    ratios = []
    for number in range(rounds + 1):
        bare, ours, again = planning.bare(size), planning.planned(size), planning.planned_again()
        if number:  # the first round warms both
            ratios.append(ours / bare)
            print(
                f"ronde {number}: kaal {bare:.2f} s, gedag {ours:.2f} s, nog eens {again:.2f} s, {ratios[-1]:.2f} ×"
            )
    print(f"\nplannen van {size}: mediaan {statistics.median(ratios):.2f} × kaal (hooguit 2)")
    return 0


def _draining(size: int, rounds: int) -> int:
    from bench import draining  # its models need Django to be ready

    writing, ready = [], []
    with draining.catcher():
        for number in range(rounds + 1):
            some = size if number else min(size, 100)  # the first round warms both
            bare = draining.bare(draining.staged_letters(some))
            wrote = draining.bare_writing(draining.staged(some))
            draining.stage(some)
            ours = draining.drained(some)
            if number:
                writing.append(wrote / ours)
                ready.append(bare / ours)
                per = 1000 / some
                print(
                    f"ronde {number}: kaal {wrote * per:.1f} ms, gedag {ours * per:.1f} ms per mail, "
                    f"{writing[-1]:.2f} ×; "
                    f"kaal met kant-en-klare mails {bare * per:.1f} ms, {ready[-1]:.2f} ×",
                    flush=True,
                )
    print(
        f"\nversturen van {size}: mediaan {statistics.median(writing):.2f} × kaal (minstens 0,7); "
        f"naast kant-en-klare mails {statistics.median(ready):.2f} ×"
    )
    return 0


def _release(size: int, rounds: int) -> int:
    from bench import release  # its models need Django to be ready
    from insights.models import ReleaseKind

    people, assignments = release.stage(size)
    print(f"{people} deelnemers, {assignments} uitdagingen", flush=True)
    for kind in (ReleaseKind.QUARTER, ReleaseKind.NATIONAL):
        ratios = []
        for number in range(rounds + 1):
            release.forget()
            bare, ours = release.bare(), release.drawn(kind, number)
            if number:  # the first round warms both
                ratios.append(ours.seconds / bare)
                print(
                    f"{kind.label}, ronde {number}: kaal {bare:.2f} s, gedag {ours.seconds:.2f} s, {ratios[-1]:.1f} ×, "
                    f"waarvan {ours.computing:.2f} s eigen rekentijd; "
                    f"OpenDP laden {ours.loading:.1f} s; geheugen {ours.before} MB, op het hoogst {ours.megabytes} MB",
                    flush=True,
                )
        print(f"{kind.label}: mediaan {statistics.median(ratios):.1f} × kaal\n", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
