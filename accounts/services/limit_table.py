"""Every limit on one page: what may be done how often, by whom. The sums behind the numbers for secrets are in
bench/guessing.py; why the others are what they are, in docs/adr/0025-grenzen-in-postgresql.md.

A limit must stop who does far too much and never close a door for everybody else. So most bounds are of one client,
and the few that are everybody's leave room for who did little (`JOIN_OF_FEW`) or stand so high that a server is
too busy to answer long before.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
GROUP_WINDOW = dt.timedelta(hours=2)


class Act(StrEnum):
    """What is limited."""

    JOIN = "join"
    JOIN_OF_FEW = "join_of_few"  # while many join at once: who comes from a client with few
    JOIN_IN_GROUP = "join_in_group"  # while staff say "we zijn met een groep"
    ASK_CODE = "ask_code"
    TRY_CODE = "try_code"
    TRY_PAPER_CODE = "try_paper_code"
    MISS_LINK = "miss_link"  # a link with a secret that is nobody's
    CONTRIBUTE = "contribute"
    LOG_MOMENT = "log_moment"
    DOWNLOAD_OWN = "download_own"
    DRAW_PUBLIC = "draw_public"
    DRAW_STAFF = "draw_staff"
    STAFF_ASK_CODE = "staff_ask_code"
    STAFF_TRY_CODE = "staff_try_code"
    STAFF_SECOND_STEP = "staff_second_step"
    BROADCAST = "broadcast"
    BROADCAST_TEST = "broadcast_test"


# Done on the staff face, and counted in its own table.
OF_STAFF = frozenset(
    {
        Act.DRAW_STAFF,
        Act.STAFF_ASK_CODE,
        Act.STAFF_TRY_CODE,
        Act.STAFF_SECOND_STEP,
        Act.BROADCAST,
        Act.BROADCAST_TEST,
    }
)


class Who(StrEnum):
    """By whom it is done: what a bound is counted for."""

    CLIENT = "client"  # a network: `client_of` in accounts/access.py
    GROUP = "group"  # a client at one campaign
    CAMPAIGN = "campaign"
    ADDRESS = "address"
    CODE = "code"
    PARTICIPANT = "participant"
    MEMBER = "member"  # of staff
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Bound:
    """At most `most` times in any stretch of `per`, for one `who`. Acts may count under the same `counter`."""

    counter: str
    who: Who
    most: int
    per: dt.timedelta


LIMITS: dict[Act, tuple[Bound, ...]] = {
    Act.JOIN: (
        Bound("join", Who.CLIENT, 120, HOUR),
        Bound("join", Who.CAMPAIGN, 120, MINUTE),
        Bound("join", Who.CAMPAIGN, 1_000, HOUR),
    ),
    Act.JOIN_OF_FEW: (
        Bound("join", Who.CLIENT, 10, HOUR),
        Bound("join at all", Who.CAMPAIGN, 1_200, MINUTE),
    ),
    Act.JOIN_IN_GROUP: (
        Bound("join", Who.GROUP, 600, GROUP_WINDOW),
        Bound("join in groups", Who.CAMPAIGN, 3_000, GROUP_WINDOW),
        Bound("join at all", Who.CAMPAIGN, 1_200, MINUTE),
    ),
    # Three mails an hour to one address, five codes for one browser and one participant: email_codes.py counts those.
    Act.ASK_CODE: (Bound("ask code", Who.CLIENT, 120, HOUR),),
    # Five tries a code: email_codes.py. A try costs nothing else, so this bound is about noise alone.
    Act.TRY_CODE: (Bound("try code", Who.CLIENT, 300, HOUR),),
    Act.TRY_PAPER_CODE: (
        Bound("try paper code", Who.CLIENT, 120, HOUR),
        Bound("try paper code", Who.EVERYBODY, 6_000, MINUTE),
    ),
    Act.MISS_LINK: (Bound("miss link", Who.CLIENT, 120, HOUR),),
    Act.CONTRIBUTE: (Bound("contribute", Who.PARTICIPANT, 20, DAY),),
    Act.LOG_MOMENT: (Bound("log moment", Who.PARTICIPANT, 100, DAY),),
    Act.DOWNLOAD_OWN: (Bound("download own", Who.PARTICIPANT, 20, HOUR),),
    # Counted when a sheet must be made, not when it is given once more: nobody can use up what others look at.
    Act.DRAW_PUBLIC: (
        Bound("draw", Who.CLIENT, 60, HOUR),
        Bound("draw", Who.EVERYBODY, 300, MINUTE),
    ),
    Act.DRAW_STAFF: (Bound("draw", Who.MEMBER, 1_200, HOUR),),
    Act.STAFF_ASK_CODE: (
        Bound("staff ask code", Who.CLIENT, 60, HOUR),
        Bound("staff ask code", Who.ADDRESS, 5, HOUR),
    ),
    Act.STAFF_TRY_CODE: (
        Bound("staff try code", Who.CODE, 3, HOUR),
        Bound("staff try code", Who.CLIENT, 120, HOUR),
    ),
    Act.STAFF_SECOND_STEP: (
        Bound("staff second step", Who.MEMBER, 10, HOUR),
        Bound("staff second step", Who.MEMBER, 40, DAY),
    ),
    Act.BROADCAST: (Bound("broadcast", Who.CAMPAIGN, 10, DAY),),
    Act.BROADCAST_TEST: (Bound("broadcast test", Who.MEMBER, 5, HOUR),),
}
