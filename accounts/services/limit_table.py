"""Every limit on one page: what may be done how often, by whom. The sums behind the numbers for secrets are in
bench/guessing.py; why the others are what they are, in docs/adr/0025-grenzen-in-postgresql.md.

A limit must stop who does far too much and never close a door for everybody else. So most bounds are of one client,
and for joining and codes on paper, where one that is everybody's can be filled, there is a second door for who did
little (`ROOM_FOR_FEW`).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
GROUP_WINDOW = dt.timedelta(hours=2)


class Act(StrEnum):
    """What is limited."""

    JOIN = "join"
    JOIN_OF_FEW = "join_of_few"  # while a campaign is full: who comes from a client with few
    JOIN_IN_GROUP = "join_in_group"  # while staff say "we zijn met een groep"
    ASK_CODE = "ask_code"
    TRY_CODE = "try_code"
    TRY_PAPER_CODE = "try_paper_code"
    TRY_PAPER_CODE_OF_FEW = "try_paper_code_of_few"  # while somebody tries very many
    MISS_LINK = "miss_link"  # a link with a secret that is nobody's
    CONTRIBUTE = "contribute"
    KEEP_OWN = "keep_own"  # a moment, an opener, an idea that is chosen: a row in one's own diary
    DOWNLOAD_OWN = "download_own"
    MAKE_SHEET = "make_sheet"
    MAKE_SHEET_STAFF = "make_sheet_staff"
    STAFF_ASK_CODE = "staff_ask_code"
    STAFF_TRY_CODE = "staff_try_code"
    STAFF_SECOND_STEP = "staff_second_step"
    BROADCAST = "broadcast"
    BROADCAST_TEST = "broadcast_test"


# Done on the staff face, and counted in its own table.
OF_STAFF = frozenset(
    {
        Act.MAKE_SHEET_STAFF,
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
    # Many networks beside each other (accounts/services/networks.py); of joining: at one campaign.
    AREA = "area"
    GROUP = "group"  # a client at one campaign
    CAMPAIGN = "campaign"
    ADDRESS = "address"
    ADDRESS_HERE = "address_here"  # an address that is named by one client
    ASKER = "asker"  # a participant in whatever browser, else a browser
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
        Bound("join of few", Who.AREA, 600, HOUR),
        Bound("join at all", Who.CAMPAIGN, 1_200, MINUTE),
    ),
    Act.JOIN_IN_GROUP: (
        Bound("join", Who.GROUP, 600, GROUP_WINDOW),
        Bound("join in groups", Who.CAMPAIGN, 3_000, GROUP_WINDOW),
        Bound("join at all", Who.CAMPAIGN, 1_200, MINUTE),
    ),
    # Counted here and not in the codes themselves: erasing oneself takes those along, and with them what was counted.
    Act.ASK_CODE: (
        Bound("ask code", Who.CLIENT, 120, HOUR),
        Bound("ask code", Who.ADDRESS, 3, HOUR),  # whoever asks: nobody's mailbox is filled through us
        Bound("ask code", Who.ASKER, 5, HOUR),
    ),
    # Five tries a code: email_codes.py. A try costs nothing else, so this bound is about noise alone.
    Act.TRY_CODE: (Bound("try code", Who.CLIENT, 300, HOUR),),
    Act.TRY_PAPER_CODE: (
        Bound("try paper code", Who.CLIENT, 120, HOUR),
        Bound("try paper code", Who.EVERYBODY, 6_000, MINUTE),
    ),
    Act.TRY_PAPER_CODE_OF_FEW: (
        Bound("try paper code", Who.CLIENT, 10, HOUR),
        Bound("try paper code of few", Who.AREA, 600, HOUR),
        Bound("try paper code of few", Who.EVERYBODY, 6_000, MINUTE),
    ),
    Act.MISS_LINK: (Bound("miss link", Who.CLIENT, 120, HOUR),),
    Act.CONTRIBUTE: (Bound("contribute", Who.PARTICIPANT, 20, DAY),),
    Act.KEEP_OWN: (Bound("keep own", Who.PARTICIPANT, 100, DAY),),
    Act.DOWNLOAD_OWN: (Bound("download own", Who.PARTICIPANT, 20, HOUR),),
    # Counted when a sheet must be made, not when it is given once more: what was made, others still look at.
    Act.MAKE_SHEET: (
        Bound("make sheet", Who.CLIENT, 60, HOUR),
        Bound("make sheet", Who.EVERYBODY, 300, MINUTE),
    ),
    Act.MAKE_SHEET_STAFF: (Bound("make sheet", Who.MEMBER, 1_200, HOUR),),
    Act.STAFF_ASK_CODE: (
        Bound("staff ask code", Who.CLIENT, 60, HOUR),
        # Staff have no other way in, so one network does not use theirs up: five of each, and as many as the sums of
        # guessing allow over all.
        Bound("staff ask code", Who.ADDRESS_HERE, 5, HOUR),
        Bound("staff ask code", Who.ADDRESS, 30, HOUR),
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

# The second door of an act: tried when the first is refused by a bound that others can fill.
ROOM_FOR_FEW = {Act.JOIN: Act.JOIN_OF_FEW, Act.TRY_PAPER_CODE: Act.TRY_PAPER_CODE_OF_FEW}
