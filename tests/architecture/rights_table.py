"""Who gets what at every address, as it is written: `rights.txt`.

One row per face, method and route, and a column per actor: `ok` (let in, whatever the page then says about what was
sent), `login`, `2e` (to the second step), `join` (to the front page that says how to take part), or the status of a
refusal.

A new route needs its two rows (GET and POST). Run `./gedag test tests/architecture/test_rights.py`: it fails, names
them, and leaves the table as it found it in `.gedag/rights.txt`. Then `python3 -m tests.architecture.rights_table`
takes over the rows of new routes and drops those of routes that are gone; rows that were there it leaves alone. Read
each new row as if somebody asked you "may they?" before you commit it.

A route with a parameter of a new name first needs a value for it: `tests/architecture/rights_world.py`.
"""

from pathlib import Path

from tests.architecture.sources import ROOT

ACTORS = (
    "anoniem",
    "deelnemer",
    "daglink",
    "gewist",
    "meekijker",
    "redacteur",
    "beheerder",
    "geen2e",  # a beheerder whose second factor was not given
    "elders",  # a beheerder of another municipality, at this one's addresses
    "twee",  # a beheerder of both
    "redactie",
    "analist",
)
TABLE = ROOT / "tests" / "architecture" / "rights.txt"
OBSERVED = ROOT / ".gedag" / "rights.txt"

Row = tuple[str, str, str]  # face, method, route
Table = dict[Row, tuple[str, ...]]


def read_table(path: Path = TABLE) -> Table:
    """The table as it is written."""
    table: Table = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if line.strip() and not line.startswith("#"):
            face, method, route, *words = line.split()
            table[face, method, route] = tuple(words)
    return table


def write_table(table: Table, path: Path) -> None:
    """The table in columns that a person can read."""
    width = max(len(route) for _face, _method, route in table) + 2
    head = f"# {'face':<10}{'':<7}{'route':<{width}}" + "".join(f"{actor:<10}" for actor in ACTORS)
    lines = [
        f"{face:<12}{method:<7}{route:<{width}}" + "".join(f"{word:<10}" for word in words)
        for (face, method, route), words in table.items()
    ]
    note = (
        "# Who gets what at every address. How to read and to add to it: tests/architecture/rights_table.py"
    )
    text = "\n".join(line.rstrip() for line in [note, head, *lines])
    path.write_text(f"{text}\n", encoding="utf-8")


def take_over_new_rows() -> None:
    """Rows of new routes as they were observed; rows that are there stay, rows without a route go."""
    known, observed = read_table(), read_table(OBSERVED)
    for row in known.keys() - observed.keys():
        print("weg: ", *row)
    for row in observed.keys() - known.keys():
        print("lees:", *row, *(f"{actor}={word}" for actor, word in zip(ACTORS, observed[row], strict=True)))
    write_table({row: known.get(row, words) for row, words in observed.items()}, TABLE)


if __name__ == "__main__":
    take_over_new_rows()
