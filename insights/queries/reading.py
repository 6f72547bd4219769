"""A release as blocks: what pages, the infographic and open data say about it, and nothing else does."""

import json

from insights.models import Release, ReleaseKind, TableKind
from insights.queries.blocks import Block, BlockKey
from insights.queries.policy import VERSION
from insights.queries.readings.ideas import idea_blocks
from insights.queries.readings.local import local_blocks
from insights.queries.readings.names import Names, names_for
from insights.queries.readings.national import national_blocks
from insights.queries.readings.tables import Tables

_ORDER = list(BlockKey)


def blocks_of(release: Release) -> list[Block]:
    """The blocks of a release in the order in which they are read, in the reader's language. A fixed number of
    queries: its draw, its tables, and the names of what they are about. Raises LookupError for a release that was drawn
    by other rules than those of now: its margins would be wrong."""
    if release.policy != VERSION:
        raise LookupError(f"policy {release.policy}")
    kind = ReleaseKind(release.draw.kind)
    tables = Tables(
        kind=kind,
        large=bool(json.loads(release.body)["large"]),
        cells={TableKind(table.kind): table.cells for table in release.tables.all()},
    )
    return blocks_from(tables, names_for(kind))


def blocks_from(tables: Tables, names: Names) -> list[Block]:
    """The same from tables and names: pure."""
    if tables.kind == ReleaseKind.NATIONAL:
        blocks = [*national_blocks(tables, names), *idea_blocks(tables, names)]
    else:
        blocks = local_blocks(tables, names)
    return sorted(blocks, key=lambda block: _ORDER.index(block.key))
