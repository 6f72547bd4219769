"""The library is everybody's to read and the institute's to keep; ideas of one organisation are its own. What is on a
day of a campaign that somebody sees, they see too, whoever made it."""

from django.db import migrations

from accounts.migrations._policies import (
    BEHEER,
    DEELNEMER,
    EVERYWHERE,
    KEEPS_LIBRARY,
    OWN,
    Policy,
    isolate,
    own,
    read_by_all,
    seen,
)

_ON_A_DAY = (
    """EXISTS (SELECT FROM challenges_campaignslot AS slot WHERE slot.idea_id = interactions_idea.id)"""
)
_OF_LIBRARY = """EXISTS (SELECT FROM interactions_idea AS idea
                 WHERE idea.id = {}.idea_id AND idea.organisation_id IS NULL)"""


def _mine(table: str) -> str:
    return own("interactions_idea", f"{table}.idea_id")


def _of_library(table: str) -> str:
    return _OF_LIBRARY.format(table)


def _kept_by_editors(table: str) -> migrations.RunSQL:
    return isolate(
        table,
        *read_by_all(DEELNEMER, BEHEER),
        Policy(BEHEER, EVERYWHERE, verb="INSERT"),
        Policy(BEHEER, EVERYWHERE, verb="UPDATE"),
    )


def _events_of_editors(table: str) -> migrations.RunSQL:
    return isolate(table, *read_by_all(BEHEER), Policy(BEHEER, EVERYWHERE, verb="INSERT"))


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0013_row_security"),
        ("accounts", "0022_row_security_staff"),
        ("challenges", "0015_row_security"),
    ]

    operations = [
        isolate(
            "interactions_idea",
            *read_by_all(DEELNEMER),
            Policy(BEHEER, f"{OWN} OR ({KEEPS_LIBRARY})"),
            Policy(BEHEER, f"organisation_id IS NULL OR {EVERYWHERE} OR {_ON_A_DAY}", verb="SELECT"),
        ),
        isolate(
            "interactions_ideaversion",
            *read_by_all(DEELNEMER),
            Policy(BEHEER, seen("interactions_idea", "interactions_ideaversion.idea_id"), verb="SELECT"),
            Policy(
                BEHEER,
                f"{_mine('interactions_ideaversion')} OR ({EVERYWHERE} AND {_of_library('interactions_ideaversion')})",
                verb="INSERT",
            ),
        ),
        _kept_by_editors("interactions_lifedomain"),
        _kept_by_editors("interactions_barrier"),
        _events_of_editors("interactions_lifedomainevent"),
        _events_of_editors("interactions_barrierevent"),
        isolate(
            "interactions_ideaevent",
            Policy(BEHEER, f"{OWN} OR organisation_id IS NULL", f"{OWN} OR ({KEEPS_LIBRARY})"),
        ),
        isolate(
            "interactions_ideaversionevent",
            Policy(
                BEHEER,
                f"{_mine('interactions_ideaversionevent')} OR {_of_library('interactions_ideaversionevent')}",
                f"{_mine('interactions_ideaversionevent')}"
                f" OR ({EVERYWHERE} AND {_of_library('interactions_ideaversionevent')})",
            ),
        ),
    ]
