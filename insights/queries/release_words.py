"""What a release is called, why it comes when it comes, and what it will hold: the words of the announced calendar."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from insights.models import ReleaseKind, TableKind
from insights.queries import policy


def name_of(kind: str, cohort: str) -> str:
    """What a release is called on a page."""
    year, _dash, quarter = cohort.partition("-Q")
    match kind:
        case ReleaseKind.INTERIM_1:
            return _("Eerste tussenstand")
        case ReleaseKind.INTERIM_2:
            return _("Tweede tussenstand")
        case ReleaseKind.FINAL:
            return _("Eindstand")
        case ReleaseKind.QUARTER:
            return _("Kwartaal %(quarter)s van %(year)s") % {"quarter": quarter, "year": year}
    return _("Heel Nederland, kwartaal %(quarter)s van %(year)s") % {"quarter": quarter, "year": year}


def reason_of(kind: str) -> str:
    """Why it comes then. Nobody chooses a moment by what the figures say."""
    match kind:
        case ReleaseKind.INTERIM_1:
            return _("Een derde van de dagen is dan voorbij.")
        case ReleaseKind.INTERIM_2:
            return _("Twee derde van de dagen is dan voorbij.")
        case ReleaseKind.FINAL:
            return _("De laatste dag mag nog een dag later opgeschreven worden. Daarna tellen we.")
        case ReleaseKind.QUARTER:
            return _("Deze campagne loopt door. Elk kwartaal tellen we wie in dat kwartaal klaar was.")
    return _("Elk kwartaal, een week na het eind: over iedereen van wie de dagen voorbij zijn.")


def contents_of(kind: str) -> str:
    """What it will hold, from the tables of the policy."""
    match kind:
        case ReleaseKind.INTERIM_1 | ReleaseKind.INTERIM_2:
            return _("Erin: %(tables)s.") % {"tables": _named([rule.table for rule in policy.INTERIM])}
        case ReleaseKind.NATIONAL:
            return _("Erin: %(tables)s.") % {"tables": _named([rule.table for rule in policy.NATIONAL])}
    always = [policy.COURSE.table, *(rule.table for rule in policy.SMALL)]
    more = [rule.table for rule in policy.LARGE if rule.table not in always]
    return _("Erin: %(tables)s. Vanaf ongeveer %(count)s deelnemers ook: %(more)s.") % {
        "tables": _named(always),
        "count": policy.LARGE_FROM,
        "more": _named(more),
    }


def step_of(step: int) -> str:
    """What the worker is doing, in words (services/drawing.py says when each begins)."""
    return {
        1: _("lezen wat mensen opschreven"),
        2: _("schudden en vastleggen"),
    }.get(step, _("beginnen"))


def _named(tables: Sequence[TableKind]) -> str:
    return "; ".join(str(table.label) for table in tables)
