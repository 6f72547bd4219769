"""The logbook of a campaign: what its organisers wrote at three moments, and when it is time for the next."""

import datetime as dt
from collections.abc import Collection

from challenges.models import Campaign, LogbookEntry

Moment = LogbookEntry.Moment
# Each field of an entry that is text, in the order in which it is asked.
TEXTS = ("did", "reach", "worked", "did_not", "differently")
BEFOREHAND = dt.timedelta(days=3)


def logbook_of(campaign: Campaign) -> dict[str, LogbookEntry]:
    """What was written, by moment."""
    found = LogbookEntry.objects.filter(campaign=campaign).select_related("updated_by")
    return {entry.moment: entry for entry in found}


def moment_due(campaign: Campaign, written: Collection[str], on: dt.date) -> LogbookEntry.Moment | None:
    """The moment that it is time for on local day `on` and that nobody wrote about yet. What passed is not asked for
    any more, though it may be written still."""
    begun = [moment for moment, from_day in moments_from(campaign).items() if from_day and from_day <= on]
    if campaign.status in (Campaign.Status.DRAFT, Campaign.Status.ARCHIVED):
        return None
    if campaign.status == Campaign.Status.CLOSED:
        begun.append(Moment.END)
    if not campaign.is_fixed and not begun:
        begun.append(Moment.START)
    return begun[-1] if begun and begun[-1] not in written else None


def moments_from(campaign: Campaign) -> dict[LogbookEntry.Moment, dt.date | None]:
    """From which day on each moment is asked for; a rolling campaign has no dates to tell by."""
    if campaign.starts_on is None or campaign.ends_on is None:
        return dict.fromkeys(Moment)
    days = (campaign.ends_on - campaign.starts_on).days + 1
    return {
        Moment.START: campaign.starts_on - BEFOREHAND,
        Moment.HALFWAY: campaign.starts_on + dt.timedelta(days=days // 2),
        Moment.END: campaign.ends_on,
    }
