"""How often the page of a campaign was opened, and how often through the QR code: a number a day and nothing else."""

import datetime as dt

from django.db import DatabaseError, connection

from accounts.events import WARNING, Event, note
from challenges.models import Campaign, PageTotal
from interactions.models import local_date

# One trip. Who holds the row of today for long (nobody should) costs a count, never a reader their page.
_COUNT = """
SET LOCAL lock_timeout = '300ms';
INSERT INTO challenges_pagetotal (campaign_id, local_date, kind, times) VALUES (%s, %s, %s, %s)
ON CONFLICT (campaign_id, local_date, kind) DO UPDATE SET times = challenges_pagetotal.times + EXCLUDED.times
"""


def count_page(*, campaign: Campaign, kind: PageTotal.Kind, now: dt.datetime, times: int = 1) -> bool:
    """Adds to the total of this local day, also when many do so at once. Whether it was counted: what goes wrong
    is written in the log and kept from the page."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [campaign.pk, local_date(now), kind.value, times])
    except DatabaseError as fault:
        note(Event.PAGE_NOT_COUNTED, level=WARNING, campaign=campaign.pk, fault=fault)
        return False
    return True
