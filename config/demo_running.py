"""What the demo's staff find on their desk: how often a page was opened, and what they wrote at the start."""

import datetime as dt
from collections.abc import Mapping

from accounts.models import User
from challenges.models import Campaign, LogbookEntry, PageTotal
from challenges.services.logbook import write_logbook
from interactions.models import local_date

# Visits and scans of each day up to yesterday, the oldest first: a poster that is found, a quiet weekend.
PAGES = {
    "amsterdam": ((41, 6), (38, 9), (22, 4), (19, 2), (47, 12)),
    "enschede": ((17, 3), (26, 8), (21, 5), (12, 2), (30, 9)),
}
AT_THE_START: Mapping[str, Mapping[str, str | int | None]] = {
    "amsterdam": {
        "did": "Veertig posters opgehangen: bij de bakker, de bibliotheek en op drie tramhaltes. "
        "De wijkkrant plaatste een stukje.",
        "reach": "Mensen die hier boodschappen doen en op de tram wachten. Ook wie niet naar het buurthuis komt.",
        "hours": 22,
        "worked": "De bakker legde zelf flyers naast de kassa. Daar staan mensen toch even te wachten.",
        "did_not": "Ophangen in de flats duurde lang: van elke beheerder was apart een ja nodig.",
        "differently": "Twee weken eerder beginnen met vragen.",
    },
    "enschede": {
        "did": "Een kraam op de markt met koffie, en posters bij de sportclubs.",
        "reach": "Vooral ouders en mensen van de sportclubs. De studenten komen hierna.",
        "hours": 16,
        "worked": "Zelf gedag zeggen bij de kraam. Dat is meteen het verhaal.",
        "did_not": "",
        "differently": "",
    },
}


def fill_desk(*, campaign: Campaign, by: User, now: dt.datetime) -> None:
    """Fills in the days before today and the beginning of the logbook, where nothing stands yet."""
    today, days = local_date(now), PAGES[campaign.slug]
    PageTotal.objects.bulk_create(
        [
            PageTotal(
                campaign=campaign,
                local_date=today - dt.timedelta(days=len(days) - number),
                kind=kind,
                times=times,
            )
            for number, day in enumerate(days)
            for kind, times in zip((PageTotal.Kind.VISIT, PageTotal.Kind.SCAN), day, strict=True)
        ],
        ignore_conflicts=True,
    )
    if not LogbookEntry.objects.filter(campaign=campaign).exists():
        write_logbook(
            campaign=campaign,
            moment=LogbookEntry.Moment.START,
            said=AT_THE_START[campaign.slug],
            seen=None,
            by=by,
            now=now - dt.timedelta(days=len(days)),
        )
