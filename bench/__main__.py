"""`./gedag bench planning|draining|release|rows|today|logging|landing`: both sides in one run, in turns, and the median
of the rounds. `./gedag bench overload`: whether promises are kept at three times what the machine carries.
`./gedag bench coverage|utility`: how sure figures are and how useful, by simulation with a seed.

`./gedag bench guessing`: what somebody takes who guesses. `./gedag bench alike`: whether known and unknown addresses
take as long.

python -m bench WHAT [--rounds N] [--size N]
"""

import argparse
import statistics
import sys

from bench.staging import Ground, measured, simulated
from config.runner.refusal import Refusal

_SIZES = {
    "planning": 50_000,
    "draining": 5_000,
    "release": 10_000,
    "rows": 2_000,
    "today": 600,
    "logging": 400,
    "landing": 2_000,
    "overload": 20,
    "servers": 200,
    "coverage": 4_000,
    "utility": 300,
    "guessing": 0,
    "alike": 500,
}
_ROUNDS = {"today": 5, "logging": 5, "landing": 5, "servers": 5}


def main(arguments: list[str]) -> int:
    """Carry out the command. Raises Refusal."""
    parser = argparse.ArgumentParser(prog="./gedag bench", description="Meten naast een kale tegenhanger.")
    parser.add_argument("what", choices=_SIZES)
    parser.add_argument("--rounds", type=int, default=0, help="hoe vaak beide kanten aan de beurt komen")
    parser.add_argument(
        "--size",
        type=int,
        default=0,
        help="hoeveel berichten, deelnemers, verzoeken of trekkingen; bij drukte seconden",
    )
    asked = parser.parse_args(arguments)
    size = asked.size or _SIZES[asked.what]
    if asked.what in ("coverage", "utility", "guessing"):
        return simulated(lambda: _figures(asked.what, size))
    rounds = asked.rounds or _ROUNDS.get(asked.what, 3)
    here = {"planning": _planning, "draining": _draining, "release": _release, "rows": _rows, "alike": _alike}
    if asked.what in here:
        return measured(lambda _ground: here[asked.what](size, rounds))
    return measured(lambda ground: _web(asked.what, ground, size, rounds))


def _web(what: str, ground: Ground, size: int, rounds: int) -> int:
    from bench import overload, pages, servers  # their models need Django to be ready

    if what == "overload":
        return overload.measure(ground, seconds=size)
    if what == "servers":
        return servers.measure(ground, size, rounds)
    return {"today": pages.today, "logging": pages.logging, "landing": pages.landing}[what](
        ground, size, rounds
    )


def _figures(what: str, size: int) -> int:
    from bench import coverage, guessing, utility  # they know the policy, which knows models

    if what == "guessing":
        return 0 if guessing.print_table() else 1
    if what == "coverage":
        return 0 if coverage.print_table(size) else 1
    utility.print_table(size)
    return 0


def _alike(size: int, rounds: int) -> int:
    from bench import alike  # its models need Django to be ready

    return 0 if alike.print_table(size) else 1


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


def _rows(size: int, rounds: int) -> int:
    from bench import rows  # its models need Django to be ready

    moments = rows.stage(size)
    people, tables = rows.browsers(25), rows.secured_tables()
    print(f"{rows.how_many()} deelnemers, {moments} momenten, {len(tables)} tabellen afgeschermd", flush=True)
    ratios: dict[str, list[float]] = {name: [] for name in rows.PAGES}
    for number in range(rounds + 1):
        for name in rows.PAGES:
            rows.forget_today()
            with rows.without(tables), rows.face(secured=False):
                bare = rows.visits(name, people)
            rows.forget_today()
            with rows.face(secured=True):
                ours = rows.visits(name, people)
            if number:  # the first round warms both
                ratios[name].append(ours / bare)
                per = 1000 / len(people)
                print(
                    f"{name}, ronde {number}: zonder {bare * per:.1f} ms, met {ours * per:.1f} ms, "
                    f"{ratios[name][-1]:.2f} ×",
                    flush=True,
                )
    for name, found in ratios.items():
        print(f"{name}: mediaan {statistics.median(found):.2f} × zonder afscherming")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
